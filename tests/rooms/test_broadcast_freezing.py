"""A large audience is fixed in slices; the ledger counts itself, and a kill changes neither."""

from __future__ import annotations

import random
import re
from collections import Counter
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import delete, event, func, select, update
from sqlalchemy.exc import IntegrityError

from bot import broadcasts
from bot.access import OPERATOR
from bot.broadcasts import counting, freezing, ledger
from bot.broadcasts.fates import Fate
from bot.broadcasts.recording import record
from bot.db import Database
from bot.models import (
    Broadcast,
    Chat,
    Consent,
    Delivery,
    DeliveryCount,
    Link,
    Member,
    Membership,
)
from bot.settings import Settings
from bot.site import Site
from jobs import freeze
from tests.kit.broadcasting import make_draft, read_state
from tests.kit.makers import BEGINNING, City, make_chat, make_city, make_crowd, make_member

MEMBERS = 30  # two in three have a chat, some share one


class KilledError(Exception):
    """Stand for a kill in the middle of a transaction."""


@pytest.fixture
async def city(database: Database) -> City:
    async with database.transaction() as session:
        city = await make_city(session)
        people = [
            (f"Người {n}", f"web:{n // 2 * 2}" if n % 3 else None, ("Ba Đình", "Lam Sơn")[n % 2])
            for n in range(MEMBERS)
        ]
        await make_crowd(session, people)
    return city


@pytest.fixture(autouse=True)
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freezing, "FIRST", 3)


async def launch(database: Database) -> int:
    async with database.transaction() as session:
        draft = await make_draft(session)
        return (await broadcasts.launch(session, OPERATOR, draft.id, now=BEGINNING)).id


async def lines_of(database: Database, broadcast_id: int) -> list[Delivery]:
    query = select(Delivery).where(Delivery.broadcast_id == broadcast_id).order_by(Delivery.id)
    async with database.reading() as session:
        return list(await session.scalars(query))


async def slice_(database: Database, broadcast_id: int, most: int = 4) -> bool:
    async with database.transaction() as session:
        return await freezing.freeze_next(session, broadcast_id, now=BEGINNING, most=most)


async def test_the_first_lines_are_there_at_once_and_the_rest_comes_whole_in_slices(
    database: Database, city: City, settings: Settings, clock: Any
) -> None:
    broadcast_id = await launch(database)
    first = await lines_of(database, broadcast_id)
    assert 0 < len(first) < MEMBERS
    async with database.transaction() as session:  # the first messages leave meanwhile
        taken = await ledger.claim(
            session, city.accounts["web"], settings, now=BEGINNING, limit=100
        )
        await record(session, [Fate(one, "sent") for one in taken.bundles], now=BEGINNING)
        assert await broadcasts.finish_done(session, now=BEGINNING) == []
    await freeze.tick(Site(settings, clock, database))
    lines = await lines_of(database, broadcast_id)
    assert len({line.member_id for line in lines}) == len(lines) == MEMBERS
    reached = [line.chat_id for line in lines if line.chat_id]
    assert reached == sorted(reached), "a family's lines are neighbours"
    async with database.reading() as session:
        broadcast = await broadcasts.get(session, broadcast_id)
        assert (broadcast.audience, broadcast.frozen_at is not None) == (MEMBERS, True)


async def test_a_kill_between_slices_resumes_and_whoever_moves_meanwhile_has_one_line(
    database: Database, city: City
) -> None:
    broadcast_id = await launch(database)
    with suppress(KilledError):
        async with database.transaction() as session:
            await freezing.freeze_next(session, broadcast_id, now=BEGINNING, most=4)
            raise KilledError
    async with database.transaction() as session:
        # one moves from a chat still to come to one that is done, one the other way round
        seen = [line.member_id for line in await lines_of(database, broadcast_id)]
        late = await session.scalar(
            select(Link.member_id).where(Link.member_id.not_in(seen)).order_by(Link.id.desc())
        )
        early = await session.scalar(select(func.min(Chat.id)))
        await session.execute(delete(Link).where(Link.member_id == late))
        session.add(Link(chat_id=early, member_id=late, strength="contact", created_at=BEGINNING))
        new = await make_chat(session, "web:new")
        await session.execute(update(Link).where(Link.member_id == seen[0]).values(chat_id=new.id))
        await make_member(session, name="Người đến sau", chat="web:later")
    while await slice_(database, broadcast_id):
        pass
    lines = await lines_of(database, broadcast_id)
    assert Counter(line.member_id for line in lines) == dict.fromkeys(range(1, MEMBERS + 1), 1)
    assert next(line for line in lines if line.member_id == late).state == "queued"


async def test_a_small_audience_is_complete_when_its_launch_is(
    database: Database, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freezing, "FIRST", MEMBERS)
    lines = await lines_of(database, await launch(database))
    assert len({line.member_id for line in lines}) == len(lines) == MEMBERS
    reached = [line.chat_id for line in lines if line.chat_id]
    assert reached == sorted(reached), "a family's lines are neighbours"
    async with database.reading() as session:
        assert await freezing.find_unfrozen(session) == []


async def test_audiences_take_turns_and_one_that_cannot_be_written_keeps_no_other_from_it(
    database: Database, city: City, settings: Settings, clock: Any, monkeypatch: Any
) -> None:
    first, broken, last = [await launch(database) for _ in range(3)]
    took, write_next = [], freezing.freeze_next

    async def write(session: Any, broadcast_id: int, **given: Any) -> bool:
        took.append(broadcast_id)
        if broadcast_id == broken:
            raise KilledError
        return await write_next(session, broadcast_id, now=BEGINNING, most=8)

    monkeypatch.setattr(freeze.freezing, "freeze_next", write)
    with pytest.raises(ExceptionGroup) as failed:
        await freeze.tick(Site(settings, clock, database))
    assert len(failed.value.exceptions) == 1
    assert took[:5] == [first, broken, last, first, last]
    for one in (first, last):
        assert len(await lines_of(database, one)) == MEMBERS


async def test_whom_the_ledger_points_at_is_not_deleted(database: Database, city: City) -> None:
    broadcast_id = await launch(database)
    told = {line.member_id for line in await lines_of(database, broadcast_id)}
    async with database.transaction() as session:
        for table in (Consent, Link, Membership):  # nothing but the ledger points at anybody
            await session.execute(delete(table))
        await session.execute(delete(Member).where(Member.id.not_in(told)))
    for gone in (delete(Member).where(Member.id == max(told)), delete(Chat), delete(Broadcast)):
        with pytest.raises(IntegrityError):
            async with database.transaction() as session:
                await session.execute(gone)


async def test_a_launch_looks_at_everybody_once(database: Database, city: City) -> None:
    asked: list[str] = []
    async with database.transaction() as session:
        draft = await make_draft(session, text="Mời {ho_ten}, {ten} họp.")
    event.listen(
        database.engine.sync_engine, "before_cursor_execute", lambda *said: asked.append(said[2])
    )
    async with database.transaction() as session:
        await broadcasts.launch(session, OPERATOR, draft.id, now=BEGINNING, approve_over=MEMBERS)
    looks = [one for one in asked if re.search(r"FROM members\s+WHERE", one)]
    assert len(looks) == 1, "\n".join(looks)


async def test_a_cancelled_launch_is_written_down_no_further(
    database: Database, city: City
) -> None:
    broadcast_id = await launch(database)
    async with database.transaction() as session:
        await broadcasts.cancel(session, OPERATOR, broadcast_id, now=BEGINNING)
    assert not await slice_(database, broadcast_id)
    lines = await lines_of(database, broadcast_id)
    assert len(lines) < MEMBERS
    assert {line.reason for line in lines if line.chat_id} == {"cancelled"}
    assert await read_state(database, broadcast_id) == "cancelled"


async def test_counts_kept_by_the_ledger_are_its_group_by_whatever_is_done_to_it(
    database: Database, city: City
) -> None:
    broadcast_id = await launch(database)
    await slice_(database, broadcast_id, most=100)
    dice = random.Random(3)
    states = ("queued", "sending", "sent", "failed", "unknown", "waiting")
    for _ in range(12):
        some = [line.id for line in await lines_of(database, broadcast_id) if dice.random() < 0.4]
        change = {"state": dice.choice(states), "pressed": dice.choice(("", "A"))}
        async with database.transaction() as session:
            await session.execute(update(Delivery).where(Delivery.id.in_(some)).values(**change))
        async with database.transaction() as session:
            await session.execute(delete(Delivery).where(Delivery.id == some[0]))
            await counting.fold_counts(session, now=BEGINNING)
        if dice.random() < 0.3:
            with suppress(KilledError):
                async with database.transaction() as session:
                    await session.execute(update(Delivery).values(state="sent"))
                    raise KilledError
        await check_counts(database, broadcast_id)


async def check_counts(database: Database, broadcast_id: int) -> None:
    lines = await lines_of(database, broadcast_id)
    truth = Counter((one.ward_key or "", one.account_id or 0, *_kind(one)) for one in lines)
    async with database.reading() as session:
        counted = await counting.count_lines(session, broadcast_id)
    kept = {(c.ward_key, c.account_id, c.state, c.reason, c.pressed): c.n for c in counted}
    assert kept == truth


def _kind(line: Delivery) -> tuple[str, str, str]:
    return line.state, line.reason, line.pressed


async def test_many_small_changes_are_folded_into_few_rows(
    database: Database, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "WORTH_FOLDING", 5)
    monkeypatch.setattr(counting, "MOST_FOLDED", 7)
    broadcast_id = await launch(database)
    while await slice_(database, broadcast_id):
        pass
    for line in await lines_of(database, broadcast_id):
        async with database.transaction() as session:
            await session.execute(
                update(Delivery).where(Delivery.id == line.id).values(state="sent")
            )
    while await fold(database):
        pass
    async with database.reading() as session:
        rows = await session.scalar(select(func.count()).select_from(DeliveryCount))
    assert rows is not None
    assert rows < MEMBERS
    await check_counts(database, broadcast_id)


async def fold(database: Database) -> bool:
    async with database.transaction() as session:
        return await counting.fold_counts(session, now=BEGINNING)


async def test_a_member_is_counted_under_the_sender_where_they_belong_to_it(
    database: Database, city: City
) -> None:
    async with database.transaction() as session:
        other = await make_member(session, name="Hội viên khác", organisation="hnd")
        nobody = await make_member(session, name="Người dân", organisation=None)
    broadcast_id = await launch(database)
    while await slice_(database, broadcast_id):
        pass
    lines = {line.member_id: line for line in await lines_of(database, broadcast_id)}
    assert lines[1].organisation_id == city.organisations["cdtp"]
    assert lines[other.id].organisation_id == city.organisations["hnd"]
    assert lines[nobody.id].organisation_id is None
    async with database.reading() as session:
        assert await session.scalar(select(func.max(Member.id))) == nobody.id
        assert (await session.get_one(Broadcast, broadcast_id)).last_member_id == nobody.id


async def test_an_audience_that_cannot_be_written_down_keeps_no_other_from_it(
    database: Database, city: City, settings: Settings, clock: Any
) -> None:
    broken, sound = await launch(database), await launch(database)
    async with database.transaction() as session:
        (await session.get_one(Broadcast, broken)).rule = {"nonsense": 1}
    with pytest.raises(ExceptionGroup):
        await freeze.tick(Site(settings, clock, database))
    assert len(await lines_of(database, sound)) == MEMBERS
