"""Room: broadcasts that another room asks for: a survey's invitations and reminders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.access import OPERATOR, Actor
from bot.broadcasts.allowing import Need, check_quota, find_needs, find_short
from bot.broadcasts.checking import Draft
from bot.broadcasts.freezing import begin_freezing
from bot.broadcasts.launching import begin, finish_done
from bot.broadcasts.pausing import pause_failing
from bot.broadcasts.permissions import require
from bot.broadcasts.watching import Failing
from bot.broadcasts.writing import check_draft, get, make_row
from bot.markup import escape
from bot.messages import QUOTA
from bot.models import Broadcast
from bot.segments import Rule

UNWRITTEN = "…"
PURPOSES = {"invitation": "surveys", "reminder": "reminders"}


async def invite(  # noqa: PLR0913 - rooms are strangers: the whole order stands in the call
    session: AsyncSession,
    actor: Actor,
    *,
    survey_id: int,
    organisation_id: int,
    campaign_id: int | None,
    kind: str,
    rule: Rule,
    title: str,
    text: str,
    buttons: Sequence[Mapping[str, str]],
    translations: Mapping[str, Mapping[str, Any]],
    now: datetime,
) -> Broadcast:
    """Send an `invitation` or a `reminder` at once to those entitled who have not answered.

    `rule` is the survey's own, to show; `translations` hold {text, labels} by locale. Who has
    finished when their turn comes is left out. Where an account has too few messages left this
    month, an organizer is refused; what the clock sends stands still before the first message, and
    its organizers are told.
    """
    require(actor, "survey:run", organisation_id=organisation_id, rule=rule)
    draft = Draft(organisation_id, title, escape(text), rule, PURPOSES[kind], buttons)
    said = {
        locale: {**words, "text": escape(words["text"])} for locale, words in translations.items()
    }
    draft = replace(draft, campaign_id=campaign_id, translations=said)
    await check_draft(session, draft)
    broadcast = make_row(draft, actor, now=now)
    broadcast.kind, broadcast.survey_id = kind, survey_id
    session.add(broadcast)
    await session.flush()
    await _set_out(session, actor, broadcast, now=now)
    return await get(session, broadcast.id)


async def foresee(
    session: AsyncSession, organisation_id: int, rule: Rule, *, start: datetime, now: datetime
) -> list[Need]:
    """Return what an invitation that leaves then will need of the accounts whose months count.

    Nobody is entitled before the opening: its people are those whom `rule` selects now. Its words
    do not matter: it has no file, and none may be longer than one message anywhere.
    """
    draft = Draft(organisation_id, UNWRITTEN, UNWRITTEN, rule, PURPOSES["invitation"])
    return await find_needs(session, make_row(draft, OPERATOR, now=now), start=start, now=now)


async def _set_out(
    session: AsyncSession, actor: Actor, broadcast: Broadcast, *, now: datetime
) -> None:
    """Fix the audience and begin; or stand still where the month does not cover it."""
    short = await find_short(session, broadcast, start=now, now=now)
    if short and not actor.is_job:
        await check_quota(session, broadcast, start=now, now=now)
    lines = await begin_freezing(session, broadcast, now=now)
    begin(broadcast, now=now)
    subject = f"broadcast:{broadcast.id}"
    audit.record(session, actor, f"broadcast:{broadcast.kind}", subject, now=now, lines=lines)
    await session.flush()
    if short:
        spent = Failing(broadcast.id, QUOTA, short.needed, short.left, account=short.account)
        await pause_failing(session, spent, now=now)
    await finish_done(session, now=now)
