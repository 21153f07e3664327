"""Room: what a closed survey came to, counted plainly from its rows: what its minute says.

Words that an erased person wrote are deleted with them, yet were given: their record, which is
nobody's, still lacks that one answer, and is counted as given.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Answer, Entitlement, Member, Response, Survey
from bot.segments import FEWEST
from bot.surveys.ballots import HOUSEHOLD
from bot.surveys.categories import GIVEN, categories_of
from bot.surveys.forms import Question, QuestionKind, form_of
from bot.surveys.household_counts import count_households
from bot.surveys.results.rows import Listed, find_entries, find_roll
from bot.surveys.standing import look
from bot.surveys.tally import Entry
from bot.surveys.types import INFORMAL
from bot.surveys.values import Value

NOWHERE = "-"  # a ward that nobody knows
Facts = dict[str, Any]


async def count_facts(session: AsyncSession, survey: Survey, salt: str) -> Facts:
    """Count a closed survey anew: rules, roll, turnout, tallies; whole numbers and words only.

    `salt` goes into every hash of answers, so that none can be guessed from its hash.
    """
    form, roll = form_of(survey), await find_roll(session, survey)
    entries = await find_entries(session, survey, roll) or []
    erased = await _count_erased(session, survey)
    return {
        "survey": survey.code,
        "form": hash_form(survey),
        **({"reworded": len(history)} if (history := survey.form.get("history")) else {}),
        "rules": _rules(survey),
        "roll": {
            "entitled": len(roll),
            "late": await _count_late(session, survey),
            "unproven": sum(not one.confirmed for one in roll),
            "wards": _by_ward(roll),
        },
        "turnout": {
            "finished": sum(one.finished for one in roll),
            "wards": _by_ward([one for one in roll if one.finished]),
        },
        **await _count_homes(session, survey),
        "counted": len(entries),
        "answers": {q.code: _tally(q, entries, erased.get(q.code, 0)) for q in form.counted},
        "values": {
            q.code: _hash_values(q, entries, salt) for q in form.counted if not _may_be_erased(q)
        },
    }


async def _count_homes(session: AsyncSession, survey: Survey) -> Facts:
    """Return the figures of a consultation of households; of any other survey nothing."""
    if survey.type != HOUSEHOLD:
        return {}
    result = await count_households(session, survey)
    return {
        "households": {
            "all": result.households,
            "participating": result.participating,
            "agree": result.agree,
            "disagree": result.disagree,
            "invalid": result.invalid,
            "threshold": result.threshold,
            "reached": result.reached,
        }
    }


def hash_form(survey: Survey) -> str:
    """Return the hash of all that was asked, word for word."""
    return hash_of({"code": survey.code, "form": survey.form})


def hash_of(value: object) -> str:
    """Return the SHA-256 of a document, written in the one way that both databases give back."""
    written = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()


def _rules(survey: Survey) -> Facts:
    return {
        "kind": survey.type,
        "anonymous": survey.anonymous,
        "late": survey.late,
        "reminded": survey.reminded,
        "few": FEWEST,
        "opened": write_time(survey.opened_at),
        "closed": write_time(survey.closed_at),
        **({"terms": survey.terms} if survey.type != INFORMAL else {}),
    }


def _tally(question: Question, entries: Sequence[Entry], erased: int) -> dict[str, int]:
    values = [e.answers.get(question.code, {}) for e in entries]
    categories = categories_of(question, values)
    counts = {c.code: sum(c.holds(value) for value in values) for c in categories}
    if _may_be_erased(question):
        counts[GIVEN] += erased
    return counts


def _may_be_erased(question: Question) -> bool:
    """Tell whether answers are words, deleted with who wrote them, or worked out from such."""
    return question.is_worded or question.kind is QuestionKind.CALCULATE


def _hash_values(question: Question, entries: Sequence[Entry], salt: str) -> str:
    values = sorted(hash_of([salt, e.answers.get(question.code)]) for e in entries)
    return hash_of(values)


def _by_ward(roll: Sequence[Listed]) -> dict[str, int]:
    return dict(sorted(Counter(one.ward or NOWHERE for one in roll).items()))


async def _count_late(session: AsyncSession, survey: Survey) -> int:
    query = select(func.count()).where(Entitlement.survey_id == survey.id, Entitlement.late)
    return await session.scalar(query) or 0


async def _count_erased(session: AsyncSession, survey: Survey) -> Counter[str]:
    """Count, by question, the answers that erased persons handed in and that are gone since.

    What was asked of somebody follows from the answers that stand; what is not there was words.
    """
    form = form_of(survey)
    texts = [question.code for question in form.questions if _may_be_erased(question)]
    if survey.anonymous or not texts:
        return Counter()
    theirs = (
        select(Response.id, Response.finished_at)
        .join(Member, Member.id == Response.member_id)
        .where(
            Response.survey_id == survey.id,
            Response.state == "finished",
            Member.state == "erased",
        )
    )
    handed_in = dict((await session.execute(theirs)).all())
    answers: dict[int, dict[str, Value]] = {number: {} for number in handed_in}
    left = select(Answer.response_id, Answer.question, Answer.value)
    among = Answer.response_id.in_(theirs.with_only_columns(Response.id))
    for number, question, value in await session.execute(left.where(among)):
        answers[number][question] = value
    gone: Counter[str] = Counter()
    for number, given in answers.items():
        standing = look(form, given, handed_in[number] or survey.closes_at)
        asked = texts if standing is None else standing.asked
        gone.update(code for code in texts if code in asked and code not in given)
    return gone


def write_time(at: datetime | None) -> str:
    """Write a moment in the one way that both databases give back."""
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else ""
