"""Room: what became of each one of a survey's roll: one rule, from rows, so that all add up.

A line is what comes first in the list below that is true of it; so every line is exactly one, and
their counts sum to the roll.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import (
    Answer,
    Broadcast,
    Chat,
    Consent,
    Delivery,
    Entitlement,
    Link,
    Member,
    Response,
    SealedRow,
    Survey,
)
from bot.surveys.claims import Standing, find_spare
from bot.surveys.places import OVERALL, Cell
from bot.surveys.suppression import suppress
from bot.surveys.tally import ENTITLED, Table


class Disposition(StrEnum):
    """Tell what became of one line of the roll."""

    FINISHED = "finished"
    REFUSED = "refused"  # said that they do not take part
    PARTIAL = "partial"  # answered something and did not hand in
    OPENED = "opened"  # saw the first question
    NOT_ENTITLED = "not_entitled"  # moved, died, erased, or counted under another line
    OPTED_OUT = "opted_out"
    UNREACHABLE = "unreachable"  # no open chat, or nothing could be delivered
    REACHED = "reached"  # a message was sent
    INVITED = "invited"  # a message waits, or none was needed

    @property
    def phrase(self) -> str:
        """Return the key of the words for it."""
        return f"survey-disposition-{self.value.replace('_', '-')}"


@dataclass(frozen=True, slots=True)
class Line:
    """Hold what rows say of one line of the roll."""

    active: bool  # the member stands, and no other line counts for the person
    stopped: bool  # opted out, or agrees to no surveys any more
    reachable: bool  # has an open chat
    response: str = ""  # the response's state, empty where there is none
    answered: bool = False  # something, handed in or not
    sent: frozenset[str] = frozenset()  # states of the messages about this survey


def disposition_of(line: Line) -> Disposition:
    """Return what became of a line: the first rule that fits."""
    rules: list[tuple[bool, Disposition]] = [
        (line.response == "finished" and line.active, Disposition.FINISHED),
        (not line.active, Disposition.NOT_ENTITLED),
        (line.response == "refused", Disposition.REFUSED),
        (bool(line.response) and line.answered, Disposition.PARTIAL),
        (bool(line.response), Disposition.OPENED),
        (line.stopped, Disposition.OPTED_OUT),
        ("sent" in line.sent, Disposition.REACHED),
        (not line.reachable or _has_failed(line.sent), Disposition.UNREACHABLE),
    ]
    return next((what for fits, what in rules if fits), Disposition.INVITED)


def _has_failed(sent: Collection[str]) -> bool:
    return bool(sent) and set(sent) <= {"failed", "skipped"}


async def get_dispositions(session: AsyncSession, survey: Survey) -> Counter[Disposition]:
    """Return what the lines of a roll came to: at its closing, or as things stand."""
    if survey.dispositions is None:
        return await count_dispositions(session, survey)
    return Counter({Disposition(what): count for what, count in survey.dispositions.items()})


async def count_dispositions(session: AsyncSession, survey: Survey) -> Counter[Disposition]:
    """Return how many lines of a survey's roll came to what; they sum to the roll."""
    sent = await _find_sent(session, survey)
    query = select(
        Member.id,
        Member.claims_id,
        Member.state,
        or_(Member.stopped_at.is_not(None), _has_stopped(), ~_agrees()),
        _is_reachable(),
        Response.state,
        Response.finished_at,
        _has_answered(survey),
    ).join(Entitlement, Entitlement.member_id == Member.id)
    query = query.outerjoin(
        Response,
        (Response.survey_id == Entitlement.survey_id) & (Response.member_id == Member.id),
    ).where(Entitlement.survey_id == survey.id)
    rows = (await session.execute(query)).all()
    standings = [
        Standing(row.id, row.claims_id, row.finished_at if row[5] == "finished" else None)
        for row in rows
    ]
    spare = find_spare(standings) if survey.state != "closed" else set()
    lines = (
        Line(
            active=row.id not in spare and (row[2] == "active" or row[5] == "finished"),
            stopped=row[3],
            reachable=row[4],
            response=row[5] or "",
            answered=row[7] or row[5] == "abandoned",
            sent=frozenset(sent.get(row.id, ())),
        )
        for row in rows
    )
    return Counter(disposition_of(line) for line in lines)


def tabulate(counts: Mapping[Disposition, int]) -> Table:
    """Return the counts as they may be shown: small ones hidden, and not by subtraction either."""
    cells: dict[Cell, int] = {(what, OVERALL): counts.get(what, 0) for what in Disposition}
    whole = (ENTITLED, OVERALL)
    cells[whole] = sum(counts.values())
    relation = (*((what, OVERALL) for what in Disposition), whole)
    return Table(cells, suppress(cells, [relation]), frozenset({OVERALL}))


async def _find_sent(session: AsyncSession, survey: Survey) -> dict[int, set[str]]:
    """Return the states of what was sent about a survey, by member."""
    query = (
        select(Delivery.member_id, Delivery.state)
        .join(Broadcast, Broadcast.id == Delivery.broadcast_id)
        .where(Broadcast.survey_id == survey.id, Broadcast.kind.in_(("invitation", "reminder")))
        .distinct()
    )
    found: dict[int, set[str]] = defaultdict(set)
    for member_id, state in await session.execute(query):
        found[member_id].add(state)
    return found


def _has_answered(survey: Survey) -> ColumnElement[bool]:
    if survey.anonymous:
        return exists().where(SealedRow.survey_id == survey.id, SealedRow.member_id == Member.id)
    return exists().where(Answer.response_id == Response.id)


def _has_stopped() -> ColumnElement[bool]:
    return exists().where(
        Link.member_id == Member.id, Chat.id == Link.chat_id, Chat.stopped_at.is_not(None)
    )


def _is_reachable() -> ColumnElement[bool]:
    return exists().where(
        Link.member_id == Member.id, Chat.id == Link.chat_id, Chat.state == "open"
    )


def _agrees() -> ColumnElement[bool]:
    """Tell whether nobody took the consent to surveys back; who never registered took none."""
    current = exists().where(
        Consent.member_id == Member.id,
        Consent.purpose == "surveys",
        Consent.withdrawn_at.is_(None),
    )
    ever = exists().where(Consent.member_id == Member.id, Consent.purpose == "surveys")
    return or_(current, ~ever)
