"""Single answers as ODK keeps them: columns that the exported form has, and who may take them."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from pyxform.xls2json import parse_file_to_json
from sqlalchemy import select

from bot.access import Actor, Scope
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import NotPermitted, Refused
from bot.models import AuditEntry
from bot.surveys.keys import Keys
from bot.xlsforms import export_data, read_xlsform, write_xlsform
from bot.xlsforms.data import Sent, write_data
from tests.kit.makers import make_city
from tests.kit.surveys import Polling, make_form, make_members
from tests.kit.xlsforms import write_book

SURVEY = """
type | name | label | repeat_count
begin_group | house | Nhà
select_multiple needs | needs | Cần gì?
begin_repeat | child | Con | 2
text | name | Tên
integer | age | Tuổi
end_repeat
acknowledge | read | Đã đọc
end_group
rank needs | order | Xếp
date | born | Sinh
"""
CHOICES = "list_name | name | label\nneeds | water | Nước\nneeds | light | Đèn"


def read_lines(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig"))))


def paths_of(children: list[dict[str, object]], above: str = "") -> set[str]:
    """Return each question's path as pyxform has it, whatever copy of a repeat."""
    found = set()
    for one in children:
        path = f"{above}{one['name']}"
        inner = one.get("children") if one["type"] in ("group", "repeat", "survey") else None
        found |= paths_of(inner, f"{path}/") if inner else {path}  # type: ignore[arg-type]
    return found


def test_columns_are_the_paths_of_the_exported_form(tmp_path: Path) -> None:
    form = read_xlsform(write_book(tmp_path / "form.xlsx", SURVEY, CHOICES)).form
    answers = {
        "needs": {"choices": ["light"]},
        "name#1": {"text": "=1+1"},
        "age#1": {"number": 7},
        "read": {"yes": True},
        "order": {"rank": ["light", "water"]},
        "born": {"year": 1960},
        "age#2": {"declined": True},
    }
    at = datetime(2026, 12, 1, 1, 2, 3, tzinfo=UTC)
    [line] = read_lines(write_data(form, [Sent(7, at, answers)]))
    assert line == {
        "_id": "7",
        "_submission_time": "2026-12-01T01:02:03",
        "house/needs": "light",
        "house/needs/water": "0",
        "house/needs/light": "1",
        "house/child[1]/name": "'=1+1",
        "house/child[1]/age": "7",
        "house/child[2]/name": "",
        "house/child[2]/age": "",
        "house/read": "OK",
        "order": "light water",
        "born": "1960-01-01",
    }
    (tmp_path / "back.xlsx").write_bytes(write_xlsform(form))
    parsed = parse_file_to_json(str(tmp_path / "back.xlsx"))
    known = paths_of(parsed["children"])
    bare = {head.replace("[1]", "").replace("[2]", "") for head in list(line)[2:]}
    choices = {"house/needs/water", "house/needs/light"}
    own = {one for one in known if one.startswith("meta/")} | {"house/child_count"}  # pyxform's
    assert bare - choices == known - own


async def test_taking_single_answers_is_a_right_is_noted_and_no_anonymous_ones_are_given(
    database: Database, clock: StoppedClock, tmp_path: Path
) -> None:
    async with database.transaction() as session:
        await make_city(session)
    members = await make_members(database, 3)
    polling, now = Polling(database, Keys(tmp_path)), clock.now()
    named = await polling.launch(make_form(now), 1, now)
    secret = await polling.launch(make_form(now, anonymous=True, code="s2"), 1, now)
    for survey in (named, secret):
        for member in members[:2]:
            await polling.answer(survey.id, member, now, one="1", words="đèn", yes="có")
    lead, reader = (
        Actor(f"organizer:{place}", scopes=(Scope(role, None, None),))
        for place, role in enumerate(("lead", "reader"))
    )
    async with database.transaction() as session:
        with pytest.raises(NotPermitted):
            await export_data(session, reader, named, now)
        with pytest.raises(Refused, match="survey-no-single-answers"):
            await export_data(session, lead, secret, now)
        data = await export_data(session, lead, named, now)
    lines = read_lines(data)
    assert [(one["words"], one["yes"], one["count"], one["some"]) for one in lines] == [
        ("đèn", "yes", "1", "")
    ] * 2
    assert "Lê Văn" not in data.decode()
    async with database.reading() as session:
        query = select(AuditEntry.detail).where(AuditEntry.action == "answers:export")
        assert list(await session.scalars(query)) == [{"people": 2}]
