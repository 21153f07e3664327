"""Links of campaigns: one each, counted once, within scope; and the codes that carry them."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree as Xml

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import campaigns, qr, recruiting
from bot.access import OPERATOR, Actor, Scope
from bot.campaigns import Plan
from bot.db import Database
from bot.errors import NotFound, NotPermitted
from bot.models import Arrival, AuditEntry, Campaign
from tests.kit.makers import BEGINNING as NOW
from tests.kit.makers import make_chat, make_city, make_member

HAC_THANH, BA_DINH, HAM_RONG = "14797.2025", "14776.2004", "14758.2025"


async def make_campaign(session: AsyncSession, code: str = "bhyt") -> Campaign:
    organisations = (await make_city(session)).organisations
    plan = Plan(code, "Vận động BHYT", organisations["cdtp"], co_owner_ids=(organisations["hnd"],))
    return await campaigns.create(session, OPERATOR, plan, now=NOW)


def lead(organisation_id: int | None, *areas: str) -> Actor:
    return Actor("organizer:1", "Hoa", (Scope("lead", organisation_id, frozenset(areas) or None),))


async def test_the_same_link_is_made_once_and_a_chat_counts_for_its_first(
    database: Database,
) -> None:
    async with database.transaction() as session:
        campaign = await make_campaign(session)
        mine = await recruiting.make_link(
            session, OPERATOR, campaign, recruiter="  Chị   Hoa ", now=NOW
        )
        again = await recruiting.make_link(
            session, OPERATOR, campaign, recruiter="Chị Hoa", now=NOW
        )
        other = await recruiting.make_link(
            session, OPERATOR, campaign, ward_key=BA_DINH, recruiter="Chị Hoa", now=NOW
        )
        assert (again.code, mine.recruiter) == (mine.code, "Chị Hoa")
        assert other.code != mine.code
        chat = await make_chat(session, "web:1")
        for link in (mine, mine, other):
            came = await recruiting.arrive(
                session, chat, recruiting.payload_of(link).lower(), now=NOW
            )
            assert came == campaign
        for payload in ("c-NOSUCHLK", "cdtp", "", "ma-ABCDEFGHJK"):
            assert await recruiting.arrive(session, chat, payload, now=NOW) is None
        assert list(await session.scalars(select(Arrival.code))) == [mine.code]
        made = select(AuditEntry.detail).where(AuditEntry.action == "link:make")
        assert {row["code"] for row in await session.scalars(made)} == {mine.code, other.code}


async def test_who_was_here_before_is_not_counted_as_registered(database: Database) -> None:
    async with database.transaction() as session:
        campaign = await make_campaign(session)
        link = await recruiting.make_link(session, OPERATOR, campaign, ward_key=BA_DINH, now=NOW)
        old, new, stranger = [await make_chat(session, f"web:{n}") for n in (1, 2, 3)]
        for minutes, chat in enumerate((old, new, stranger)):
            moment = NOW + timedelta(minutes=minutes)
            await recruiting.arrive(session, chat, recruiting.payload_of(link), now=moment)
        await make_member(session, name="Lê Văn Tám", chat="web:1")  # registered NOW
        for name in ("Nguyễn Thị Lan", "Nguyễn Văn Nam"):  # a family counts as one chat
            member = await make_member(session, name=name, chat="web:2")
            member.registered_at = NOW + timedelta(hours=1)
        await session.flush()
        [one] = await recruiting.list_links(session, OPERATOR, campaign)
        assert (one.arrived, one.registered) == (3, 1)
        assert one.ward == "phường Ba Đình (cũ)"


async def test_links_are_made_and_read_within_a_scope_only(database: Database) -> None:
    async with database.transaction() as session:
        campaign = await make_campaign(session)
        owner = campaign.owner_id
        of_ward, of_partner = lead(owner, HAC_THANH, BA_DINH), lead(owner + 2)
        for actor, ward in (
            (of_ward, None),
            (of_ward, HAM_RONG),
            (lead(owner + 1), None),
            (Actor("organizer:2", "", (Scope("writer", None, None),)), None),
        ):
            with pytest.raises(NotPermitted):
                await recruiting.make_link(session, actor, campaign, ward_key=ward, now=NOW)
        theirs = await recruiting.make_link(session, of_ward, campaign, ward_key=BA_DINH, now=NOW)
        everywhere = await recruiting.make_link(session, of_partner, campaign, now=NOW)
        seen = {one.link.code for one in await recruiting.list_links(session, of_ward, campaign)}
        assert seen == {theirs.code}
        with pytest.raises(NotPermitted):
            await recruiting.get_link(session, of_ward, everywhere.code)
        with pytest.raises(NotFound):
            await recruiting.get_link(session, OPERATOR, "NOSUCHLK")
        listed = [
            await recruiting.list_campaigns(session, actor, today=NOW.date())
            for actor in (of_ward, of_partner, lead(owner + 1), OPERATOR)
        ]
        assert [len(found) for found in listed] == [1, 1, 0, 1]


def test_a_drawing_says_under_the_code_what_it_is_for() -> None:
    name = "Tuyến đường <sạch> & đẹp của phường Hạc Thành năm 2027"
    drawn = Xml.fromstring(qr.draw_svg("https://t.me/Bot?start=c-ABCDEFGH", name, "chị Hoa"))
    svg = "{http://www.w3.org/2000/svg}"
    words = [(row.text, row.get("font-weight")) for row in drawn.iter(f"{svg}text")]
    assert " ".join(row for row, weight in words if weight == "bold" and row) == name
    assert words[-1] == ("chị Hoa", "normal")
    assert all(len(row or "") <= qr.LETTERS for row, _ in words)
    lowest = max(float(row.get("y") or 0) for row in drawn.iter(f"{svg}text"))
    assert lowest < float((drawn.get("viewBox") or "").split()[3])
    assert qr.draw_png("https://t.me/Bot?start=c-ABCDEFGH").startswith(b"\x89PNG")
