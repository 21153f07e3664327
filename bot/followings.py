"""Room: reports that are followed live: one message of a chat, rewritten while figures change.

Law: a chat follows one report, for ten minutes; after that only its end is told, in the same
message. A rewriting waits until the one before has left, so that none are heaped up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import broadcasts
from bot.access import get_actor
from bot.broadcasts import Report
from bot.broadcasts.describing import describe
from bot.broadcasts.progress import foresee
from bot.errors import NotPermitted
from bot.messages import Choice, Reply
from bot.models import Broadcast, Chat, Following, StoredReply
from bot.settings import Settings
from bot.text import say

LASTS = timedelta(minutes=10)
LIVE = ("running", "paused")
LEAVING = ("queued", "sending")


async def write_report(
    session: AsyncSession, report: Report, settings: Settings, locale: str, *, now: datetime
) -> str:
    """Say a broadcast's figures, with its progress while it goes on."""
    live = report.broadcast.state in LIVE
    progress = await foresee(session, report, settings, now=now) if live else None
    return describe(report, progress, locale)


async def begin(  # noqa: PLR0913 - what the message says and bears
    session: AsyncSession,
    chat: Chat,
    report: Report,
    reply: Reply,
    *,
    anew: str,
    now: datetime,
) -> None:
    """Follow the report that a chat gets in this turn, in place of another; none that is over.

    `anew` is the press that shows the report once more.
    """
    if report.broadcast.state not in LIVE:
        return
    last = await session.scalar(
        select(func.max(StoredReply.id)).where(StoredReply.chat_id == chat.id)
    )
    row = await session.get(Following, chat.id) or Following(chat_id=chat.id)
    row.broadcast_id, row.after_reply, row.begun_at = report.broadcast.id, last or 0, now
    row.until, row.anew, row.ref, row.last_reply = now + LASTS, anew, "", None
    row.choices = [choice.as_document() for choice in reply.choices]
    row.shown = _digest(reply.text)
    session.add(row)
    await session.flush()


async def find_moving(session: AsyncSession) -> Sequence[int]:
    """Return the chats whose report may have changed."""
    query = (
        select(Following.chat_id)
        .join(Broadcast, Broadcast.id == Following.broadcast_id)
        .where(or_(Following.until.is_not(None), Broadcast.ended_at.is_not(None)))
        .order_by(Following.chat_id)
    )
    return (await session.scalars(query)).all()


async def refresh(
    session: AsyncSession, chat_id: int, *, now: datetime, settings: Settings
) -> None:
    """Rewrite a chat's report where its figures have changed, or its time is over."""
    chat = await session.get_one(Chat, chat_id, with_for_update=True, populate_existing=True)
    following = await session.get(Following, chat_id, populate_existing=True)
    if following is None or not await _is_free(session, following):
        return
    report = await _read(session, chat, following)
    if report is None or following.ref == "gone":
        await session.delete(following)
        return
    text = await write_report(session, report, settings, chat.locale, now=now)
    choices = [Choice(c["label"], c["press"], tuple(c["also"])) for c in following.choices]
    over = report.broadcast.ended_at is not None
    expired = following.until is not None and now >= following.until
    if not (over or expired or _digest(text) != following.shown):
        return
    if over or expired:
        label = say(chat.locale, "organizing-follow", over="yes" if over else "no")
        choices.append(Choice(label, following.anew))
    reply = Reply(text, tuple(choices), edits=following.ref, anew=over)
    await _store(session, chat, following, reply, now=now)
    if over:
        await session.delete(following)
    elif expired:
        following.until = None


async def _is_free(session: AsyncSession, following: Following) -> bool:
    """Tell whether the report and its last rewriting have left; note where the report stands."""
    if not following.ref:
        found = await _find_report(session, following)
        if found is None or found.state in LEAVING:
            return False
        following.ref = found.platform_ref if found.state == "sent" else "gone"
    if following.last_reply is None:
        return True
    last = await session.get(StoredReply, following.last_reply, populate_existing=True)
    if last is not None and last.state == "failed":
        following.ref = "gone"
    return last is None or last.state not in LEAVING


async def _find_report(session: AsyncSession, following: Following) -> StoredReply | None:
    """Return the stored reply that is the report: the first of its turn that rewrites nothing."""
    query = (
        select(StoredReply)
        .where(
            StoredReply.chat_id == following.chat_id,
            StoredReply.id > following.after_reply,
            StoredReply.created_at == following.begun_at,
        )
        .order_by(StoredReply.id)
    )
    return next((one for one in await session.scalars(query) if not one.body["edits"]), None)


async def _read(session: AsyncSession, chat: Chat, following: Following) -> Report | None:
    """Return the report as it is now; None where the chat may not have it any more."""
    actor = await get_actor(session, chat.organizer_id)
    try:
        report = await broadcasts.report(session, actor, following.broadcast_id)
    except NotPermitted:
        return None
    return report if chat.state == "open" else None


async def _store(
    session: AsyncSession, chat: Chat, following: Following, reply: Reply, *, now: datetime
) -> None:
    """Let a rewriting leave; where the chat was asked nothing since, its choices hold."""
    row = StoredReply(chat_id=chat.id, body=reply.as_document(), state="queued", created_at=now)
    session.add(row)
    await session.flush()
    following.last_reply, following.shown = row.id, _digest(reply.text)
    asked = [choice[1] for choice in chat.asked.get("choices", ())]
    if asked and asked == [choice["press"] for choice in following.choices]:
        choices = [[c.label, c.press, list(c.also)] for c in reply.choices]
        chat.asked = {**chat.asked, "text": reply.text, "choices": choices}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
