"""The command line on windows and approvals: closed days, hours, deadlines, a second person."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from bot import broadcasts, organizers
from bot.access import OPERATOR, get_actor
from bot.broadcasts import Draft
from bot.db import Database
from bot.models import Organisation
from bot.organizers import Role
from tests.kit.makers import BEGINNING
from tests.test_commands import FORM, LETTER, Run, run, write

__all__ = ["run"]

LATER = LETTER + "at: 2090-12-01 08:00\nsend-by: 2090-12-01 17:00\n"


@pytest.fixture
def asked(run: Run, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Let everything need a second person, and an organizer wait for one."""
    monkeypatch.setenv("NHIPCAU_APPROVE_OVER", "0")
    asyncio.run(_ask(database_url))
    return run


async def _ask(url: str) -> None:
    database = Database(url)
    async with database.transaction() as session:
        role = [Role("lead", "cdtp")]
        made, _ = await organizers.add(session, OPERATOR, "Hoa", role, now=BEGINNING)
        actor = await get_actor(session, made.id)
        union = (
            await session.scalars(select(Organisation.id).where(Organisation.code == "cdtp"))
        ).one()
        for title in ("Họp", "Hội"):
            draft = Draft(union, title, "Mời {ten}.", {"organisation": union})
            written = await broadcasts.write(session, actor, draft, now=BEGINNING)
            await broadcasts.launch(session, actor, written.id, now=BEGINNING, approve_over=0)
    await database.close()


def test_days_are_closed_listed_and_opened_again(run: Run) -> None:
    told = run(
        "calendar", "block", "20/12/2090", "21/12/2090", "Đại hội", "--organisation", "cdtp"
    )
    assert told.output == "Closed: Đại hội. Open them again: nhipcau calendar unblock 1\n"
    run("calendar", "block", "2090-09-02", "2090-09-02", "Quốc khánh")
    assert run("organisation", "hours", "cdtp", "20:00", "08:00").output == (
        "cdtp: quiet 20:00-08:00\n"
    )
    lines = run("calendar", "list").output.splitlines()
    assert lines[0] == "site\tquiet 21:00-07:00"
    assert "(its first day: " in lines[1], "the next Tết"
    assert lines[2:] == [
        "cdtp\tquiet 20:00-08:00",
        "site\t02/09/2090-02/09/2090\tQuốc khánh\tnumber 2",
        "cdtp\t20/12/2090-21/12/2090\tĐại hội\tnumber 1",
    ]
    whole = run("calendar", "list", "--all").output
    assert "31/01/2030-08/02/2030\tTết 2030 (its first day: 02/02/2030)" in whole
    assert run("calendar", "unblock", "1").exit_code == 0
    assert run("organisation", "hours", "cdtp").output == "cdtp: quiet 21:00-07:00\n"
    assert "cdtp" not in run("calendar", "list").output


def test_what_is_no_day_or_hour_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("organisation", "hours", "cdtp", "20:00").exit_code == 2
    wrong = run("calendar", "block", "21/12/2090", "20/12/2090", "Ngược")
    assert (wrong.exit_code, "The last day may not stand before" in wrong.stderr) == (1, True)
    assert run("calendar", "unblock", "9").exit_code == 1
    monkeypatch.setenv("NHIPCAU_CLOSED_AT_TET", "false")
    assert "Tết is not closed" in run("calendar", "list").output


def test_a_deadline_is_told_with_who_would_be_late(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NHIPCAU_WEB_RATE", "0.00002")
    told = run("broadcast", "preview", write("hop.yaml", LATER))
    assert "Leaves at 08:00 on 01/12/2090.\n" in told.output
    assert "What could not leave by 17:00 on 01/12/2090 never does.\n" in told.output
    assert "At the accounts' rates, 1 of 1 would be late.\n" in told.output
    faults = {
        LATER.replace("12-01 17:00", "12-01 22:00"): "hours when messages leave",
        LATER.replace("12-01 17:00", "11-30 17:00"): "after the start",
        LATER + "urgent: maybe\n": "`urgent` is yes or no.",
    }
    for letter, fault in faults.items():
        wrong = run("broadcast", "preview", write("hop.yaml", letter))
        assert (wrong.exit_code, fault in wrong.stderr) == (1, True), wrong.stderr


def test_what_the_operator_launches_somebody_else_approves(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = run("broadcast", "launch", write("hop.yaml", LATER + "urgent: yes\n"), "--yes")
    assert "Broadcast 1 is awaiting_approval." in told.output
    assert "it is urgent. Nobody may decide yet: nhipcau organizer add" in told.output
    run("organizer", "add", "Nam", "--role", "approver")
    assert "1\tHọp tổ\tasked by operator" in run("broadcast", "waiting").output
    own = run("broadcast", "approve", "1", "--yes")
    assert (own.exit_code, "Nobody approves their own." in own.stderr) == (1, True)
    monkeypatch.setenv("NHIPCAU_APPROVE_OVER", "0")
    told = run("survey", "import", write("a.yaml", FORM), "--organisation", "cdtp")
    assert "each one needs a second person here. 1 organizers may decide" in told.output
    assert run("survey", "open", "bhyt").output.startswith("Survey bhyt is scheduled.\nIt waits")
    assert run("survey", "approve", "bhyt", "--yes").exit_code == 1


def test_the_operator_approves_and_returns_what_organizers_ask(asked: Run) -> None:
    shown = asked("broadcast", "approve", "1", typed="n\n")
    assert "Mời Lan." in shown.output
    assert "Begins at once. Asked by organizer:1: each one needs a second person here." in (
        shown.output
    )
    assert shown.exit_code == 1
    assert asked("broadcast", "approve", "1", "--yes").output.endswith(
        "Approved: it is running.\n"
    )
    again = asked("broadcast", "approve", "1", "--yes")
    assert (again.exit_code, "no such request" in again.stderr) == (1, True)
    assert asked("broadcast", "refuse", "2", "Sai ngày.").exit_code == 0
    assert "2\tdraft" in asked("broadcast", "list").output
    assert asked("broadcast", "waiting").output == "Nothing waits for approval.\n"
