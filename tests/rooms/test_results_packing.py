"""Results as CSV: every number is what a plain recount of what was said finds, or is hidden."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest

from bot.access import OPERATOR, Actor
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import NotPermitted
from bot.settings import Settings
from bot.surveys.closing import close_survey
from bot.surveys.finding import get_survey
from bot.surveys.keys import Keys
from bot.surveys.results.packing import export_package
from bot.text import say
from tests.kit.makers import OLD_WARDS, ORGANISATIONS, make_city, make_member
from tests.kit.surveys import Polling, make_form

Line = dict[str, str]
NOBODY = say("vi", "survey-sheet-no-org")


def read_package(data: bytes) -> tuple[dict[str, list[Line]], dict[str, list[dict[str, object]]]]:
    """Return each table's lines, and the fields that the descriptor says it has."""
    tables, fields = {}, {}
    with ZipFile(BytesIO(data)) as package:
        for resource in json.loads(package.read("datapackage.json"))["resources"]:
            text = package.read(resource["path"]).decode("utf-8-sig")
            tables[resource["name"]] = list(csv.DictReader(StringIO(text)))
            fields[resource["name"]] = resource["schema"]["fields"]
    return tables, fields


def where_of(number: int) -> dict[str, str | None]:
    """Return the residential group and the organisation of the member of a number."""
    return {"group": "12"[number % 2], "organisation": "cdtp" if number % 4 > 1 else None}


def check_turnout(tables: dict[str, list[Line]], sent: set[int]) -> None:
    """Assert that turnout, in all and by all three sides, agrees with a recount of 42 members."""
    whole = next(line for line in tables["turnout"] if not line["ward_name"])
    assert (whole["entitled"], whole["finished"]) == ("42", str(len(sent)))
    lines = tables["turnout_groups"]
    assert {line["hidden"] for line in lines} == {"false"}
    assert len(lines) == 2 * 2 * 3  # wards, groups, and in, out of the organisation or all
    for line in lines:
        here = {
            n
            for n in range(42)
            if OLD_WARDS["Ba Đình" if n < 22 else "Lam Sơn"] == line["ward"]
            and where_of(n)["group"] == line["group"]
            and line["organisation"] in ("", ORGANISATIONS["cdtp"] if n % 4 > 1 else NOBODY)
        }
        assert (line["entitled"], line["finished"]) == (str(len(here)), str(len(here & sent)))


async def test_a_package_agrees_with_a_recount_and_with_what_describes_it(
    database: Database, settings: Settings, clock: StoppedClock
) -> None:
    polling = Polling(database, Keys(settings.data_dir))
    async with database.transaction() as session:
        await make_city(session)
        people = [
            (await make_member(session, name=f"Lê Văn {n}", ward=ward, **where_of(n))).id
            for n, ward in enumerate(["Ba Đình"] * 22 + ["Lam Sơn"] * 20)
        ]
    survey = await polling.launch(make_form(clock.now()), 1, clock.now())
    said = {m: (n % 2, "Ba Đình" if n < 22 else "Lam Sơn") for n, m in enumerate(people) if n % 7}
    for member, (choice, _) in said.items():
        await polling.answer(survey.id, member, clock.now(), one=str(choice), words="=1+1")
    async with database.transaction() as session:
        await close_survey(session, OPERATOR, survey.id, clock.now(), polling.keys)
    async with database.transaction() as session:
        fresh = await get_survey(session, survey.code)
        with pytest.raises(NotPermitted):
            await export_package(session, Actor("stranger"), fresh, clock.now())
        tables, fields = read_package(await export_package(session, OPERATOR, fresh, clock.now()))
    for name, lines in tables.items():
        assert list(lines[0]) == [field["name"] for field in fields[name]]
    ours = {code: name for name, code in OLD_WARDS.items()}
    checked = 0
    for line in tables["answers"]:
        if line["question"] != "one" or not line["answer"].startswith("c-"):
            continue
        wanted, ward = int(line["answer"][2:]) - 1, ours.get(line["row"])
        heard = [c for c, lives in said.values() if ward in (None, lives)]
        if line["by"] in ("all", "ward") and line["hidden"] == "false":
            checked += 1
            assert int(line["people"]) == heard.count(wanted)
            assert float(line["share_finished"]) == pytest.approx(
                heard.count(wanted) / len(heard), abs=1e-6
            )
    assert checked == 9
    check_turnout(tables, {n for n, member in enumerate(people) if member in said})
