"""Claims, codes and merging: two records become one, and nothing arrives or counts twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import members, segments
from bot.access import OPERATOR, Actor, Scope
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import NotPermitted, Refused
from bot.models import (
    Delivery,
    PersonalCode,
)
from tests.kit.makers import make_member
from tests.kit.pairs import SECRET, make_broadcast, make_pair


async def test_a_confirmed_claim_makes_two_records_one(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        _, chat, own, known = await make_pair(session, clock)
        survivor = await members.confirm_claim(session, OPERATOR, own, now=clock.now())
        assert survivor.id == known.id
        assert (own.state, own.merged_into_id, own.claims_id) == ("merged", known.id, None)
        link = await members.find_link(session, chat, known.id)
        assert link is not None
        assert link.strength == "confirmed"
        assert chat.speaker_id == known.id
        held = await members.find_consents(session, known.id)
        assert [consent.purpose for consent in held] == ["notices", "surveys"]
        joined = await members.find_organisations(session, known.id)
        assert len(joined) == 3
        assert known.full_name == "Nguyễn Thị Lan"


async def test_only_organizers_of_the_member_may_confirm(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        city, _, own, known = await make_pair(session, clock)
        theirs, others = city.organisations["cdtp"], city.organisations["hnd"]
        stranger = Actor("organizer:1", scopes=(Scope("lead", others, None),))
        elsewhere = Actor("organizer:2", scopes=(Scope("lead", theirs, frozenset({"1.2025"})),))
        for actor in (stranger, elsewhere):
            with pytest.raises(NotPermitted):
                await members.confirm_claim(session, actor, own, now=clock.now())
            with pytest.raises(NotPermitted):
                await members.make_code(session, actor, known, now=clock.now(), secret=SECRET)
            with pytest.raises(NotPermitted):
                await members.set_state(session, actor, known, "died", now=clock.now())
        branch = Actor("organizer:3", scopes=(Scope("branch", theirs, None),))
        await members.confirm_claim(session, branch, own, now=clock.now())
        with pytest.raises(Refused, match="member-claims-nobody"):
            await members.confirm_claim(session, branch, own, now=clock.now())


async def test_a_code_is_good_once_and_for_thirty_days(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        _, chat, own, known = await make_pair(session, clock)
        code = await members.make_code(session, OPERATOR, known, now=clock.now(), secret=SECRET)
        digests = list(await session.scalars(select(PersonalCode.digest)))
        assert code not in digests[0]
        late = clock.now() + timedelta(days=31)
        with pytest.raises(Refused, match="member-code-wrong"):
            await members.use_code(session, chat, [own], code, now=late, secret=SECRET)
        typed = f" {code[:4].lower()} {code[4:].lower()}"
        used = await members.use_code(session, chat, [own], typed, now=clock.now(), secret=SECRET)
        assert used.id == known.id
        assert own.state == "merged"
        with pytest.raises(Refused, match="member-code-wrong"):
            await members.use_code(session, chat, [], code, now=clock.now(), secret=SECRET)


async def test_a_code_leaves_another_of_the_family_alone(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        _, chat, own, known = await make_pair(session, clock)
        code = await members.make_code(session, OPERATOR, known, now=clock.now(), secret=SECRET)
        son = await make_member(session, name="Lê Văn Tám", chat="web:1", strength="typed")
        await members.use_code(session, chat, [son], code, now=clock.now(), secret=SECRET)
        assert (son.state, own.state) == ("active", "active")


@pytest.mark.parametrize(
    ("own_state", "their_state", "expected"),
    [
        ("sent", "queued", ("skipped:merged", "sent")),
        ("sent", "skipped", ("skipped:merged", "sent")),
        ("sent", "failed", ("failed", "sent")),
        ("sent", "unknown", ("unknown", "sent")),
        ("sent", "sending", ("sent", "sending")),
        ("sending", "skipped", ("skipped:merged", "sending")),
        ("unknown", "queued", ("skipped:merged", "unknown")),
        ("skipped", "sent", ("skipped", "sent")),
        ("queued", "sent", ("skipped:merged", "sent")),
        ("queued", "queued", ("skipped:merged", "queued")),
        ("queued", "skipped", ("skipped:merged", "queued")),
        ("queued", None, (None, "queued")),
        ("sent", None, (None, "sent")),
        ("skipped", None, (None, "skipped")),
    ],
)
async def test_a_broadcast_reaches_a_merged_member_once(
    database: Database,
    clock: StoppedClock,
    own_state: str,
    their_state: str | None,
    expected: tuple[str | None, str | None],
) -> None:
    async with database.transaction() as session:
        city, chat, own, known = await make_pair(session, clock)
        broadcast = await make_broadcast(session, city)
        broadcast.frozen_at = clock.now()
        session.add(
            Delivery(broadcast_id=broadcast.id, member_id=own.id, chat_id=chat.id, state=own_state)
        )
        if their_state:
            session.add(Delivery(broadcast_id=broadcast.id, member_id=known.id, state=their_state))
        await session.flush()
        await members.confirm_claim(session, OPERATOR, own, now=clock.now())
        rows = {row.member_id: row for row in await session.scalars(select(Delivery))}
        found = tuple(
            f"{row.state}:{row.reason}".strip(":") if row else None
            for row in (rows.get(own.id), rows.get(known.id))
        )
        assert found == expected
        still = [row for row in rows.values() if row.state == "queued"]
        assert all(row.chat_id == chat.id for row in still if their_state != "queued")


async def test_who_was_reached_before_a_merge_is_not_among_the_missed(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        city, chat, own, known = await make_pair(session, clock)
        number = (await make_broadcast(session, city)).id
        got = Delivery(broadcast_id=number, member_id=own.id, chat_id=chat.id, state="sent")
        session.add(got)
        session.add(Delivery(broadcast_id=number, member_id=known.id, state="skipped"))
        await session.flush()
        await members.confirm_claim(session, OPERATOR, own, now=clock.now())
        assert await segments.count(session, {"missed": number}) == 0
        assert await segments.count(session, {"got": number}) == 1
        assert (got.member_id, got.chat_id) == (known.id, chat.id)  # a sender records by its id


@pytest.mark.parametrize(("who_stopped", "stopped"), [("own", True), ("known", True), ("", False)])
async def test_an_opt_out_outlives_a_merge(
    database: Database, clock: StoppedClock, who_stopped: str, stopped: object
) -> None:
    async with database.transaction() as session:
        _, _, own, known = await make_pair(session, clock)
        clock.advance(hours=1)
        member = {"own": own, "known": known}.get(who_stopped)
        if member is not None:
            await members.stop(session, member, actor=OPERATOR, now=clock.now(), secret=SECRET)
        await members.confirm_claim(session, OPERATOR, own, now=clock.now())
        assert (known.stopped_at is not None) is stopped
        assert bool(await members.find_consents(session, known.id)) is not stopped
