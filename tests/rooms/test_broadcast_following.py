"""A broadcast that follows another: to whom, only once, and only where one may."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from bot import broadcasts
from bot.access import OPERATOR, Actor, Scope
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import NotPermitted, Refused
from bot.models import Broadcast, Delivery, Member
from tests.kit.broadcasting import YES_NO, launch, read_ledger
from tests.kit.makers import BEGINNING, City, make_city, make_member

FATES = {"An": ("sent", "A"), "Bình": ("sent", ""), "Chi": ("failed", ""), "Dung": ("sent", "B")}


@pytest.fixture
async def city(database: Database) -> City:
    async with database.transaction() as session:
        city = await make_city(session)
        for place, name in enumerate(FATES):
            await make_member(session, name=name, chat=f"web:{place}")
    return city


async def end(database: Database, number: int, fates: dict[str, tuple[str, str]]) -> None:
    """Let a broadcast end so for each member."""
    async with database.transaction() as session:
        for line in await session.scalars(lines_of(number)):
            name = (await session.get_one(Member, line.member_id)).full_name
            line.state, line.pressed = fates[name]
        await session.execute(
            update(Broadcast)
            .where(Broadcast.id == number)
            .values(state="finished", ended_at=BEGINNING)
        )


def lines_of(number: int):  # type: ignore[no-untyped-def]  # a select
    return select(Delivery).where(Delivery.broadcast_id == number)


async def send_again(
    database: Database, clock: StoppedClock, number: int, whom: str, actor: Actor = OPERATOR
) -> tuple[int, set[str]]:
    """Follow a broadcast and launch what follows; return it, and who is to get it."""
    now = clock.now()
    async with database.transaction() as session:
        draft = await broadcasts.follow_up(session, actor, number, whom, now=now)
        assert draft.state == "draft"
        await broadcasts.launch(session, actor, draft.id, now=now)
    return draft.id, set(await read_ledger(database, draft.id))


async def test_what_follows_goes_to_those_who_are_meant(
    database: Database, city: City, clock: StoppedClock
) -> None:
    number = await launch(database, buttons=YES_NO, rule={"organisation": 1})
    await end(database, number, FATES)
    cases = {
        "missed": {"Chi"},
        "not_pressed": {"Bình"},
        "pressed:A": {"An"},
        "pressed:B": {"Dung"},
    }
    for whom, names in cases.items():
        again, reached = await send_again(database, clock, number, whom)
        assert (whom, reached) == (whom, names)
    async with database.reading() as session:
        made = await broadcasts.get(session, again)
    assert (made.text, len(made.buttons)) == ("Mời {xung_ho} {ten} tham gia.", 2)
    assert (made.title, made.follows) == ("BHYT – nhắn tiếp", "pressed:B")


async def test_the_missed_are_written_to_once_more_and_the_chain_goes_on(
    database: Database, city: City, clock: StoppedClock
) -> None:
    number = await launch(database, buttons=YES_NO)
    await end(database, number, {**FATES, "Bình": ("skipped", "")})
    again, reached = await send_again(database, clock, number, "missed")
    assert reached == {"Bình", "Chi"}
    with pytest.raises(Refused, match="broadcast-nobody"):
        await send_again(database, clock, number, "missed")
    await end(database, again, {"Bình": ("failed", ""), "Chi": ("sent", "")})
    assert (await send_again(database, clock, again, "not_pressed"))[1] == {"Chi"}
    last, reached = await send_again(database, clock, again, "missed")
    assert reached == {"Bình"}
    await end(database, last, {"Bình": ("sent", "")})
    for earlier in (number, again, last):
        with pytest.raises(Refused, match="broadcast-nobody"):
            await send_again(database, clock, earlier, "missed")


async def test_what_goes_on_is_a_surveys_or_out_of_scope_is_not_followed(
    database: Database, city: City, clock: StoppedClock
) -> None:
    number = await launch(database)
    other = Actor("organizer:2", scopes=(Scope("lead", city.organisations["hnd"], None),))
    with pytest.raises(Refused, match="broadcast-not-over"):
        await send_again(database, clock, number, "missed")
    await end(database, number, FATES)
    with pytest.raises(NotPermitted):
        await send_again(database, clock, number, "missed", other)
    refused = {"everybody": "follow-unknown", "pressed:A": "button-unknown", "missed:1": "unknown"}
    for whom, code in refused.items():
        with pytest.raises(Refused, match=code):
            await send_again(database, clock, number, whom)
