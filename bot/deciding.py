"""Room: where approvals meet what they are about: shown to a second person, approved, returned."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import approvals, broadcasts
from bot.access import Actor
from bot.approvals import Kind, Matter
from bot.broadcasts import deciding
from bot.broadcasts.fields import Recipient
from bot.broadcasts.rendering import Wording, render
from bot.broadcasts.writing import get_sender
from bot.markup import escape
from bot.messages import Reply
from bot.models import Broadcast, Series, Survey
from bot.surveys import approving as surveys_approving
from bot.surveys.forms import form_of
from bot.surveys.inviting import make_invitation
from bot.text import say

Decided = Broadcast | Series | Survey
Verb = Callable[..., Awaitable[Any]]
# kind -> how a yes and a no are said
APPROVE: Mapping[Kind, Verb] = {
    "broadcast": broadcasts.approve,
    "series": broadcasts.approve,
    "survey": surveys_approving.approve,
}
REFUSE: Mapping[Kind, Verb] = {
    "broadcast": broadcasts.refuse,
    "series": broadcasts.refuse,
    "survey": surveys_approving.refuse,
}


async def approve(
    session: AsyncSession, actor: Actor, approval_id: int, *, now: datetime
) -> Decided:
    """Say yes as a second person, and let it go on; return the row that it is about."""
    _, matter = await approvals.get_waiting(session, actor, approval_id)
    decided: Decided = await APPROVE[matter.kind](session, actor, approval_id, now=now)
    return decided


async def refuse(
    session: AsyncSession, actor: Actor, approval_id: int, *, note: str, now: datetime
) -> Decided:
    """Say no as a second person, and why; return the row that it is about."""
    _, matter = await approvals.get_waiting(session, actor, approval_id)
    decided: Decided = await REFUSE[matter.kind](session, actor, approval_id, note=note, now=now)
    return decided


async def show(session: AsyncSession, matter: Matter, *, locale: str) -> list[Reply]:
    """Return what is to be approved exactly as people read it; a survey with its questions."""
    if matter.kind != "survey":
        return await deciding.show(session, matter, locale=locale)
    survey = await session.get_one(Survey, matter.number)
    invitation = make_invitation(survey, "invitation")
    sender = await get_sender(session, matter.organisation_id)
    sample = Recipient(0, say(locale, "broadcast-sample"))
    others = {
        one: {**words, "text": escape(words["text"])}
        for one, words in invitation.translations.items()
    }
    text, buttons = escape(invitation.text), invitation.buttons
    wording = Wording(0, text, buttons, sender, translations=others)
    return [render(wording, [sample], locale), Reply(_questions(survey, locale))]


def _questions(survey: Survey, locale: str) -> str:
    lines = []
    for place, question in enumerate(form_of(survey).written, 1):
        choices = " / ".join(choice.text.said(locale) for choice in question.choices)
        asked = question.text.said(locale)
        lines.append(f"{place}. {asked} ({choices})" if choices else f"{place}. {asked}")
    return "\n".join(lines)
