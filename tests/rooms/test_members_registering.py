"""Registration: who it makes, how strongly, and what nobody learns or changes by typing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import members
from bot.clock import StoppedClock
from bot.db import Database
from bot.members import Agreement, Given
from bot.models import AuditEntry, Chat, Consent, Link, Member, Membership, Suppression
from tests.kit.makers import BEGINNING, City, make_chat, make_city, make_member

SECRET = "a test's own secret"
LAN = Given(
    full_name="Nguyễn Thị Lan",
    phone="0912345678",
    ward_key="14797.2025",
    address_form="bac",
    agreed={"notices": Agreement("Có đồng ý không?", BEGINNING)},
)


async def register(
    session: AsyncSession, clock: StoppedClock, given: Given, *, chat: str = "web:1"
) -> tuple[Chat, Member]:
    where = await make_chat(session, chat)
    return where, await members.register(session, where, given, now=clock.now(), secret=SECRET)


async def strengths(session: AsyncSession, member: Member) -> list[str]:
    return [link.strength for link in await members.find_links(session, member.id)]


async def doubts(session: AsyncSession) -> int | None:
    query = select(func.count(AuditEntry.id)).where(AuditEntry.action == "member:doubt")
    return await session.scalar(query)


async def test_a_stranger_becomes_a_member_with_what_they_gave(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        city: City = await make_city(session)
        given = replace(LAN, organisation_ids=(city.organisations["hnd"],), birth_year=1958)
        chat, member = await register(session, clock, given)
        assert (member.folded, member.source, member.state) == ("nguyen thi lan", "chat", "active")
        assert (member.registered_at, member.birth_year) == (clock.now(), 1958)
        assert await strengths(session, member) == ["typed"]
        assert chat.speaker_id == member.id
        consent = (await members.find_consents(session, member.id))[0]
        assert (consent.purpose, consent.wording, consent.given_at) == (
            "notices",
            "Có đồng ý không?",
            clock.now(),
        )
        assert len(consent.wording_version) == 12
        declared = await session.scalar(select(Membership.source))
        assert declared == "declared"


async def test_a_typed_name_and_phone_only_claim_the_rolls_member(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        await make_city(session)
        neighbour = await make_member(session, phone="0912345678")
        _, member = await register(session, clock, replace(LAN, full_name="nguyen thi lan"))
        assert member.id != neighbour.id
        assert member.claims_id == neighbour.id
        assert neighbour.registered_at is None
        assert await strengths(session, neighbour) == []
        assert await members.find_consents(session, neighbour.id) == []


async def test_the_own_phone_with_the_rolls_name_is_the_rolls_member(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        await make_city(session)
        known = await make_member(session, phone="0912345678", group="9")
        _, member = await register(session, clock, replace(LAN, phone_is_own=True))
        assert member.id == known.id
        assert await strengths(session, member) == ["contact"]
        assert (member.address_form, member.residential_group) == ("bac", "9")
        assert member.full_name == "Nguyễn Thị Lan"


async def test_the_own_phone_with_another_name_is_nobody_of_the_roll(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        await make_city(session)
        known = await make_member(session, name="Trần Văn Bình", phone="0912345678")
        _, member = await register(session, clock, replace(LAN, phone_is_own=True))
        assert member.id != known.id
        assert member.claims_id is None


@pytest.mark.parametrize(
    "on_the_roll",
    [("Nguyễn Thị Lân",), ("Nguyễn Thị Lam",), ("Nguyễn Thị Lan", "Nguyễn Thị Lan")],
    ids=["other marks", "one letter off", "twice"],
)
@pytest.mark.parametrize("own", [True, False], ids=["contact", "typed"])
async def test_a_doubtful_match_is_left_to_an_organizer(
    database: Database, clock: StoppedClock, on_the_roll: tuple[str, ...], own: object
) -> None:
    async with database.transaction() as session:
        await make_city(session)
        there = [await make_member(session, name=n, phone="0912345678") for n in on_the_roll]
        _, member = await register(session, clock, replace(LAN, phone_is_own=bool(own)))
        assert member.id not in {known.id for known in there}
        assert member.claims_id is None
        assert await doubts(session) == 1


@pytest.mark.parametrize("on_the_roll", ["Lê Văn Gian", ""], ids=["of the roll", "of a chat"])
async def test_a_phone_typed_over_a_proven_one_catches_nobody(
    database: Database, clock: StoppedClock, on_the_roll: str
) -> None:
    async with database.transaction() as session:
        await make_city(session)
        if on_the_roll:
            await make_member(session, name=on_the_roll, phone="0911111111")
        own = Given(full_name="Lê Văn Gian", phone="0911111111", phone_is_own=True)
        chat, trickster = await register(session, clock, own, chat="telegram:1")
        assert await strengths(session, trickster) == ["contact"]
        for field, value in (("name", LAN.full_name), ("phone", LAN.phone)):
            await members.correct(
                session, chat, trickster, field=field, value=value, now=clock.now()
            )
        lan = replace(LAN, phone_is_own=True)
        _, member = await register(session, clock, lan, chat="telegram:2")
        assert member.id != trickster.id
        assert trickster.address_form == ""
        assert await strengths(session, trickster) == ["typed"]
        phone = own.phone
        proven = await members.prove_phone(session, chat, trickster, phone, now=clock.now())
        assert await strengths(session, proven) == ["contact"]


async def test_registering_twice_from_one_chat_makes_one_member(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        await make_city(session)
        _, first = await register(session, clock, LAN)
        _, second = await register(session, clock, replace(LAN, address_form="co"))
        assert second.id == first.id
        assert second.address_form == "co"
        assert await session.scalar(select(func.count(Consent.id))) == 1
        assert await session.scalar(select(func.count(Link.id))) == 1


async def test_a_family_shares_a_chat_and_a_phone(database: Database, clock: StoppedClock) -> None:
    async with database.transaction() as session:
        await make_city(session)
        chat, first = await register(session, clock, LAN)
        _, second = await register(session, clock, replace(LAN, full_name="Lê Văn Tám"))
        assert first.id != second.id
        assert chat.speaker_id == second.id


async def test_a_typed_registration_grows_into_the_rolls_member_by_the_contact_button(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        await make_city(session)
        known = await make_member(session, phone="0912345678")
        _, typed = await register(session, clock, LAN)
        _, proven = await register(session, clock, replace(LAN, phone_is_own=True))
        assert proven.id == known.id
        assert (typed.state, typed.merged_into_id) == ("merged", known.id)
        assert await strengths(session, known) == ["contact"]
        assert await strengths(session, typed) == []


async def test_two_chats_of_one_proven_phone_are_one_member(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        await make_city(session)
        own = replace(LAN, phone_is_own=True)
        _, first = await register(session, clock, own)
        _, second = await register(session, clock, own, chat="telegram:7")
        _, typed = await register(session, clock, LAN, chat="web:9")
        assert second.id == first.id
        assert typed.id != first.id


async def test_a_fresh_consent_lifts_an_opt_out_but_a_typed_one_no_erasure(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        await make_city(session)
        chat, member = await register(session, clock, LAN)
        await members.stop_chat(session, chat, [member], now=clock.now(), secret=SECRET)
        assert await session.scalar(select(Suppression.reason)) == "stopped"
        await register(session, clock, LAN)
        assert member.stopped_at is None
        assert await session.scalar(select(Suppression.reason)) is None
        actor = members.chat_actor(chat)
        await members.erase(session, actor, member, now=clock.now(), secret=SECRET)
        await register(session, clock, LAN, chat="web:2")
        assert await session.scalar(select(Suppression.reason)) == "erased"
        await register(session, clock, replace(LAN, phone_is_own=True), chat="web:3")
        assert await session.scalar(select(Suppression.reason)) is None


@pytest.mark.parametrize(
    ("form", "locale", "words"),
    [
        ("bac", "vi", "bác Lan"),
        ("", "vi", "ông/bà Lan"),
        ("ba", "en", "Mrs Lan"),
        ("bac", "en", "Lan"),
    ],
)
def test_people_are_addressed_by_form_and_given_name(form: str, locale: str, words: str) -> None:
    member = Member(full_name="Nguyễn Thị Lan", address_form=form)
    assert members.salutation(member, locale) == words


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Tổ 5", "5"),
        ("tổ dân phố số 05", "5"),
        ("TDP 7", "7"),
        ("5", "5"),
        ("Phố Bào Ngoại", "Bào Ngoại"),
        ("Tống Duy Tân", "Tống Duy Tân"),
        ("thon 3", "3"),
    ],
)
def test_a_residential_group_is_kept_as_rolls_keep_it(typed: str, kept: str) -> None:
    assert members.read_group(typed) == kept


async def test_a_consent_keeps_the_time_it_was_given_at(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        await make_city(session)
        clock.advance(days=2)
        _, member = await register(session, clock, LAN)
        consent = (await members.find_consents(session, member.id))[0]
        assert (consent.given_at, member.registered_at) == (BEGINNING, clock.now())
