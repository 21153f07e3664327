"""Windows in the claim: nothing is taken while its sender's window is closed, all else is."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot import broadcasts, organisations, windows
from bot.access import OPERATOR
from bot.broadcasts import Draft, ledger
from bot.broadcasts.bundles import Claim
from bot.clock import to_local
from bot.db import Database
from bot.models import Broadcast
from bot.settings import Settings
from bot.windows import Days
from tests.kit.broadcasting import launch, read_ledger
from tests.kit.makers import BEGINNING, City, make_city, make_member


@pytest.fixture
async def city(database: Database) -> City:
    """Two members, each in a web chat of their own."""
    async with database.transaction() as session:
        city = await make_city(session)
        for place in range(2):
            await make_member(session, name=f"A {place}", chat=f"web:{place}")
    return city


async def claim(database: Database, city: City, settings: Settings, **options: Any) -> Claim:
    given = {"now": BEGINNING, "limit": 100, **options}
    async with database.transaction() as session:
        return await ledger.claim(session, city.accounts["web"], settings, **given)


NIGHT, NOON = BEGINNING + timedelta(hours=13), BEGINNING + timedelta(hours=3)
TODAY = to_local(BEGINNING).date()
# the sender's own hours, days that are closed for it, whether the broadcast is urgent, and when
CLOSED = [
    (None, False, False, NIGHT),
    (None, False, True, NIGHT),
    ((time(11), time(14)), False, False, NOON),
    (None, True, False, BEGINNING),
]
OPEN = [
    (None, False, False, NOON),
    ((time(11), time(14)), False, False, NIGHT),
    (None, True, True, BEGINNING),
]


@pytest.mark.parametrize("case", [*((c, False) for c in CLOSED), *((c, True) for c in OPEN)])
async def test_lines_are_claimed_only_while_the_senders_window_is_open(
    database: Database, city: City, settings: Settings, case: tuple[tuple[Any, ...], bool]
) -> None:
    (hours, rests, urgent, moment), leaves = case
    async with database.transaction() as session:
        union = await organisations.get(session, "cdtp")
        await windows.set_hours(session, OPERATOR, union, hours, now=BEGINNING)
        if rests:
            await windows.block(
                session, OPERATOR, Days(TODAY, TODAY, "lễ"), union.id, now=BEGINNING
            )
    broadcast_id = await launch(database)
    async with database.transaction() as session:
        await session.execute(update(Broadcast).values(urgent=urgent))
    taken = await claim(database, city, settings, now=moment)
    assert (taken != Claim()) == leaves
    state = ("sending", "") if leaves else ("queued", "")
    assert set((await read_ledger(database, broadcast_id)).values()) == {state}


async def test_one_senders_rest_holds_nobody_elses_messages(
    database: Database, city: City, settings: Settings
) -> None:
    await launch(database)
    async with database.transaction() as session:
        days = Days(TODAY, TODAY, "lễ")
        union = city.organisations["cdtp"]
        await windows.block(session, OPERATOR, days, union, now=BEGINNING)
        other = Draft(city.organisations["hnd"], "Khác", "Mời họp.", {"all": True})
        written = await broadcasts.write(session, OPERATOR, other, now=BEGINNING)
        await broadcasts.launch(session, OPERATOR, written.id, now=BEGINNING)
    taken = await claim(database, city, settings)
    assert {bundle.wording.broadcast_id for bundle in taken.bundles} == {written.id}
