"""Room: a second person's yes or no to a broadcast or a series, and what it leads to."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import approvals
from bot.access import Actor
from bot.approvals import Matter
from bot.broadcasts.attaching import read_attachments
from bot.broadcasts.costing import say_agreed
from bot.broadcasts.launching import set_out
from bot.broadcasts.rendering import Wording, mark
from bot.broadcasts.writing import back_to_draft, get, get_sender, get_wording, render_each
from bot.errors import Refused
from bot.messages import Reply
from bot.models import Broadcast, Series
from bot.text import say


async def approve(
    session: AsyncSession, actor: Actor, approval_id: int, *, now: datetime
) -> Broadcast | Series:
    """Say yes: a broadcast leaves, now or at its time; a series runs."""
    approval, matter = await approvals.decide(session, actor, approval_id, "approved", now=now)
    if matter.kind == "series":
        return await _move_series(session, matter, "running")
    broadcast = await get(session, matter.number, locked=True)
    if broadcast.send_by is not None and broadcast.send_by <= now:
        raise Refused("approval-too-late")
    return await set_out(session, actor, broadcast, now=now, at=approval.starts_at)


async def refuse(
    session: AsyncSession, actor: Actor, approval_id: int, *, note: str, now: datetime
) -> Broadcast | Series:
    """Say no, and why: a broadcast is a draft again; a series does not begin."""
    _, matter = await approvals.decide(session, actor, approval_id, "refused", note=note, now=now)
    if matter.kind == "series":
        return await _move_series(session, matter, "stopped")
    broadcast = await get(session, matter.number, locked=True)
    await back_to_draft(session, broadcast, now=now)
    return broadcast


async def show(session: AsyncSession, matter: Matter, *, locale: str) -> list[Reply]:
    """Return what is to be approved exactly as the first of its audience will read it."""
    cost: list[str] = []
    if matter.kind == "broadcast":
        broadcast = await get(session, matter.number)
        wording, cost = await get_wording(session, broadcast), say_agreed(broadcast, locale)
    else:
        series = await session.get_one(Series, matter.number)
        sender = await get_sender(session, matter.organisation_id)
        buttons = tuple(series.draft.get("buttons", ()))
        enclosed = read_attachments(series.draft.get("attachments", ()))
        more = series.draft.get("translations", {})
        wording = Wording(0, series.draft["text"], buttons, sender, enclosed, translations=more)
    replies = await render_each(session, wording, matter.rule, locale)
    replies[-1] = replace(replies[-1], text="\n\n".join((replies[-1].text, *cost)))
    if wording.kind == "recall":
        return [mark(reply, say(locale, "broadcast-recall-mark")) for reply in replies]
    return replies


async def _move_series(session: AsyncSession, matter: Matter, state: str) -> Series:
    series = await session.get_one(Series, matter.number, with_for_update=True)
    series.state = state
    await session.flush()
    return series
