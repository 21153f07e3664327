"""Room: what is done about comments: grouped and answered in a workbook, then published.

The workbook goes out with two sheets, the comments (never who wrote them) and the answers; it
comes back with a group's number beside each comment and an answer beside each group.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

import python_calamine as calamine
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.access import Actor
from bot.consultations.periods import lock_period, require_for, tell
from bot.errors import Refused
from bot.models import Comment, CommentAnswer, CommentPeriod
from bot.text import moment, number, say
from bot.words import nfc
from bot.workbooks import new_workbook

LOCALE = "vi"
MOST_TITLE, MOST_ANSWER, MOST_SUMMARY = 200, 1500, 1200
Row = Sequence[object]


@dataclass(frozen=True, slots=True)
class Answered:
    """Hold one group of comments with what was done about it."""

    number: int
    title: str
    answer: str
    comments: int


async def export_comments(
    session: AsyncSession, actor: Actor, period: CommentPeriod, *, now: datetime
) -> bytes:
    """Return the workbook to be filled in, noting who took it."""
    require_for(actor, "export:take", period)
    comments = await _list(session, period)
    answers = await list_answers(session, period)
    subject = f"comments:{period.id}"
    audit.record(session, actor, "comments:export", subject, now=now, comments=len(comments))
    heads = [_say(name) for name in ("number", "at", "text", "group")]
    told = [[c.number, moment(LOCALE, c.at), c.text, c.answer_number or ""] for c in comments]
    answered = [[a.number, a.title, a.answer] for a in answers]
    sheets = {
        _say("sheet-comments"): [heads, *told],
        _say("sheet-answers"): [[_say("group"), _say("title"), _say("answer")], *answered],
    }
    out = BytesIO()
    with new_workbook(out) as book:
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.set_column(0, 1, 16, wrap)
            sheet.set_column(2, 2, 80, wrap)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return out.getvalue()


async def import_answers(
    session: AsyncSession, actor: Actor, period_id: int, path: Path, *, now: datetime
) -> Sequence[Answered]:
    """Read a filled workbook back, over what was read before; raise Refused, naming the row."""
    period = await lock_period(session, period_id)
    require_for(actor, "survey:run", period)
    if period.state == "published":
        raise Refused("comment-published-before")
    comments, answers = _read_book(path)
    groups = dict(_read_answers(answers))
    known = {one.number: one for one in await _list(session, period)}
    for row, (number_, group) in _read_groups(comments):
        if number_ not in known:
            raise Refused("comment-row-unknown", row=row, number=str(number_))
        if group not in groups:
            raise Refused("comment-row-no-answer", row=row, group=str(group))
        known[number_].answer_number = group
    await session.execute(delete(CommentAnswer).where(CommentAnswer.period_id == period.id))
    session.add_all(
        CommentAnswer(period_id=period.id, number=group, title=title, answer=answer)
        for group, (title, answer) in groups.items()
    )
    await session.flush()
    subject = f"comments:{period.id}"
    audit.record(session, actor, "comments:answer", subject, now=now, groups=len(groups))
    return await list_answers(session, period)


async def publish(  # noqa: PLR0913 - the summary, and what every verb is given
    session: AsyncSession,
    actor: Actor,
    period_id: int,
    summary: str,
    *,
    now: datetime,
    approve_over: int,
) -> CommentPeriod:
    """Publish a summary and what was done about each group; every comment must be in one."""
    period = await lock_period(session, period_id)
    require_for(actor, "survey:run", period)
    if period.state != "closed":
        raise Refused("comment-not-closed")
    words = nfc(summary).strip()
    if not 0 < len(words) <= MOST_SUMMARY:
        raise Refused("comment-summary-length", most=MOST_SUMMARY)
    open_ = [c.number for c in await _list(session, period) if c.answer_number is None and c.text]
    if open_:
        raise Refused("comment-not-answered", numbers=", ".join(map(str, open_[:10])))
    period.state, period.summary, period.published_at = "published", words, now
    await session.flush()
    audit.record(session, actor, "comments:publish", f"comments:{period.id}", now=now)
    text = say(LOCALE, "comment-published-call", title=period.title, summary=words)
    await tell(session, actor, period, text, now=now, approve_over=approve_over)
    return period


async def list_answers(session: AsyncSession, period: CommentPeriod) -> list[Answered]:
    """Return the groups of a period with their answers and how many comments are in each."""
    counts = Counter(one.answer_number for one in await _list(session, period))
    query = select(CommentAnswer).where(CommentAnswer.period_id == period.id)
    rows = await session.scalars(query.order_by(CommentAnswer.number))
    return [Answered(r.number, r.title, r.answer, counts[r.number]) for r in rows]


async def describe(session: AsyncSession, period: CommentPeriod, locale: str) -> str:
    """Tell the published summary, and what was done about each group of comments."""
    lines = [say(locale, "comment-published-head", title=period.title), period.summary]
    for one in await list_answers(session, period):
        count = number(locale, one.comments)
        lines.append(
            say(locale, "comment-published-group", title=one.title, count=count, answer=one.answer)
        )
    return "\n".join(lines)


def _read_book(path: Path) -> tuple[Sequence[Row], Sequence[Row]]:
    try:
        with path.open("rb") as file:
            book = calamine.CalamineWorkbook.from_filelike(file)
            sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names[:2]]
    except (calamine.CalamineError, calamine.ZipError, calamine.XmlError, OSError) as error:
        raise Refused("comment-not-a-workbook") from error
    if len(sheets) < 2:  # noqa: PLR2004 - comments and answers
        raise Refused("comment-not-a-workbook")
    return sheets[0][1:], sheets[1][1:]


def _read_answers(rows: Sequence[Row]) -> Iterator[tuple[int, tuple[str, str]]]:
    for place, row in enumerate(rows, 2):
        cells = [*row, "", "", ""]
        if not str(cells[0]).strip():
            continue
        title, answer = (nfc(str(cell)).strip() for cell in cells[1:3])
        if not title or not answer or len(title) > MOST_TITLE or len(answer) > MOST_ANSWER:
            raise Refused("comment-answer-empty", row=place, most=MOST_ANSWER)
        yield _whole(cells[0], place), (title, answer)


def _read_groups(rows: Sequence[Row]) -> Iterator[tuple[int, tuple[int, int]]]:
    for place, row in enumerate(rows, 2):
        cells = [*row, "", "", "", ""]
        if str(cells[3]).strip():
            yield place, (_whole(cells[0], place), _whole(cells[3], place))


def _whole(cell: object, row: int) -> int:
    try:
        return int(float(str(cell)))
    except ValueError as error:
        raise Refused("comment-row-not-a-number", row=row, cell=str(cell)[:40]) from error


async def _list(session: AsyncSession, period: CommentPeriod) -> Sequence[Comment]:
    query = select(Comment).where(Comment.period_id == period.id).order_by(Comment.number)
    return (await session.scalars(query)).all()


def _say(name: str) -> str:
    return say(LOCALE, f"comment-column-{name}")
