"""Room: the report of a consultation of households, laid out as Decree 30/2020/ND-CP asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.access import Actor
from bot.clock import to_local
from bot.models import Area, Organisation, Survey
from bot.surveys.household_counts import HouseholdResult, count_households
from bot.surveys.locking import require_for
from bot.surveys.types import worth_of
from bot.text import moment, number, say
from bot.workbooks import new_workbook

FONT = "Times New Roman"
SIZE = 13  # points; Decree 30/2020, annex I
LOCALE = "vi"
COLUMNS = 6
WIDTHS = (6, 24, 14, 14, 14, 16)


async def export_report(
    session: AsyncSession, actor: Actor, survey: Survey, now: datetime
) -> bytes:
    """Return the report as an .xlsx file, noting in the audit trail who took it."""
    require_for(actor, "export:take", survey)
    result = await count_households(session, survey)
    sender = (await session.get_one(Organisation, survey.organisation_id)).name
    rows = await session.execute(select(Area.key, Area.kind, Area.name))
    wards = {key: f"{kind} {name}" for key, kind, name in rows}
    audit.record(session, actor, "survey:report", f"survey:{survey.id}", now=now)
    return write_report(survey, result, sender=sender, wards=wards, now=now)


def write_report(
    survey: Survey,
    result: HouseholdResult,
    *,
    sender: str,
    wards: dict[str, str],
    now: datetime,
) -> bytes:
    """Write motto, number and place, title, sections, the table by group, and who signs."""
    out = BytesIO()
    with new_workbook(out) as book:
        page = _Page(book)
        _head(page, sender, now)
        _body(page, survey, result)
        _table(page, result, wards)
        _foot(page)
    return out.getvalue()


class _Page:
    """Write one sheet from the top, a line after another."""

    def __init__(self, book: Any) -> None:
        self.sheet = book.add_worksheet(_say("sheet"))
        self.sheet.set_paper(9)  # A4
        self.sheet.set_margins(left=1.18, right=0.59, top=0.79, bottom=0.79)  # 30, 15, 20, 20 mm
        self.sheet.fit_to_pages(1, 0)
        for column, width in enumerate(WIDTHS):
            self.sheet.set_column(column, column, width)
        self._book = book
        self._styles: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.row = 0

    def style(self, **how: Any) -> Any:
        """Return a format, made once."""
        key = tuple(sorted(how.items()))
        if key not in self._styles:
            look = {"font_name": FONT, "font_size": SIZE, "text_wrap": True, "valign": "top"}
            self._styles[key] = self._book.add_format({**look, **how})
        return self._styles[key]

    def across(self, first: int, last: int, text: str, **how: Any) -> None:
        """Write a text over some columns of this row."""
        self.sheet.merge_range(self.row, first, self.row, last, text, self.style(**how))

    def line(self, text: str, *, height: int = 0, **how: Any) -> None:
        """Write a text over the whole width, and go on."""
        self.across(0, COLUMNS - 1, text, **how)
        if height:
            self.sheet.set_row(self.row, height)
        self.row += 1


def _head(page: _Page, sender: str, now: datetime) -> None:
    middle = {"align": "center"}
    page.across(0, 1, sender.upper(), bold=True, **middle)
    page.across(2, COLUMNS - 1, _say("state"), bold=True, **middle)
    page.row += 1
    page.across(0, 1, _say("number"), **middle)
    page.across(2, COLUMNS - 1, _say("motto"), bold=True, underline=1, **middle)
    page.row += 1
    day = to_local(now)
    place = _say("place", day=f"{day:%d}", month=f"{day:%m}", year=f"{day:%Y}")
    page.across(2, COLUMNS - 1, place, italic=True, **middle)
    page.row += 2


def _body(page: _Page, survey: Survey, result: HouseholdResult) -> None:
    page.line(_say("title"), bold=True, align="center")
    page.line(_say("about", title=survey.title), bold=True, align="center", height=34)
    page.row += 1
    page.line(worth_of(survey, LOCALE), height=68)
    ends = moment(LOCALE, survey.closed_at or survey.closes_at)
    page.line(_say("time", opens=moment(LOCALE, survey.opened_at or survey.opens_at), closes=ends))
    page.row += 1
    page.line(_say("results"), bold=True)
    for name, value in (
        ("households", result.households),
        ("participating", result.participating),
        ("agree", result.agree),
        ("disagree", result.disagree),
        ("invalid", result.invalid),
    ):
        shown = _say("sealed") if value is None else number(LOCALE, value)
        page.line(_say(name, value=shown))
    page.line(result.tell(LOCALE), bold=True, height=34)
    page.row += 1
    page.line(_say("limits"), bold=True)
    page.line("…")
    page.line(_say("proposals"), bold=True)
    page.line("…")
    page.row += 1


def _table(page: _Page, result: HouseholdResult, wards: dict[str, str]) -> None:
    """Write turnout by residential group; how each answered is told of the whole alone."""
    page.line(_say("appendix"), bold=True, align="center")
    _row(
        page, [_say(f"column-{name}") for name in ("no", "group", "all", "paper", "chat", "part")]
    )
    for place, group in enumerate(result.groups, 1):
        name = f"{group.name} ({wards.get(group.ward_key, group.ward_key)})"
        figures = (group.households, group.paper, group.chat, group.participating)
        _row(page, [place, name, *figures])
    sums = [sum(column) for column in zip(
        *((g.households, g.paper, g.chat, g.participating) for g in result.groups), strict=True
    )]  # fmt: skip
    _row(page, ["", _say("sum"), *sums])
    page.row += 1


def _row(page: _Page, values: Sequence[str | int]) -> None:
    for column, value in enumerate(values):
        page.sheet.write(page.row, column, value, page.style(border=1))
    page.row += 1


def _foot(page: _Page) -> None:
    page.across(0, 2, _say("recipients"), italic=True)
    page.across(3, COLUMNS - 1, _say("signer"), bold=True, align="center")
    page.row += 1


def _say(name: str, **values: str) -> str:
    return say(LOCALE, f"household-report-{name}", **values)
