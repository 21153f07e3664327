"""Room: one sentence for any member and broadcast: why they got it, when and where, or why not.

Law: it says what the ledger says. Who asks reads of the broadcast, and acts where the member is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit, segments
from bot.access import Actor
from bot.accounts import platform_of, title_of
from bot.broadcasts.foretelling import window_of
from bot.broadcasts.freezing import LAUNCHED, audience
from bot.broadcasts.permissions import require
from bot.broadcasts.writing import get
from bot.errors import NotFound, Refused
from bot.members.permissions import require_over
from bot.models import Broadcast, ChannelAccount, Chat, Delivery, Member, Survey
from bot.settings import Settings
from bot.text import moment, say

# reasons of lines that were skipped, each with a sentence of its own
SKIPPED = frozenset(
    {
        *("not_registered", "no_chat", "claimed", "opted_out", "no_consent", "blocked"),
        *("answered", "survey_closed", "cancelled", "over_budget", "too_late"),
        *("merged", "moved", "died", "erased", "window", "costs"),
    }
)
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Hold the phrase that explains, with what it is about, in the words of one locale."""

    phrase: str
    arguments: Values
    locale: str

    def __str__(self) -> str:
        """Return the sentence."""
        return say(self.locale, self.phrase, **self.arguments)


async def explain(  # noqa: PLR0913 - who asks about whom, when, in which language
    session: AsyncSession,
    actor: Actor,
    broadcast_id: int,
    member_id: int,
    *,
    now: datetime,
    settings: Settings,
    locale: str = "vi",
) -> Explanation:
    """Explain what became of a broadcast for a member, and note who asked."""
    broadcast = await get(session, broadcast_id)
    await _require_report(session, actor, broadcast)
    member = await session.get(Member, member_id)
    if member is None:
        raise NotFound("member-unknown", number=str(member_id))
    await require_over(session, actor, "report:read", member)
    subject = f"broadcast:{broadcast_id}"
    audit.record(session, actor, "broadcast:explain", subject, now=now, member=member_id)
    line = await _find_line(session, broadcast_id, member_id)
    if line is None:
        phrase, moments = await _explain_none(session, broadcast, member)
    elif line.state == "queued":
        phrase, moments = await _explain_queued(session, broadcast, line, settings, now=now)
    else:
        phrase, moments = _explain_line(broadcast, line)
    arguments = {
        "name": member.full_name or say(locale, "broadcast-why-nobody"),
        "number": str(broadcast_id),
        "whom": await _say_whom(session, broadcast, locale),
        "channel": _say_channel(line, locale) if line else "",
        "reason": (line.reason if line else "") or "other",
        **{name: moment(locale, value) if value else "" for name, value in moments.items()},
    }
    return Explanation(f"broadcast-why-{phrase}", arguments, locale)


Found = tuple[str, dict[str, datetime | None]]


async def _require_report(session: AsyncSession, actor: Actor, broadcast: Broadcast) -> None:
    """Raise where the actor may not ask, or where who got it tells what a member answered."""
    place = broadcast.organisation_id
    require(actor, "report:read", organisation_id=place, rule=broadcast.rule)
    if not actor.trusted and await segments.tells_answers(session, broadcast.rule):
        raise Refused("broadcast-explain-private")


async def _find_line(session: AsyncSession, broadcast_id: int, member_id: int) -> Row[Any] | None:
    query = (
        select(
            Delivery.state,
            Delivery.reason,
            Delivery.detour,
            Delivery.not_before,
            Delivery.begun_at,
            Delivery.sent_at,
            Chat.busy_until,
            Chat.hushed_until,
            ChannelAccount.name.label("account"),
        )
        .outerjoin(Chat, Chat.id == Delivery.chat_id)
        .outerjoin(ChannelAccount, ChannelAccount.id == Delivery.account_id)
        .where(Delivery.broadcast_id == broadcast_id, Delivery.member_id == member_id)
    )
    return cast("Row[Any] | None", (await session.execute(query)).first())


def _explain_line(broadcast: Broadcast, line: Row[Any]) -> Found:
    """Explain a line whose turn has come: sent, failed, unknown, skipped, on its way, waiting."""
    phrase = line.state
    if phrase == "skipped" and line.reason in SKIPPED:
        phrase = line.reason.replace("_", "-")
    until = line.not_before if line.state == "waiting" else broadcast.send_by
    return phrase, {"at": line.sent_at or line.begun_at or broadcast.starts_at, "until": until}


async def _explain_queued(
    session: AsyncSession,
    broadcast: Broadcast,
    line: Row[Any],
    settings: Settings,
    *,
    now: datetime,
) -> Found:
    """Explain what a line waits for: its time, its window, a person, or only its turn."""
    opens = (await window_of(session, broadcast, settings)).next_open(now)
    causes = (
        (broadcast.state == "scheduled", "scheduled", broadcast.starts_at),
        (broadcast.state == "paused", "paused", None),
        (opens > now, "closed", opens),
        (_is_ahead(line.busy_until, now), "busy", line.busy_until),
        (_is_ahead(line.hushed_until, now), "hushed", line.hushed_until),
        (True, "queued", None),
    )
    phrase, until = next((phrase, until) for holds, phrase, until in causes if holds)
    return phrase, {"until": until}


async def _explain_none(session: AsyncSession, broadcast: Broadcast, member: Member) -> Found:
    """Explain why there is no line: not launched, not written yet, or not of the audience."""
    if broadcast.launched_at is None:
        return "cancelled" if broadcast.state == "cancelled" else "not-launched", {}
    if member.id > broadcast.last_member_id:
        return "later", {"at": broadcast.launched_at}
    if broadcast.frozen_at is None and await _is_meant(session, broadcast, member):
        return "not-listed" if broadcast.state in LAUNCHED else "cancelled", {}
    return "outside", {"at": broadcast.launched_at}


async def _is_meant(session: AsyncSession, broadcast: Broadcast, member: Member) -> bool:
    query = select(Member.id).where(audience(broadcast), Member.id == member.id)
    return await session.scalar(query) is not None


async def _say_whom(session: AsyncSession, broadcast: Broadcast, locale: str) -> str:
    """Say for whom a broadcast is; not where that would tell what a member has answered."""
    if broadcast.survey_id is not None:
        survey = await session.get_one(Survey, broadcast.survey_id)
        return say(locale, "broadcast-why-asked", survey=survey.title)
    if await segments.tells_answers(session, broadcast.rule):
        return say(locale, "broadcast-why-chosen")
    return await segments.describe(session, broadcast.rule, locale)


def _say_channel(line: Row[Any], locale: str) -> str:
    """Name the channel of a line, and why it is another than where the member wrote last."""
    account = line.account or ""
    platform = platform_of(account) or "gone"
    channel = say(locale, "broadcast-channel", channel=platform, title=title_of(account))
    if not line.detour or line.state == "skipped":
        return channel
    return say(locale, "broadcast-why-detour", channel=channel, why=line.detour)


def _is_ahead(moment_: datetime | None, now: datetime) -> bool:
    return moment_ is not None and moment_ > now
