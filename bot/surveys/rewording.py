"""Room: the words of a running survey corrected; what is asked, of whom and how stays as it is.

Law: every correction is kept beside the form, with who made it and when, and is told in the
results and in the minute. Choices, their codes, kinds, bounds and logic may not change: answers
that were given before and after would not be answers to the same question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.access import Actor
from bot.errors import Refused
from bot.models import Survey
from bot.settings import APPROVE_OVER
from bot.surveys.approving import ask_or_pass
from bot.surveys.counting import write_time
from bot.surveys.forms import NOTHING, Form, Group, Question, Wording, form_of
from bot.surveys.locking import lock_survey, require_for
from bot.surveys.picturing import KEPT
from bot.surveys.repeats import fold_back
from bot.surveys.wording import NAMED

HISTORY = "history"
WORDS = ("text", "hint", "constraint_text", "required_text")
FIXED = ("code", "anonymous", "late", "remind_times", "remind_every_days")


@dataclass(frozen=True, slots=True)
class Correction:
    """Hold one sentence that changes: where it stands, what it said and what it says."""

    where: str
    before: str
    after: str


def compare(old: Form, new: Form) -> list[Correction]:
    """Return what another wording changes, or raise Refused where more than words would change."""
    for name in FIXED:
        if getattr(old, name) != getattr(new, name):
            raise Refused("survey-reword-more", where=name)
    said = (new.standing or old.standing, new.by_date)
    if new.shares or said != (old.standing, old.by_date):
        raise Refused("survey-reword-more", where="type, quota, by_date")
    pairs = _pairs(old, new)
    for where, one, other in pairs:
        if _bare(one) != _bare(other):
            raise Refused("survey-reword-more", where=where)
    found = [
        *_changes("title", old.title, new.title),
        *_changes("purpose", old.purpose, new.purpose),
    ]
    for where, one, other in pairs:
        found += _between(where, one, other)
    return found


async def reword(  # noqa: PLR0913 - who corrects what, and how many may be asked alone
    session: AsyncSession,
    actor: Actor,
    survey_id: int,
    corrected: Form,
    *,
    now: datetime,
    approve_over: int = APPROVE_OVER,
) -> list[Correction]:
    """Correct an open survey's words; who had to approve them must approve the new ones too.

    Until then no reminder leaves. Raises Refused for a survey that does not run, for a change of
    more than words, and where nothing changes.
    """
    survey = await lock_survey(session, survey_id)
    require_for(actor, "survey:run", survey)
    if survey.state != "open":
        raise Refused("survey-reword-not-open", name=survey.code)
    found = compare(form_of(survey), corrected)
    if not found:
        raise Refused("survey-reword-nothing", name=survey.code)
    entries = [
        {"at": write_time(now), "by": actor.name, "where": one.where, "was": one.before}
        for one in found
    ]
    history = [*survey.form.get(HISTORY, ()), *entries]
    pictures = {KEPT: survey.form[KEPT]} if KEPT in survey.form else {}
    survey.form = {**corrected.as_document(), HISTORY: history, **pictures}
    survey.title = corrected.title.vi
    audit.record(session, actor, "survey:reword", f"survey:{survey.id}", now=now, count=len(found))
    await session.flush()
    await ask_or_pass(session, actor, survey, over=approve_over, now=now)
    return found


def count_corrections(survey: Survey) -> int:
    """Return how many sentences of a survey were corrected while it ran."""
    return len(survey.form.get(HISTORY, ()))


Part = Question | Group
Pair = tuple[str, Part, Part]


def _pairs(old: Form, new: Form) -> list[Pair]:
    found: list[Pair] = []
    sides: tuple[tuple[Sequence[Part], Sequence[Part]], ...] = (
        (fold_back(old.questions), fold_back(new.questions)),
        (old.groups, new.groups),
    )
    for before, after in sides:
        if [one.code for one in before] != [one.code for one in after]:
            raise Refused("survey-reword-more", where="questions")
        found += [(one.code, one, other) for one, other in zip(before, after, strict=True)]
    return found


def _bare(part: Part) -> Part:
    """Return a part without its words, but with the answers that its words name."""
    if isinstance(part, Group):
        return replace(part, text=NOTHING)
    bare: dict[str, Any] = {name: _names(getattr(part, name)) for name in WORDS}
    return replace(part, **bare, list_name="")


def _names(wording: Wording) -> Wording:
    return Wording(" ".join(sorted(NAMED.findall(wording.vi))))


def _between(where: str, old: Part, new: Part) -> Iterator[Correction]:
    for field in fields(old):
        if field.name in WORDS:
            yield from _changes(
                f"{where} {field.name}", getattr(old, field.name), getattr(new, field.name)
            )


def _changes(where: str, old: Wording, new: Wording) -> Iterator[Correction]:
    if old.vi != new.vi:
        yield Correction(where, old.vi, new.vi)
    if (old.en, old.others) != (new.en, new.others):
        yield Correction(f"{where} (en)", old.en, new.en)
