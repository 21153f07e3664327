"""Room: files that people take away, each noted in the audit trail; a cell is never a formula."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot import access, audit, broadcasts, segments
from bot.access import Actor
from bot.broadcasts import Report
from bot.broadcasts.permissions import require
from bot.models import Area, Member, Membership, Organisation
from bot.segments import Rule
from bot.text import moment, say
from bot.workbooks import new_workbook

LOCALE: Final = "vi"  # files go into Vietnamese offices' reports
STATES: Final = ("sent", "queued", "waiting", "sending", "unknown", "failed", "skipped")
FETCH: Final = 1000  # members that are read at a time
WIDTH: Final = 24
MEMBER_COLUMNS: Final = (
    "name",
    "birth",
    "phone",
    "ward",
    "old-ward",
    "group",
    "memberships",
    "source",
    "registered",
    "stopped",
    "unproven",
)
Row = Sequence[str | int]


async def export_broadcast(
    session: AsyncSession, actor: Actor, broadcast_id: int, *, now: datetime
) -> bytes:
    """Return a broadcast's report as an .xlsx file: summary, wards, reasons, answers."""
    report = await _take(session, actor, broadcast_id, now=now)
    broadcast = report.broadcast
    organisation = await session.get_one(Organisation, broadcast.organisation_id)
    about: dict[str, str | int] = {
        "number": broadcast.id,
        "title": broadcast.title,
        "state": say(LOCALE, "broadcast-state", state=broadcast.state),
        "organisation": organisation.name,
        "rule": await segments.describe(session, broadcast.rule, LOCALE),
        "launched": _moment(broadcast.launched_at),
        "ended": _moment(broadcast.ended_at),
        "made": _moment(now),
    }
    return _write_report(report, about)


async def export_reasons(
    session: AsyncSession, actor: Actor, broadcast_id: int, *, now: datetime
) -> bytes:
    """Return how many lines of a broadcast ended how and why, as a .csv file that Excel reads."""
    report = await _take(session, actor, broadcast_id, now=now)
    out = StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(_reasons_head())
    rows.writerows(_reasons(report))  # words of ours and numbers: no cell of people's own
    return out.getvalue().encode("utf-8-sig")


async def _take(
    session: AsyncSession, actor: Actor, broadcast_id: int, *, now: datetime
) -> Report:
    """Return the report of a broadcast for a file, and note that it was taken away."""
    broadcast = await broadcasts.get(session, broadcast_id)
    require(
        actor,
        "export:take",
        organisation_id=broadcast.organisation_id,
        rule=broadcast.rule,
    )
    audit.record(session, actor, "broadcast:export", f"broadcast:{broadcast_id}", now=now)
    return await broadcasts.report(session, actor, broadcast_id)


async def note_members(session: AsyncSession, actor: Actor, rule: Rule, *, now: datetime) -> int:
    """Allow and note an export of a segment's members; return how many they are.

    The file is written afterwards, in a session that only reads, so that it keeps nobody waiting.
    """
    access.require(actor, "export:take", **segments.scope_of(segments.check_rule(rule)))
    count = await segments.count(session, rule)
    audit.record(
        session, actor, "member:export", "segment:0", now=now, rule=dict(rule), members=count
    )
    return count


async def write_members(
    session: AsyncSession,
    rule: Rule,
    path: Path,
    *,
    hear: Callable[[int], None] = lambda count: None,
) -> int:
    """Write the members of a segment to an .xlsx file, in the Vietnamese order; return how many.

    `hear` is told of every batch that was written. Memory stays bounded for a whole city.
    """
    written = 0
    with new_workbook(path) as book:
        sheet = book.add_worksheet(_say("sheet-members"))
        _begin(book, sheet, [_say(column) for column in MEMBER_COLUMNS])
        result = await session.stream(_members(rule), execution_options={"yield_per": FETCH})
        async for batch in result.partitions():
            for row in batch:
                written += 1
                _write_row(sheet, written, _cells(row))
            hear(len(batch))
    return written


def _members(rule: Rule) -> Select[Any]:
    """Read the members of a segment with all that a list shows of them."""
    old = aliased(Area)
    names = func.aggregate_strings(Organisation.name, ", ")
    memberships = (
        select(names)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.member_id == Member.id)
        .scalar_subquery()
    )
    return (
        select(
            Member.full_name,
            Member.birth_year,
            Member.phone,
            Area.name.label("ward"),
            old.name.label("old_ward"),
            Member.residential_group,
            memberships.label("memberships"),
            Member.source,
            Member.registered_at,
            Member.stopped_at,
            Member.claims_id,
        )
        .outerjoin(Area, Area.key == Member.ward_key)
        .outerjoin(old, old.key == Member.old_ward_key)
        .where(segments.members_where(rule))
        .order_by(Member.sort_key, Member.id)
    )


def _cells(row: Any) -> Row:
    return [
        row.full_name,
        row.birth_year or "",
        row.phone,
        row.ward or "",
        row.old_ward or "",
        row.residential_group,
        row.memberships or "",
        _say("source-of", source=row.source),
        _moment(row.registered_at),
        _moment(row.stopped_at),
        "x" if row.claims_id else "",
    ]


def _write_report(report: Report, about: dict[str, str | int]) -> bytes:
    out = BytesIO()
    with new_workbook(out) as book:
        for name, head, rows in _sheets(report, about):
            sheet = book.add_worksheet(_say(f"sheet-{name}"))
            _begin(book, sheet, head)
            for place, row in enumerate(rows, 1):
                _write_row(sheet, place, row)
    return out.getvalue()


def _sheets(
    report: Report, about: dict[str, str | int]
) -> Iterator[tuple[str, list[str], list[Row]]]:
    """Yield each sheet: its name, its heading and its rows."""
    outcomes = [say(LOCALE, "broadcast-line-state", state=state) for state in STATES]
    facts: list[Row] = [[_say(name), value] for name, value in about.items() if name != "title"]
    counts: list[Row] = [
        [words, report.count(state)] for state, words in zip(STATES, outcomes, strict=True)
    ]
    title = [_say("title"), str(about["title"])]
    yield "summary", title, [*facts, [_say("total"), report.total], *counts]
    yield "wards", [_say("ward"), _say("total"), *outcomes], list(_by_ward(report))
    yield "reasons", _reasons_head(), _reasons(report)
    presses: list[Row] = [list(one) for one in report.presses]
    yield "presses", [_say("button"), _say("label"), _say("people")], presses


def _reasons_head() -> list[str]:
    return [_say("outcome"), _say("why"), _say("people")]


def _reasons(report: Report) -> list[Row]:
    """Return each outcome and reason with how many lines had it, the most frequent first."""
    return [
        [
            say(LOCALE, "broadcast-line-state", state=state),
            _say("reason", reason=reason or "other") if reason else "",
            count,
        ]
        for (state, reason), count in sorted(report.by_state.items(), key=lambda p: (-p[1], p[0]))
    ]


def _by_ward(report: Report) -> Iterator[Row]:
    unknown = say(LOCALE, "broadcast-ward-unknown")
    for name, states in report.by_ward:
        counts = [states.get(state, 0) for state in STATES]
        yield [name or unknown, sum(counts), *counts]


def _begin(book: Any, sheet: Any, head: Sequence[str]) -> None:
    """Write a sheet's heading, and keep it in sight."""
    sheet.set_column(0, max(len(head) - 1, 1), WIDTH)
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True, "text_wrap": True})
    for column, words in enumerate(head):
        sheet.write_string(0, column, words, bold)


def _write_row(sheet: Any, place: int, row: Row) -> None:
    """Write texts as texts, whatever they begin with, and numbers as numbers."""
    for column, value in enumerate(row):
        if isinstance(value, int):
            sheet.write_number(place, column, value)
        else:
            sheet.write_string(place, column, value)


def _moment(value: datetime | None) -> str:
    return moment(LOCALE, value) if value else ""


def _say(name: str, **values: str | int) -> str:
    return say(LOCALE, f"report-{name}", **values)
