"""Kit: what a transcript of organizers may set up, and look up."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import broadcasts, campaigns, organisations, organizers
from bot.access import OPERATOR
from bot.broadcasts import Draft
from bot.campaigns import Plan
from bot.inviting import launch_invitation
from bot.models import AuditEntry, Broadcast, Chat, Delivery, Member, Survey
from bot.organizers import Role
from bot.surveys.keys import Keys
from bot.surveys.opening import Means, import_form, open_survey
from bot.surveys.reading import read_form
from tests.kit.makers import make_chat

if TYPE_CHECKING:
    from tests.kit.transcripts import Player

PAIR = re.compile(r"(\w+)=([^,]+)")
FORM = """
code: {code}
title: {title}
purpose: Để biết vì sao.
opens: 2026-12-{opens} 08:00
closes: 2026-12-20 20:00
anonymous: false
questions:
  - text: Bác có tham gia không?
    kind: yes_no
"""


def read_pairs(value: str) -> dict[str, str]:
    """Read `name=…, role=…`."""
    return {name: words.strip() for name, words in PAIR.findall(value)}


async def make_organizer(player: Player, value: str) -> None:
    """`name=…, role=lead, organisation=cdtp, area=…`; with `chat=1` that chat is theirs already.

    `{code}` stands for the one-time code.
    """
    given = read_pairs(value)
    role = Role(given.get("role", "lead"), given.get("organisation", ""), given.get("area", ""))
    now = player.clock.now()
    async with player.database.transaction() as session:
        _, code = await organizers.add(session, OPERATOR, given["name"], [role], now=now)
        player.words["code"] = code
        if "chat" in given:
            chat = await make_chat(session, f"{player.account}:{given['chat']}")
            chat.locale = player.locale
            await organizers.redeem(session, chat, code, now=now)


async def make_campaign(player: Player, value: str) -> None:
    """`code=…, name=…, organisation=…`: a campaign that goes on until the end of 2026."""
    given = read_pairs(value)
    async with player.database.transaction() as session:
        owner = await organisations.get(session, given["organisation"])
        plan = Plan(given["code"], given["name"], owner.id, ends_on=date(2026, 12, 31))
        await campaigns.create(session, OPERATOR, plan, now=player.clock.now())


async def make_broadcast(player: Player, value: str) -> None:
    """`title=…, organisation=…, state=running`: a broadcast to that organisation's members."""
    given = read_pairs(value)
    now = player.clock.now()
    async with player.database.transaction() as session:
        sender = await organisations.get(session, given["organisation"])
        draft = Draft(sender.id, given["title"], "Mời dự họp.", {"organisation": sender.id})
        if "button" in given:
            buttons = [{"label": given["button"], "answer": "Cảm ơn."}]
            draft = replace(draft, buttons=buttons)
        made = await broadcasts.write(session, OPERATOR, draft, now=now)
        if given.get("state") != "draft":
            await broadcasts.launch(session, OPERATOR, made.id, now=now)


WHY = {"sent": "", "unknown": "killed"}


async def end_broadcast(player: Player, value: str) -> None:
    """`number=1, Nguyễn Thị Lan=sent A, …`: a broadcast has ended so for each member."""
    given = dict(pair.split("=", 1) for pair in value.split(", "))
    number = int(given.pop("number"))
    async with player.database.transaction() as session:
        for name, fate in given.items():
            state, _, pressed = fate.partition(" ")
            member = select(Member.id).where(Member.full_name == name).scalar_subquery()
            await session.execute(
                update(Delivery)
                .where(Delivery.broadcast_id == number, Delivery.member_id == member)
                .values(state=state, pressed=pressed, reason=WHY.get(state, "rejected"))
            )
        await broadcasts.finish_done(session, now=player.clock.now())


async def make_survey(player: Player, value: str) -> None:
    """`code=…, title=…, organisation=…, opens=05`: a survey, open already with `state=open`."""
    given = read_pairs(value)
    now = player.clock.now()
    form = FORM.format(**{"opens": "02", **given})
    async with player.database.transaction() as session:
        asks = await organisations.get(session, given["organisation"])
        survey = await import_form(
            session,
            OPERATOR,
            read_form(form),
            organisation_id=asks.id,
            rule={"organisation": asks.id},
            campaign_id=None,
            now=now - timedelta(days=1),
        )
        if given.get("state") == "open":
            means = Means(Keys(player.settings.data_dir), launch_invitation)
            await open_survey(session, OPERATOR, survey.id, now, means)


async def rewrite_broadcast(player: Player, value: str) -> None:
    """`number=1, text=…`: somebody else changes a draft meanwhile."""
    given = read_pairs(value)
    async with player.database.transaction() as session:
        draft = await broadcasts.get(session, int(given["number"]))
        fresh = Draft(
            draft.organisation_id, draft.title, given["text"], draft.rule, draft.purpose,
            draft.buttons,
        )  # fmt: skip
        await broadcasts.rewrite(session, OPERATOR, draft.id, fresh, now=player.clock.now())


async def show_broadcasts(session: AsyncSession, chat: Chat) -> str:
    """Show each broadcast's state, purpose, lines and buttons."""
    shown = []
    for one in await session.scalars(select(Broadcast).order_by(Broadcast.id)):
        query = select(func.count(Delivery.id)).where(Delivery.broadcast_id == one.id)
        lines = await session.scalar(query)
        shown.append(f"{one.state} {one.purpose} {lines} lines {len(one.buttons)} buttons")
    return " | ".join(shown) or "none"


async def show_surveys(session: AsyncSession, chat: Chat) -> str:
    """Show each survey's state."""
    return " ".join(await session.scalars(select(Survey.state).order_by(Survey.id))) or "none"


async def show_states(session: AsyncSession, chat: Chat) -> str:
    """Show every member's name and state, empty records aside."""
    query = select(Member.full_name, Member.state).where(Member.state != "erased")
    rows = await session.execute(query.order_by(Member.id))
    return " | ".join(f"{name} {state}" for name, state in rows) or "none"


async def show_trail(session: AsyncSession, chat: Chat) -> str:
    """Show what organizers did, in order; not what stood before."""
    query = select(AuditEntry.action).where(AuditEntry.actor != "operator").order_by(AuditEntry.id)
    return " ".join(await session.scalars(query)) or "none"


ORGANIZING_STAGE: dict[str, Callable[[Player, str], Awaitable[None]]] = {
    "organizer": make_organizer,
    "campaign": make_campaign,
    "broadcast": make_broadcast,
    "ended": end_broadcast,
    "survey": make_survey,
    "rewrite": rewrite_broadcast,
}
ORGANIZING_FACTS: dict[str, Callable[[AsyncSession, Chat], Awaitable[str]]] = {
    "broadcasts": show_broadcasts,
    "surveys": show_surveys,
    "trail": show_trail,
    "states": show_states,
}
