"""The made-up roll of 2020, read row by row against what each row is."""

import csv
from pathlib import Path

import pytest

from bot.areas import Places
from bot.rolls import RollRow, open_roll, read_roll

DATA = Path(__file__).parents[1] / "data"
TRUTH = list(
    csv.DictReader((DATA / "roll-2020-truth.csv").read_text(encoding="utf-8").splitlines())
)


@pytest.fixture(scope="module")
def fates() -> dict[int, RollRow]:
    roll = open_roll(DATA / "roll-2020.xlsx")
    wards = Places("38", "Thành phố Thanh Hóa")
    rows = read_roll(roll.rows(), columns=roll.columns, wards=wards, this_year=2020)
    return {row.row: row for row in rows}


def test_every_row_and_no_other_has_a_fate(fates: dict[int, RollRow]) -> None:
    assert [str(number) for number in fates] == [line["row"] for line in TRUTH]


@pytest.mark.parametrize(
    "name", ["fate", "full_name", "phone", "birth_year", "ward", "group", "branch"]
)
def test_every_row_is_read_as_the_truth_says(fates: dict[int, RollRow], name: str) -> None:
    read = {number: str(getattr(row, name) or "") for number, row in fates.items()}
    assert read == {int(line["row"]): line[name] for line in TRUTH}


def test_every_fate_but_new_has_a_sentence_and_a_code(fates: dict[int, RollRow]) -> None:
    told = [row for row in fates.values() if row.fate != "new"]
    assert all(row.why.endswith((".", "”.")) and row.codes for row in told)
    assert not any(row.why for row in fates.values() if row.fate == "new")
