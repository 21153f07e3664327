"""Room: the sheets of an .xlsx or .xls file, read by calamine: values, never formulas or links."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import python_calamine as calamine

from bot.rolls.errors import RollRefused
from bot.rolls.safety import MOST_CELLS, MOST_COLUMNS, MOST_ROWS

_UNREADABLE = (calamine.CalamineError, calamine.XmlError, calamine.ZipError, OSError, ValueError)


@dataclass(slots=True)
class BookSheet:
    """Read one sheet of a workbook; its cells are turned into Python's as they are asked for."""

    book: calamine.CalamineWorkbook
    name: str
    hidden: bool
    _loaded: calamine.CalamineSheet | None = field(default=None, repr=False)

    def rows(self) -> Iterator[list[object]]:
        """Yield every row from the sheet's first, its cells from the first column."""
        sheet = self._sheet()
        if sheet.start is None:
            return
        before = [""] * sheet.start[1]
        for row in sheet.iter_rows():
            yield [*before, *row]

    def length(self) -> int:
        """Count the rows."""
        end = self._sheet().end
        return 0 if end is None else end[0] + 1

    def spans(self) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """List the merged ranges as (row, column) corners, counted from 0."""
        return list(self._sheet().merged_cell_ranges or ())

    def _sheet(self) -> calamine.CalamineSheet:
        if self._loaded is None:
            try:
                self._loaded = self.book.get_sheet_by_name(self.name)
            except _UNREADABLE as error:
                raise RollRefused("damaged") from error
            _refuse_boundless(self._loaded)
        return self._loaded


def list_sheets(path: Path) -> list[BookSheet]:
    """List a workbook's worksheets, hidden ones too.

    Raises RollRefused: encrypted, damaged.
    """
    try:
        with path.open("rb") as file:  # not by path: that would believe the name's ending
            book = calamine.CalamineWorkbook.from_filelike(file)
    except calamine.PasswordError as error:
        raise RollRefused("encrypted") from error
    except _UNREADABLE as error:
        raise RollRefused("damaged") from error
    sheets = [
        BookSheet(book, one.name, one.visible != calamine.SheetVisibleEnum.Visible)
        for one in book.sheets_metadata
        if one.typ == calamine.SheetTypeEnum.WorkSheet
    ]
    if not sheets:
        raise RollRefused("damaged")
    return sheets


def _refuse_boundless(sheet: calamine.CalamineSheet) -> None:
    rows, columns = (edge + 1 for edge in sheet.end or (-1, -1))
    if rows > MOST_ROWS:
        raise RollRefused("too_many_rows", most=MOST_ROWS, rows=rows)
    if columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise RollRefused("too_many_columns", most=MOST_COLUMNS, columns=columns)
