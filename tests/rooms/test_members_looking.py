"""Looking members up: within one's scope alone, claims too, and nobody looks unnoticed."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot import members, segments
from bot.access import OPERATOR, Actor, Scope
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import NotPermitted, Refused
from bot.members import looking
from bot.members.permissions import require_over, within
from bot.models import AuditEntry, Delivery, Member
from tests.kit.makers import make_city, make_member
from tests.kit.pairs import make_pair

PERMISSION = "member:confirm"
HERE = frozenset({"14797.2025", "14776.2004"})
ELSEWHERE = frozenset({"1.2025"})


async def test_a_list_holds_exactly_those_whom_the_organizer_may_act_on(
    database: Database,
) -> None:
    async with database.transaction() as session:
        city = await make_city(session)
        theirs, others = city.organisations["cdtp"], city.organisations["hnd"]
        everybody = [
            await make_member(session, name=f"Lê Thị {name}", ward=ward, organisation=organisation)
            for name, ward, organisation in (
                ("Ba", "Ba Đình", "cdtp"),
                ("Bốn", "Đông Thọ", "cdtp"),  # divided: no ward of today yet
                ("Năm", "Ba Đình", "hnd"),
                ("Sáu", "Đông Thọ", None),
            )
        ]
        nowhere = await make_member(session, name="Lê Thị Bảy", organisation=None)
        nowhere.ward_key = nowhere.old_ward_key = None
        moved = await make_member(session, name="Lê Thị Tám", ward="Ba Đình", organisation="cdtp")
        elsewhere = await make_member(session, name="Lê Thị Chín", ward="Hàm Rồng")
        moved.ward_key = elsewhere.ward_key  # which is not what Ba Đình became
        everybody += [nowhere, moved, elsewhere]
        await session.flush()
        for scopes in (
            (),
            (Scope("branch", None, None),),
            (Scope("branch", theirs, None),),
            (Scope("branch", theirs, HERE),),
            (Scope("branch", None, HERE | {everybody[1].old_ward_key}),),
            (Scope("branch", None, frozenset({everybody[0].old_ward_key})),),
            (Scope("branch", others, ELSEWHERE), Scope("lead", theirs, HERE)),
            (Scope("reader", None, None), Scope("branch", others, HERE)),
        ):
            actor = Actor("organizer:1", scopes=scopes)
            query = select(Member.id).where(within(actor, PERMISSION))
            listed = set(await session.scalars(query))
            assert listed == {m.id for m in everybody if await is_over(session, actor, m)}, scopes
        assert set(await session.scalars(select(Member.id).where(within(OPERATOR, PERMISSION))))


async def test_a_scope_and_an_audience_of_a_ward_are_the_same_people(database: Database) -> None:
    async with database.transaction() as session:
        await make_city(session)
        known = await make_member(session, name="An", ward="Ba Đình")  # today's, and the old one
        divided = await make_member(session, name="Bình", ward="Đông Thọ")
        moved = await make_member(session, name="Chi", ward="Ba Đình")
        there = await make_member(session, name="Dung", ward="Hàm Rồng")
        moved.ward_key = there.ward_key  # which is not what Ba Đình became
        await session.flush()
        cases = {
            known.old_ward_key: {"An"},
            known.ward_key: {"An"},
            divided.old_ward_key: {"Bình"},
            there.ward_key: {"Chi", "Dung"},
        }
        for key, names in cases.items():
            scope = Scope("branch", None, frozenset({key}))
            covered = within(Actor("organizer:1", scopes=(scope,)), PERMISSION)
            meant = segments.members_where({"ward": key})
            for condition in (covered, meant):
                found = await session.scalars(select(Member.full_name).where(condition))
                assert set(found) == names, key


async def is_over(session: object, actor: Actor, member: Member) -> bool:
    """Tell what the verbs' own rule says."""
    try:
        await require_over(session, actor, PERMISSION, member)
    except NotPermitted:
        return False
    return True


async def test_a_member_is_found_by_name_or_number_and_it_is_noted_that_somebody_looked(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        city = await make_city(session)
        lan = await make_member(session, phone="0912345678")
        dung = await make_member(session, name="Đỗ Dũng", phone="0912345679", organisation="hnd")
        own = Actor("organizer:1", scopes=(Scope("branch", city.organisations["cdtp"], None),))

        async def find(actor: Actor, text: str) -> list[int]:
            found = await looking.look_up(session, actor, text, now=clock.now())
            return [one.id for one in found]

        assert await find(OPERATOR, "do dung") == [dung.id]
        assert await find(OPERATOR, "+84 912 345 679") == [dung.id]
        assert await find(OPERATOR, "l%n") == [], "what is typed is no pattern"
        assert await find(own, "lan") == [lan.id]
        assert await find(own, "0912 345 679") == await find(own, "dung") == []
        for short in ("d", " ", "_"):
            with pytest.raises(Refused):
                await find(own, short)
        with pytest.raises(NotPermitted):
            await looking.view(session, own, dung.id, now=clock.now())
        await looking.view(session, own, lan.id, now=clock.now())
        trail = await session.execute(
            select(AuditEntry.action, AuditEntry.subject, AuditEntry.detail).where(
                AuditEntry.actor == "organizer:1"
            )
        )
        noted = [tuple(row) for row in trail]
    assert noted[0] == ("member:search", "member:0", {"found": 1})
    assert noted[-1] == ("member:view", f"member:{lan.id}", {})
    assert "lan" not in str(noted), "what was looked for is nobody's business later"


async def test_a_refused_claim_leaves_two_people(database: Database, clock: StoppedClock) -> None:
    async with database.transaction() as session:
        city, chat, own, known = await make_pair(session, clock)
        theirs, others = city.organisations["cdtp"], city.organisations["hnd"]
        stranger = Actor("organizer:2", scopes=(Scope("lead", others, ELSEWHERE),))
        assert await looking.find_claims(session, stranger) == []
        with pytest.raises(NotPermitted):
            await members.refuse_claim(session, stranger, own, now=clock.now())
        branch = Actor("organizer:1", scopes=(Scope("branch", theirs, None),))
        assert await looking.find_claims(session, branch) == [(own, known)]
        assert await looking.count_claims(session, branch) == 1
        await members.refuse_claim(session, branch, own, now=clock.now())
        assert (own.state, own.claims_id, known.state) == ("active", None, "active")
        assert await looking.count_claims(session, branch) == 0
        with pytest.raises(Refused):
            await members.refuse_claim(session, branch, own, now=clock.now())
        typed, now = "Nguyễn Thị Lan", clock.now()
        await members.correct(session, chat, own, field="name", value=typed, now=now)
        assert own.claims_id is None  # typed again, it stays refused
        with pytest.raises(Refused):
            await members.confirm_claim(session, branch, own, now=clock.now())
        assert list(await session.scalars(select(Delivery.id))) == []
