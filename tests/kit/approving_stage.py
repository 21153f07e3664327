"""Kit: what a transcript of approvals and windows may set up, and what organizers are told."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import approvals, organisations, windows
from bot.access import OPERATOR
from bot.messages import Reply
from bot.models import Approval, Chat, StoredReply
from bot.windows import Days
from tests.kit.organizing_stage import read_pairs

if TYPE_CHECKING:
    from tests.kit.transcripts import Player


async def change_setting(player: Player, value: str) -> None:
    """`approve_over=1, web_rate=0.5`: the operator has chosen this."""
    for name, words in read_pairs(value).items():
        setattr(player.settings, name, json.loads(words))


async def close_days(player: Player, value: str) -> None:
    """`first=02/12/2026, last=…, name=…, organisation=cdtp`: nothing is sent on these days."""
    given = read_pairs(value)
    first, last = (datetime.strptime(given[n], "%d/%m/%Y").date() for n in ("first", "last"))  # noqa: DTZ007
    async with player.database.transaction() as session:
        whose = given.get("organisation")
        number = (await organisations.get(session, whose)).id if whose else None
        days = Days(first, last, given["name"])
        await windows.block(session, OPERATOR, days, number, now=player.clock.now())


async def tell(player: Player, value: str) -> Sequence[str]:
    """Let what organizers are told reach their chats; the chat that speaks shows its own."""
    async with player.database.reading() as session:
        rows = await session.execute(
            select(StoredReply, Chat.external_id)
            .join(Chat, Chat.id == StoredReply.chat_id)
            .where(StoredReply.id.not_in(player.seen))
            .order_by(StoredReply.id)
        )
        for row, chat in rows.all():
            player.seen.add(row.id)
            player.receive(chat, Reply.from_document(row.body))
    return player.arrived.pop(player.chat, [])


async def show_approvals(session: AsyncSession, chat: Chat) -> str:
    """Show each approval: what it is about, why it was asked, and what became of it."""
    shown = []
    for one in await session.scalars(select(Approval).order_by(Approval.id)):
        matter = await approvals.get_matter(session, one)
        shown.append(f"{matter.subject} {one.why} {one.verdict or 'waits'}")
    return " | ".join(shown) or "none"


APPROVING_STAGE: dict[str, Callable[[Player, str], Awaitable[Sequence[str] | None]]] = {
    "setting": change_setting,
    "closed days": close_days,
    "told": tell,
}
APPROVING_FACTS: dict[str, Callable[[AsyncSession, Chat], Awaitable[str]]] = {
    "approvals": show_approvals,
}
