"""Room: the .xlsx of rows to mend: the roll's own columns and one more that says why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.rolls.columns import Columns
from bot.rolls.fates import RollRow
from bot.workbooks import new_workbook

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

REASON: Final = "Lý do"
_WIDTH: Final = 18
_REASON_WIDTH: Final = 60


def write_refused(path: Path, rows: Iterable[RollRow], *, columns: Columns) -> int:
    """Write rows as they stood in the roll, under its headings, with the reason; count them.

    Columns that were dropped at reading keep their place and stay empty, so that a column
    chosen by letter still fits when the mended file is imported.
    Raises OSError where the path cannot be written.
    """
    path.touch()  # xlsxwriter would tell at the end only, by an error of its own
    width = len(columns.headings)
    written = 0
    with new_workbook(path, nan_inf_to_errors=True) as book:
        sheet = book.add_worksheet("Danh sách cần sửa")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.set_column(0, max(width - 1, 0), _WIDTH)
        sheet.set_column(width, width, _REASON_WIDTH)
        sheet.freeze_panes(1, 0)
        _write_headings(sheet, columns, book.add_format({"bold": True, "text_wrap": True}))
        for row in rows:
            written += 1
            for column, cell in enumerate(row.cells[:width]):
                _write_cell(sheet, (written, column), cell, day)
            sheet.write_string(written, width, row.why)
    return written


def _write_headings(sheet: Worksheet, columns: Columns, bold: Format) -> None:
    for column, heading in enumerate(columns.headings):
        sheet.write_string(0, column, heading, bold)
    sheet.write_string(0, len(columns.headings), REASON, bold)


def _write_cell(sheet: Worksheet, at: tuple[int, int], cell: object, day: Format) -> None:
    match cell:
        case bool() | int() | float():
            sheet.write(*at, cell)
        case datetime() | date() | time() | timedelta():
            sheet.write_datetime(*at, cell, day)
        case None | "":
            return
        case _:
            sheet.write_string(*at, str(cell))
