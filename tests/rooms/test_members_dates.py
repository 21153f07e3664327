"""Dates and tags of members: told with consent, merged, erased; and what is no tag."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from bot import members
from bot.access import OPERATOR, Actor, Scope
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import NotPermitted, Refused
from bot.models import MemberDate, MemberTag
from tests.kit.makers import BEGINNING, make_chat, make_city, make_member
from tests.kit.pairs import SECRET, make_pair

CARD, BORN = date(2026, 12, 31), date(1960, 3, 5)


async def test_a_person_tells_corrects_and_removes_a_date(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        await make_city(session)
        member = await make_member(session, chat="web:1")
        chat, now = await make_chat(session, "web:1"), clock.now()
        for kind, day in (("card_expiry", CARD), ("birthday", BORN), ("card_expiry", CARD)):
            await members.tell_date(session, chat, member, kind, day, now=now)
        assert await members.find_dates(session, member.id) == {
            "card_expiry": CARD,
            "birthday": BORN,
        }
        assert member.birth_year == 1960
        await members.correct(session, chat, member, field="birth", value=1961, now=now)
        assert "birthday" not in await members.find_dates(session, member.id)
        await members.forget_date(session, chat, member, "card_expiry", now=now)
        assert await members.find_dates(session, member.id) == {}
        for kind, day in (("card_expiry", date(1926, 1, 1)), ("birthday", date(2027, 1, 1))):
            with pytest.raises(Refused, match="unlikely"):
                await members.tell_date(session, chat, member, kind, day, now=now)


async def test_no_date_is_kept_without_consent_nor_of_somebody_elses_chat(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        await make_city(session)
        member = await make_member(session, chat="web:1", consents=["notices"])
        chat, other = await make_chat(session, "web:1"), await make_chat(session, "web:2")
        with pytest.raises(Refused, match="no-consent"):
            await members.tell_date(session, chat, member, "birthday", BORN, now=clock.now())
        with pytest.raises(Refused, match="not-here"):
            await members.tell_date(session, other, member, "birthday", BORN, now=clock.now())
        assert list(await session.scalars(select(MemberDate))) == []


async def test_two_records_become_one_with_the_dates_that_the_person_told(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        _, _, own, known = await make_pair(session, clock)
        rows = [
            (own.id, "birthday", BORN, "roll"),
            (own.id, "card_expiry", CARD, "chat"),
            (known.id, "birthday", date(1960, 5, 3), "roll"),
            (known.id, "card_expiry", BORN, "roll"),
        ]
        for number, kind, day, source in rows:
            row = MemberDate(kind=kind, day=day, source=source, created_at=BEGINNING)
            row.member_id = number
            session.add(row)
        session.add_all(
            MemberTag(member_id=number, tag=tag)
            for number, tag in ((own.id, "mới"), (own.id, "cốt cán"), (known.id, "cốt cán"))
        )
        await session.flush()
        await members.merge(session, own, known, strength="confirmed", now=clock.now())
        assert await members.find_dates(session, known.id) == {
            "card_expiry": CARD,
            "birthday": date(1960, 5, 3),
        }
        assert await members.find_tags(session, known.id) == ["cốt cán", "mới"]
        await members.erase(session, OPERATOR, known, now=clock.now(), secret=SECRET)
        for table in (MemberDate, MemberTag):
            assert list(await session.scalars(select(table))) == []


async def test_organizers_tag_members_of_their_scope(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        city, now = await make_city(session), clock.now()
        lan = await make_member(session)
        tam = await make_member(session, name="Lê Văn Tám", organisation="hnd")
        lead = Actor("organizer:1", scopes=(Scope("lead", city.organisations["cdtp"], None),))
        assert await members.add_tag(session, lead, lan, " Cốt  Cán ", now=now) == "cốt cán"
        assert await members.add_tag(session, lead, lan, "cot can", now=now) == "cốt cán"
        with pytest.raises(NotPermitted):
            await members.add_tag(session, lead, tam, "cốt cán", now=now)
        await members.add_tag(session, OPERATOR, tam, "cốt cán", now=now)
        await members.add_tag(session, OPERATOR, tam, "riêng", now=now)
        assert await members.list_tags(session, OPERATOR) == [("cốt cán", 2), ("riêng", 1)]
        assert await members.list_tags(session, lead) == [("cốt cán", 1)]  # no word of others
        assert await members.find_tag(session, lead, "rieng") is None
        assert await members.remove_tag(session, lead, lan, "COT CAN", now=now) == "cốt cán"
        assert await members.find_tags(session, lan.id) == []


@pytest.mark.parametrize("text", ["", "  ", "–", "x" * 41, "Đảng viên", "người khuyết tật", "HIV"])
def test_what_must_not_be_kept_is_no_tag(text: str) -> None:
    with pytest.raises(Refused, match="member-tag"):
        members.read_tag(text)
