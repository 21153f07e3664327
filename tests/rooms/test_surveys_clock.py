"""The clock opens surveys, reminds and closes them, through restarts and lost time."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.access import Actor
from bot.broadcasts import inviting as broadcasting
from bot.clock import StoppedClock
from bot.db import Database
from bot.models import (
    AuditEntry,
    Broadcast,
    Delivery,
    Response,
    Survey,
)
from bot.settings import Settings
from bot.site import Site
from bot.surveys import answering, remaining
from bot.surveys.answering import Seat
from bot.surveys.finding import get_survey
from bot.surveys.forms import Wording
from bot.surveys.inviting import Invitation, Inviter
from bot.surveys.keys import Keys
from bot.surveys.reading import MOST_QUESTION
from jobs import close_surveys, open_surveys, remind
from tests.kit.makers import OLD_WARDS, City, make_city, make_member
from tests.kit.surveys import ListeningInviter, Polling, make_form, make_members

BA_DINH = {"ward": OLD_WARDS["Ba Đình"]}


@pytest.fixture
def polling(database: Database, settings: Settings) -> Polling:
    return Polling(database, Keys(settings.data_dir))


@pytest.fixture
async def city(database: Database) -> City:
    async with database.transaction() as session:
        return await make_city(session)


@pytest.fixture
def site(database: Database, settings: Settings, clock: StoppedClock) -> Site:
    return Site(settings, clock, database)


async def start_again_and_tick(site: Site, inviter: Inviter) -> None:
    restarted = Site(site.settings, site.clock, site.database)
    await open_surveys.tick(restarted, inviter)
    await remind.tick(restarted, inviter)
    await close_surveys.tick(restarted)


async def test_the_clock_opens_reminds_twice_and_closes_across_restarts(
    polling: Polling, city: City, site: Site, clock: StoppedClock
) -> None:
    members = await make_members(polling.database, 3)
    inviter, form = polling.inviter, make_form(clock.now() + timedelta(hours=1))
    survey = await polling.bring(form, 1, clock.now())

    async def tick(times: int = 1) -> None:
        for _ in range(times):
            await start_again_and_tick(site, inviter)

    def heard() -> list[tuple[str, list[int]]]:
        return [(invitation.kind, reached) for invitation, reached, _ in inviter.heard]

    await tick()
    assert heard() == []
    clock.advance(hours=1)
    await tick(times=2)
    assert heard() == [("invitation", members)]
    await polling.answer(survey.id, members[0], clock.now())
    clock.advance(days=2, hours=23)
    await tick()
    assert len(heard()) == 1
    clock.advance(hours=1)
    await tick(times=2)
    assert heard()[1:] == [("reminder", members[1:])]
    clock.advance(days=6.5)  # the server was down: two were due, one is sent
    await asyncio.gather(*(remind.tick(site, inviter) for _ in range(4)))
    assert heard()[2:] == [("reminder", members[1:])]
    clock.advance(days=0.6)
    await tick(times=2)
    async with polling.database.reading() as session:
        assert (await get_survey(session, "s1")).state == "closed"
        actions = list(await session.scalars(select(AuditEntry.action)))
    assert actions == ["survey:import", "survey:open", "survey:close"]
    assert len(heard()) == 3


async def test_no_more_reminders_than_the_survey_says_and_only_with_consent(
    polling: Polling, city: City, site: Site, clock: StoppedClock
) -> None:
    (willing,) = await make_members(polling.database, 1)
    async with polling.database.transaction() as session:
        await make_member(session, chat="web:x", consents=("reminders",))
    await polling.launch(make_form(clock.now(), days=30), 1, clock.now())
    for _ in range(8):
        clock.advance(days=3)
        await remind.tick(site, polling.inviter)
    reminders = [reached for i, reached, _ in polling.inviter.heard if i.kind == "reminder"]
    assert reminders == [[willing], [willing]]
    invitation = polling.inviter.heard[0][0]
    assert (invitation.purpose, invitation.buttons[0]["press"]) == ("surveys", "sb:1")
    assert "không thay cho phiếu" in invitation.text


async def test_an_inviter_that_fails_leaves_the_survey_closed_and_stops_no_other(
    polling: Polling, city: City, site: Site, clock: StoppedClock
) -> None:
    for code in ("a", "b"):
        await polling.bring(make_form(clock.now(), code=code), 1, clock.now())
    clock.advance(minutes=1)

    class Failing(ListeningInviter):
        async def __call__(
            self, session: object, actor: object, invitation: object, now: datetime
        ) -> None:  # type: ignore[override]
            if not self.heard:
                self.heard.append((invitation, [], now))  # type: ignore[arg-type]
                raise RuntimeError("no account")

    with pytest.raises(ExceptionGroup):
        await open_surveys.tick(site, Failing())
    async with polling.database.reading() as session:
        states = list(await session.scalars(select(Survey.state).order_by(Survey.id)))
    assert states == ["scheduled", "open"]


async def launch(
    session: AsyncSession, actor: Actor, invitation: Invitation, now: datetime
) -> None:
    await broadcasting.invite(
        session,
        actor,
        survey_id=invitation.survey_id,
        organisation_id=invitation.organisation_id,
        campaign_id=invitation.campaign_id,
        kind=invitation.kind,
        rule=invitation.rule,
        title=invitation.title,
        text=invitation.text,
        buttons=invitation.buttons,
        translations=invitation.translations,
        now=now,
    )


async def test_real_broadcasts_carry_invitation_and_reminder_to_those_who_have_not_answered(
    polling: Polling, city: City, site: Site, clock: StoppedClock
) -> None:
    members = await make_members(polling.database, 3)
    async with polling.database.transaction() as session:
        await make_member(session, ward="Lam Sơn", chat="web:9")

    longest = replace(make_form(clock.now()), purpose=Wording("{x}".ljust(MOST_QUESTION, "Đ")))
    survey = await polling.bring(longest, 1, clock.now(), BA_DINH)
    await open_surveys.tick(site, launch)
    await polling.answer(survey.id, members[0], clock.now())
    clock.advance(days=3)
    await remind.tick(site, launch)
    async with polling.database.reading() as session:
        rows = await session.execute(
            select(Broadcast.kind, Delivery.member_id)
            .join(Delivery, Delivery.broadcast_id == Broadcast.id)
            .order_by(Broadcast.id, Delivery.member_id)
        )
        lines = [tuple(row) for row in rows]
    assert lines == [
        *(("invitation", member) for member in members),
        *(("reminder", member) for member in members[1:]),
    ]


async def test_what_is_left_is_noted_slice_by_slice_of_those_who_have_begun(
    polling: Polling, city: City, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remaining, "SLICE", 2)
    members = await make_members(polling.database, 4)
    survey = await polling.launch(make_form(clock.now()), 1, clock.now())
    await polling.answer(survey.id, members[0], clock.now())
    async with polling.database.transaction() as session:
        for member in members[1:]:
            seat = Seat(survey.id, member)
            passage = await answering.begin(session, polling.keys, seat, clock.now())
            if member != members[1]:
                count = passage.form.questions[2]
                await answering.record(session, polling.keys, passage, count, {"number": 3})
    after: int | None = 0
    while after is not None:
        async with polling.database.transaction() as session:
            after = await remaining.note_left(session, survey.id, clock.now(), after=after)
    async with polling.database.reading() as session:
        query = select(Response.member_id, Response.left)
        left = dict((await session.execute(query)).all())
    assert left == dict(zip(members, (None, None, 5, 5), strict=True))
