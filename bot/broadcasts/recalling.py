"""Room: a broadcast that was sent, put right or taken back: one more broadcast, to who got it.

Law: a second person looks at every correction and every recall; both go through the ledger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit, segments
from bot.access import Actor
from bot.broadcasts.approving import ask_or_pass
from bot.broadcasts.checking import MOST_TITLE, Draft
from bot.broadcasts.counting import count_lines
from bot.broadcasts.launching import set_out
from bot.broadcasts.permissions import require
from bot.broadcasts.priors import AMENDING, REACHED
from bot.broadcasts.rendering import wording_of
from bot.broadcasts.writing import check_draft, get, get_sender, make_row, render_each
from bot.errors import Refused
from bot.messages import Reply
from bot.models import Broadcast
from bot.settings import APPROVE_OVER
from bot.text import say

NO_OTHERS: Mapping[str, str] = MappingProxyType({})
OVER = ("finished", "cancelled")
FATES = ("in_place", "anew", "open", "too_old", "missed")
GOING_ON = ("awaiting_approval", "scheduled", "running", "paused")


@dataclass(frozen=True, slots=True)
class Amended:
    """Say what the corrections, or the recall, of a broadcast came to so far, in members."""

    kind: str
    in_place: int  # rewritten, or taken back
    anew: int
    open: int
    too_old: int
    missed: int


async def correct(  # noqa: PLR0913 - what is put right, by whom, and how
    session: AsyncSession,
    actor: Actor,
    broadcast_id: int,
    text: str,
    *,
    others: Mapping[str, str] = NO_OTHERS,
    now: datetime,
    approve_over: int = APPROVE_OVER,
) -> Broadcast:
    """Put other words in the place of those that people got; return the broadcast that does it.

    It goes to exactly those who got the first, or may have: rewritten where the platform can,
    else sent as a marked correction. Buttons and attachments stay as they are. `others` are the
    right words by locale, of each other language in which it was sent.
    """
    parent = await find_amendable(session, actor, broadcast_id)
    draft = await _check_correction(session, parent, text, others)
    return await _amend(
        session, actor, parent, "correction", draft, now=now, approve_over=approve_over
    )


async def recall(
    session: AsyncSession,
    actor: Actor,
    broadcast_id: int,
    *,
    now: datetime,
    approve_over: int = APPROVE_OVER,
) -> Broadcast:
    """Take a broadcast back wherever its platform still can; return the broadcast that does it."""
    parent = await find_amendable(session, actor, broadcast_id)
    draft = _draft(parent, "recall", parent.text)
    return await _amend(
        session, actor, parent, "recall", draft, now=now, approve_over=approve_over
    )


async def preview_correction(  # noqa: PLR0913 - what is put right, by whom, and for whom
    session: AsyncSession,
    actor: Actor,
    broadcast_id: int,
    text: str,
    *,
    others: Mapping[str, str] = NO_OTHERS,
    locale: str,
) -> list[Reply]:
    """Return a correction, in each language, as the first who got the broadcast will read it."""
    parent = await find_amendable(session, actor, broadcast_id)
    draft = await _check_correction(session, parent, text, others)
    wording = replace(
        wording_of(parent, await get_sender(session, parent.organisation_id)),
        text=draft.text,
        translations=draft.translations,
    )
    return await render_each(session, wording, draft.rule, locale)


async def find_amendable(session: AsyncSession, actor: Actor, broadcast_id: int) -> Broadcast:
    """Return the broadcast that is put right or taken back, or raise Refused with why it cannot.

    Of a correction that is the broadcast which it corrects.
    """
    parent = await get(session, broadcast_id, locked=True)
    if parent.kind in AMENDING and parent.parent_id is not None:
        parent = await get(session, parent.parent_id, locked=True)
    require(actor, "broadcast:send", organisation_id=parent.organisation_id, rule=parent.rule)
    if parent.state not in OVER:
        raise Refused("broadcast-amend-not-over")
    counts = await count_lines(session, parent.id)
    if any(count.state == "sending" for count in counts):
        raise Refused("broadcast-amend-in-hand")
    if not any(count.state in REACHED for count in counts):
        raise Refused("broadcast-amend-nobody")
    for child in await find_amendments(session, parent.id):
        if child.state in GOING_ON:
            raise Refused("broadcast-amend-waits", number=str(child.id))
        if child.kind == "recall" and child.launched_at is not None:
            raise Refused("broadcast-amend-recalled")
    return parent


async def find_amendments(session: AsyncSession, broadcast_id: int) -> list[Broadcast]:
    """Return the corrections and the recall of a broadcast, the oldest first."""
    query = (
        select(Broadcast)
        .where(Broadcast.parent_id == broadcast_id, Broadcast.kind.in_(AMENDING))
        .order_by(Broadcast.id)
    )
    return list(await session.scalars(query))


async def count_readers(session: AsyncSession, broadcast_id: int) -> int:
    """Return how many got a broadcast, or may have."""
    counts = await count_lines(session, broadcast_id)
    return sum(count.n for count in counts if count.state in REACHED)


async def count_amended(session: AsyncSession, broadcast: Broadcast) -> list[Amended]:
    """Return what each correction and recall of a broadcast came to; of one of them, its own."""
    if broadcast.kind in AMENDING:
        children = [broadcast]
    else:
        children = await find_amendments(session, broadcast.id)
    return [await _count(session, child) for child in children if child.launched_at is not None]


async def _count(session: AsyncSession, child: Broadcast) -> Amended:
    sums: Counter[str] = Counter()
    for count in await count_lines(session, child.id):
        sums[_fate_of(count.state, count.reason)] += count.n
    return Amended(child.kind, **{name: sums[name] for name in FATES})


def _fate_of(state: str, reason: str) -> str:
    match state, reason:
        case "sent", "edited" | "recalled":
            return "in_place"
        case "sent", _:
            return "anew"
        case "queued" | "waiting" | "sending", _:
            return "open"
        case _, "too_old":
            return "too_old"
    return "missed"


async def _amend(  # noqa: PLR0913 - what, by whom, and how
    session: AsyncSession,
    actor: Actor,
    parent: Broadcast,
    kind: str,
    draft: Draft,
    *,
    now: datetime,
    approve_over: int,
) -> Broadcast:
    child = make_row(draft, actor, now=now)
    child.kind, child.parent_id = kind, parent.id
    session.add(child)
    await session.flush()
    subject = f"broadcast:{child.id}"
    audit.record(session, actor, f"broadcast:{kind}", subject, now=now, parent=parent.id)
    if await ask_or_pass(session, actor, child, over=approve_over, now=now):
        return await set_out(session, actor, child, now=now)
    return child


async def _check_correction(
    session: AsyncSession, parent: Broadcast, text: str, others: Mapping[str, str]
) -> Draft:
    """Return the draft; raise Refused where nothing is new, or a language is left as it was."""
    if set(others) != set(parent.translations):
        raise Refused("broadcast-correct-languages", count=len(parent.translations))
    said = {
        locale: {**held, "text": others[locale]} for locale, held in parent.translations.items()
    }
    alike = all(others[one].strip() == held["text"] for one, held in parent.translations.items())
    if alike and text.strip() == parent.text:
        raise Refused("broadcast-correct-same")
    draft = replace(_draft(parent, "correction", text), translations=said)
    await check_draft(session, draft)
    return draft


def _draft(parent: Broadcast, kind: str, text: str) -> Draft:
    return Draft(
        parent.organisation_id,
        say("vi", f"broadcast-{kind}-title", title=parent.title)[:MOST_TITLE],
        text,
        segments.both(segments.bounds_of(parent.rule), {"got": parent.id}),
        parent.purpose,
        tuple(parent.buttons),
        parent.campaign_id,
        attachments=parent.attachments,
    )
