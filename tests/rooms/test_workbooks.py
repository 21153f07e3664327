"""bot/workbooks.py: what is written stays what it is, and columns have Excel's letters."""

from __future__ import annotations

from io import BytesIO

import pytest
import python_calamine as calamine

from bot.workbooks import column_letters, new_workbook


@pytest.mark.parametrize(
    ("place", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_named_as_excel_does(place: int, letters: str) -> None:
    assert column_letters(place) == letters


def test_words_of_people_are_no_formula_address_or_number() -> None:
    words = ["=1+1", "https://example.org", "007"]
    out = BytesIO()
    with new_workbook(out) as book:
        book.add_worksheet("A").write_row(0, 0, words)
    read = calamine.CalamineWorkbook.from_filelike(BytesIO(out.getvalue()))
    assert read.get_sheet_by_index(0).to_python() == [words]
