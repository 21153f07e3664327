"""What became of each line of the roll: one rule, and all of them sum to the roll."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.access import OPERATOR
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import Refused
from bot.models import Broadcast, Delivery, Entitlement, Member, Response
from bot.settings import Settings
from bot.site import Site
from bot.surveys import answering
from bot.surveys.answering import Seat
from bot.surveys.closing import close_survey
from bot.surveys.dispositions import (
    Disposition,
    Line,
    count_dispositions,
    disposition_of,
    tabulate,
)
from bot.surveys.keys import Keys
from bot.surveys.refusing import refuse
from jobs import remind
from tests.kit.makers import make_city
from tests.kit.surveys import Polling, make_form, make_members

HERE = {"active": True, "stopped": False, "reachable": True}
CASES = [
    (Line(**HERE), Disposition.INVITED),
    (Line(**HERE, sent=frozenset({"queued"})), Disposition.INVITED),
    (Line(**HERE, sent=frozenset({"sent", "failed"})), Disposition.REACHED),
    (Line(**HERE, sent=frozenset({"failed", "skipped"})), Disposition.UNREACHABLE),
    (Line(active=True, stopped=False, reachable=False), Disposition.UNREACHABLE),
    (Line(active=True, stopped=True, reachable=False), Disposition.OPTED_OUT),
    (Line(**HERE, response="started"), Disposition.OPENED),
    (Line(**HERE, response="started", answered=True), Disposition.PARTIAL),
    (Line(**HERE, response="abandoned", answered=True), Disposition.PARTIAL),
    (Line(**HERE, response="refused", answered=True), Disposition.REFUSED),
    (Line(**HERE, response="finished", answered=True), Disposition.FINISHED),
    (Line(active=False, stopped=True, reachable=True), Disposition.NOT_ENTITLED),
]


@pytest.mark.parametrize(("line", "what"), CASES)
def test_the_first_rule_that_fits_tells(line: Line, what: Disposition) -> None:
    assert disposition_of(line) is what


def test_every_line_is_something() -> None:
    states = ("", "started", "finished", "abandoned", "refused")
    flags = (False, True)
    for active, stopped, reachable, response, answered in product(
        flags, flags, flags, states, flags
    ):
        line = Line(active, stopped, reachable, response, answered)
        assert disposition_of(line) in Disposition


@pytest.mark.parametrize("anonymous", [False, True])
async def test_counts_sum_to_the_roll_and_half_finished_ones_are_kept(
    database: Database, clock: StoppedClock, tmp_path: Path, *, anonymous: bool
) -> None:
    async with database.transaction() as session:
        await make_city(session)
    members = await make_members(database, 9)
    polling, now = Polling(database, Keys(tmp_path)), clock.now()
    survey = await polling.launch(make_form(now, anonymous=anonymous), 1, now)
    for member in members[:5]:
        await polling.answer(survey.id, member, now)
    async with database.transaction() as session:
        half, opened, refused, gone = members[5:]
        passage = await answering.begin(session, polling.keys, Seat(survey.id, half), now)
        question = passage.form.questions[3]
        await answering.record(session, polling.keys, passage, question, {"text": "x"})
        await answering.begin(session, polling.keys, Seat(survey.id, opened), now)
        await refuse(session, Seat(survey.id, refused), now)
        with pytest.raises(Refused, match="survey-refuse-too-late"):
            await refuse(session, Seat(survey.id, members[0]), now)
        await session.execute(update(Member).where(Member.id == gone).values(state="moved"))
    expected = {
        Disposition.FINISHED: 5,
        Disposition.PARTIAL: 1,
        Disposition.OPENED: 1,
        Disposition.REFUSED: 1,
        Disposition.NOT_ENTITLED: 1,
    }
    async with database.transaction() as session:
        assert await count_dispositions(session, survey) == expected
        await close_survey(session, OPERATOR, survey.id, now, polling.keys)
    async with database.reading() as session:
        closed = await session.get_one(type(survey), survey.id)
        counts = await count_dispositions(session, closed)
        roll = len((await session.scalars(select(Entitlement))).all())
        kept = await session.scalar(select(Response.state).where(Response.member_id == half))
    assert (counts, sum(counts.values()), kept) == (expected, roll, "abandoned")
    table = tabulate(counts)
    assert table.at(Disposition.PARTIAL).value is None, "one person must not be told apart"


async def test_who_refused_is_not_reminded_and_may_change_their_mind(
    database: Database, clock: StoppedClock, tmp_path: Path
) -> None:
    async with database.transaction() as session:
        await make_city(session)
    [one, other] = await make_members(database, 2)
    polling, now = Polling(database, Keys(tmp_path)), clock.now()
    survey = await polling.launch(make_form(now), 1, now)
    async with database.transaction() as session:
        await refuse(session, Seat(survey.id, one), now)
        broadcast = Broadcast(
            organisation_id=1, survey_id=survey.id, kind="reminder", purpose="reminders",
            title="", text="", rule={}, state="finished", created_by="x", created_at=now,
        )  # fmt: skip
        session.add(broadcast)
        await session.flush()
        session.add(Delivery(broadcast_id=broadcast.id, member_id=other, state="sent"))
    clock.advance(days=4)

    settings = Settings(_env_file=None, data_dir=tmp_path)
    await remind.tick(Site(settings, clock, database), polling.inviter)
    assert polling.inviter.heard[-1][1] == [other]
    async with database.transaction() as session:
        assert (await count_dispositions(session, survey))[Disposition.REACHED] == 1
        await answering.begin(session, polling.keys, Seat(survey.id, one), clock.now())
        assert (await count_dispositions(session, survey))[Disposition.OPENED] == 1
