"""Room: asking people to answer: the invitation and the reminders, sent by whoever is injected.

Surveys and broadcasts never import each other: the app hands in the `Inviter` that launches one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.access import Actor
from bot.models import Survey
from bot.surveys.approving import may_remind
from bot.surveys.bydate import by_date_of
from bot.surveys.forms import form_of
from bot.surveys.locking import lock_survey
from bot.surveys.presses import BeginPress
from bot.surveys.types import is_on_paper, worth_of
from bot.text import LOCALES, minutes_for, moment, say

InvitationKind = Literal["invitation", "reminder"]
PURPOSES: dict[str, str] = {"invitation": "surveys", "reminder": "reminders"}
LOCALE = "vi"  # of the text that is shown to organizers, and to who speaks no other of ours
OPENS, CLOSES = "\ue000", "\ue001"  # about a field that we ourselves mean
NO_FIELDS = str.maketrans(f"{{}}{OPENS}{CLOSES}", "(){}")  # braces would be a broadcast's fields


@dataclass(frozen=True, slots=True)
class Invitation:
    """Hold what a broadcast about a survey says; it goes to those entitled who have not answered.

    `buttons` is the broadcast's own list; its one entry carries a survey's press instead of a
    broadcast's answer.
    """

    kind: InvitationKind
    purpose: str  # surveys | reminders
    survey_id: int
    campaign_id: int | None
    organisation_id: int
    title: str
    text: str
    buttons: tuple[dict[str, str], ...]  # {"label": …, "press": "sb:12"}
    rule: dict[str, Any]  # the survey's own, to show
    translations: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    # by locale: {text, labels}


class Inviter(Protocol):
    """Launch a broadcast in this transaction, as this actor."""

    async def __call__(
        self, session: AsyncSession, actor: Actor, invitation: Invitation, now: datetime
    ) -> None:
        """Launch it, or raise: then the survey is not opened, or the reminder not counted."""
        ...


async def invite(
    session: AsyncSession, actor: Actor, survey: Survey, now: datetime, inviter: Inviter
) -> None:
    """Launch the invitation of a survey that has just opened."""
    await inviter(session, actor, make_invitation(survey, "invitation"), now)
    survey.asked_at = now


async def find_due_reminders(session: AsyncSession, now: datetime) -> list[int]:
    """Return the open surveys whose next reminder is due."""
    query = select(Survey).where(
        Survey.state == "open", Survey.closes_at > now, Survey.reminded < Survey.remind_times
    )
    return [s.id for s in await session.scalars(query.order_by(Survey.id)) if _is_due(s, now)]


async def remind(
    session: AsyncSession, actor: Actor, survey_id: int, now: datetime, inviter: Inviter
) -> bool:
    """Remind those who have not handed a survey in, if that is due; return whether it was.

    What was due several times while the server was down is done once. The survey's row is locked,
    so that two servers cannot both find it due. A second person's yes to it has to hold still.
    """
    survey = await lock_survey(session, survey_id)
    if survey.state != "open" or now >= survey.closes_at or not _is_due(survey, now):
        return False
    if not await may_remind(session, survey, now=now):
        return False
    await inviter(session, actor, make_invitation(survey, "reminder"), now)
    survey.asked_at = now
    survey.reminded += 1
    return True


def _is_due(survey: Survey, now: datetime) -> bool:
    if by_date_of(survey.terms):  # each has reminders by their own date
        return False
    asked = survey.asked_at or survey.opened_at
    waited = asked is not None and now - asked >= timedelta(days=survey.remind_every_days)
    return waited and survey.reminded < survey.remind_times


def make_invitation(survey: Survey, kind: InvitationKind) -> Invitation:
    """Return what a survey's invitation or reminder says, in each language that we write."""
    button = {"label": say(LOCALE, "survey-begin"), "press": BeginPress(survey.id).pack()}
    return Invitation(
        kind=kind,
        purpose=PURPOSES[kind],
        survey_id=survey.id,
        campaign_id=survey.campaign_id,
        organisation_id=survey.organisation_id,
        title=form_of(survey).title.said(LOCALE),
        text=_write(survey, kind, LOCALE),
        buttons=() if is_on_paper(survey) else (button,),
        rule=survey.rule,
        translations={
            locale: {
                "text": _write(survey, kind, locale),
                "labels": [] if is_on_paper(survey) else [say(locale, "survey-begin")],
            }
            for locale in LOCALES
            if locale != LOCALE
        },
    )


def _write(survey: Survey, kind: InvitationKind, locale: str) -> str:
    form = form_of(survey)
    count = sum(question.is_asked for question in form.written)
    text = say(
        locale,
        "survey-on-paper-call" if is_on_paper(survey) else f"survey-{kind}",
        kind=kind,
        title=form.title.said(locale),
        purpose=form.purpose.said(locale),
        count=count,
        left=f"{OPENS}con_lai|{count}{CLOSES}",
        minutes=f"{OPENS}con_phut|{minutes_for(count)}{CLOSES}",
        closes=moment(locale, survey.closes_at),
        worth=worth_of(survey, locale),
        anonymous="yes" if survey.anonymous else "no",
    )
    return text.translate(NO_FIELDS)
