"""A month's messages after the free hours, and invitations that a month does not cover."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot import broadcasts, files, quotas
from bot.access import OPERATOR, Actor, job_actor
from bot.broadcasts.allowing import find_needs
from bot.broadcasts.attaching import attach_file
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import Refused
from bot.messages import Throttled
from bot.models import AccountMonth, Broadcast, Chat, Entitlement, StoredReply
from tests.kit.broadcasting import launch, make_draft, read_ledger
from tests.kit.makers import BEGINNING, City, make_city, make_member, make_organizer
from tests.rooms.test_broadcast_costs import TEMPLATE, Stage, estimated, stage
from tests.rooms.test_broadcast_ledger import make_survey

__all__ = ["stage"]
MONTH = "2026-12"


async def allow(stage: Stage, most: int, spent: int = 0) -> None:
    """Let the Official Account send so many messages a month, of which some have left."""
    number = stage.city.accounts["zalo-oa"]
    async with stage.database.transaction() as session:
        await quotas.note_limits(session, {"zalo-oa": quotas.Limits(None, most)})
        await quotas.spend(session, number, MONTH, spent)


async def count(stage: Stage) -> int:
    """Return what is counted of the month."""
    async with stage.database.reading() as session:
        return await session.scalar(select(AccountMonth.messages)) or 0


async def test_a_message_after_the_free_hours_needs_one_of_the_month(stage: Stage) -> None:
    await allow(stage, 500, spent=500)
    async with stage.database.transaction() as session:
        draft = await make_draft(session, may_cost=True, template=TEMPLATE)
        now = stage.site.now
        (need,) = await find_needs(session, draft, start=now, now=now)
        assert (need.account, need.needed, need.left) == ("zalo-oa", 1, 0), (
            "Bình; Dung by template"
        )
        with pytest.raises(Refused, match="over-quota"):
            await broadcasts.launch(session, OPERATOR, draft.id, now=now)
        free = await make_draft(session)
        assert await find_needs(session, free, start=now, now=now) == []


async def test_each_is_counted_once_and_given_back_when_it_did_not_arrive(stage: Stage) -> None:
    await allow(stage, 500)
    await launch(stage.database, may_cost=True, template=TEMPLATE)
    for _ in range(3):
        stage.server.break_next("/v3.0/oa/message/cs", error=-32)
    fates = await stage.send()
    assert sum(isinstance(fate.error, Throttled) for fate in fates) == 2
    assert await count(stage) == 0
    stage.server.world.faults.clear()
    await stage.send()
    assert await count(stage) == 500 - stage.server.world.consult_quota == 1


async def test_what_the_month_does_not_cover_is_skipped_in_the_claim(stage: Stage) -> None:
    await allow(stage, 500)
    number = await launch(stage.database, may_cost=True, template=TEMPLATE)
    await allow(stage, 500, spent=500)
    await stage.send()
    ledger = await read_ledger(stage.database, number)
    assert (ledger["Bình"], ledger["Dung"]) == (("skipped", "quota"), ("sent", ""))
    assert stage.counted() == 200


async def test_what_takes_two_messages_costs_two(stage: Stage) -> None:
    await allow(stage, 500)
    async with stage.database.transaction() as session:
        content = files.Content("anh.png", "image/png", b"png")
        kept = await files.keep(session, content, now=stage.site.now)
    long: dict[str, Any] = {"text": "Mời bà con dự họp. " * 95, "may_cost": True}
    long["attachments"] = [attach_file(kept, "photo")]
    assert await estimated(stage, **long) == (1, 0, 110, 220, 1)
    number = await launch(stage.database, **long)
    await stage.send()
    assert await stage.spent(number) == stage.counted() == 110
    assert await count(stage) == 500 - stage.server.world.consult_quota == 2


@pytest.fixture
async def full(database: Database) -> City:
    """Make a city whose Zalo bot has one message left, two who are asked, and who asks."""
    async with database.transaction() as session:
        city = await make_city(session, ("web", "zalo-bot"))
        await quotas.note_limits(session, {"zalo-bot": quotas.Limits(50, 3000)})
        await quotas.spend(session, city.accounts["zalo-bot"], MONTH, 2999)
        survey = make_survey(city)
        hoa = await make_organizer(session)
        survey.created_by = f"organizer:{hoa.id}"
        session.add(survey)
        desk = {"account_id": city.accounts["web"], "created_at": BEGINNING}
        session.add(Chat(external_id="hoa", organizer_id=hoa.id, **desk))
        await session.flush()
        for name in ("An", "Bình"):
            one = await make_member(session, name=name, chat=f"zalo-bot:{name}")
            kept: dict[str, Any] = {"organisation_ids": [], "confirmed": True}
            session.add(Entitlement(survey_id=survey.id, member_id=one.id, **kept))
        await make_member(session, name="Chi", chat="zalo-bot:Chi")  # is not asked
    return city


async def invite(database: Database, city: City, actor: Actor, clock: StoppedClock) -> Broadcast:
    async with database.transaction() as session:
        return await broadcasts.invite(
            session,
            actor,
            survey_id=1,
            organisation_id=city.organisations["cdtp"],
            campaign_id=None,
            kind="invitation",
            rule={"all": True},
            title="Mời",
            text="Mời {xung_ho} trả lời.",
            translations={},
            buttons=[{"label": "Trả lời", "press": "sv:1"}],
            now=clock.now(),
        )


async def test_an_invitation_that_the_month_does_not_cover_reaches_nobody(
    database: Database, full: City, clock: StoppedClock
) -> None:
    with pytest.raises(Refused, match="over-quota"):
        await invite(database, full, OPERATOR, clock)
    made = await invite(database, full, job_actor("open-surveys"), clock)
    assert (made.state, made.pause_reason) == ("paused", "quota")
    async with database.reading() as session:
        told = (await session.scalars(select(StoredReply.body))).one()
        assert "Còn 2 người chưa nhận" in told["text"]
    async with database.transaction() as session:
        await quotas.spend(session, full.accounts["zalo-bot"], MONTH, -3)  # two are promised
    assert (await invite(database, full, OPERATOR, clock)).state == "running"
