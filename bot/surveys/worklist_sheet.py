"""Room: a worklist as a workbook to be printed and ticked at the door."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO

from bot.surveys.worklist import Worklist
from bot.text import moment, say
from bot.workbooks import new_workbook

LOCALE = "vi"  # the file goes to the branches
COLUMNS = {  # name -> its width
    "place": 5,
    "name": 26,
    "birth": 9,
    "phone": 14,
    "ward": 18,
    "group": 14,
    "branch": 20,
    "reason": 28,
    "visited": 10,
    "remark": 28,
}
NOTES = 4
Row = Sequence[str | int]


def write_worklist(worklist: Worklist) -> bytes:
    """Write the list, how many live in each residential group, and what the file is."""
    out = BytesIO()
    with new_workbook(out) as book:
        bold = book.add_format({"bold": True, "text_wrap": True})
        for name, rows in (
            ("list", _list(worklist)),
            ("groups", _groups(worklist)),
            ("about", _about(worklist)),
        ):
            sheet = book.add_worksheet(_say(f"sheet-{name}"))
            sheet.freeze_panes(1, 0)
            sheet.set_landscape()
            sheet.repeat_rows(0)
            for column, width in enumerate(COLUMNS.values()):
                sheet.set_column(column, column, width if name == "list" else 24)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row, None if place else bold)
    return out.getvalue()


def _list(worklist: Worklist) -> Iterator[Row]:
    yield [_say(f"column-{name}") for name in COLUMNS]
    for place, line in enumerate(worklist.lines, 1):
        who = (place, line.name, line.birth_year or "", line.phone)
        why = _say("reason", reason=line.reason)
        yield (*who, line.ward, line.group, line.branches, why, "", "")


def _groups(worklist: Worklist) -> Iterator[Row]:
    yield [_say(f"column-{name}") for name in ("ward", "group", "people")]
    for (ward, group), count in worklist.groups.items():
        yield (ward, group, count)


def _about(worklist: Worklist) -> Iterator[Row]:
    yield [worklist.survey.title]
    yield [_say("made", at=moment(LOCALE, worklist.at))]
    for place in range(1, NOTES + 1):
        yield [_say(f"note-{place}")]
    yield [_say("left-out", count=worklist.left_out)]


def _say(name: str, **values: str | int) -> str:
    return say(LOCALE, f"worklist-{name}", **values)
