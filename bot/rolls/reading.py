"""Room: the rows of a roll's file, .xlsx, .xls or .csv, one by one and as values only."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol

from bot.rolls.books import list_sheets
from bot.rolls.columns import HEADER_WITHIN, Columns, find_columns, header_worth
from bot.rolls.errors import RollRefused
from bot.rolls.fonts import UnicodeSheet, find_font
from bot.rolls.headings import FAMILY, GIVEN, NAME
from bot.rolls.safety import MOST_COLUMNS, MOST_ROWS, Kind, inspect_file
from bot.rolls.texts import open_text

_SAMPLE = HEADER_WITHIN * 3
_PROGRESS_EVERY = 1_000

Progress = Callable[[int, int | None], None]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """Hold one row as it stands in the sheet; the first row's number is 1."""

    number: int
    cells: tuple[object, ...]


class Sheet(Protocol):
    """Give one table of a file, re-readable from its start."""

    @property
    def name(self) -> str:
        """Give the sheet's name."""

    @property
    def hidden(self) -> bool:
        """Say whether the sheet is hidden."""

    def rows(self) -> Iterator[list[object]]:
        """Yield every row from the sheet's first, its cells from the first column."""

    def length(self) -> int | None:
        """Count the rows, or None where only reading would tell."""

    def spans(self) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """List the merged ranges as (row, column) corners, counted from 0."""


@dataclass(frozen=True, slots=True)
class Roll:
    """Hold an opened roll: the sheet that was chosen, its columns, and its rows on demand."""

    sheet: Sheet
    columns: Columns

    @property
    def length(self) -> int | None:
        """Count the sheet's rows for a progress bar, or None where it is not known."""
        return self.sheet.length()

    def rows(self, *, progress: Progress | None = None) -> Iterator[SheetRow]:
        """Yield the rows below the header, merged cells filled, dropped columns empty.

        Raises RollRefused: too_many_rows, too_many_columns, damaged.
        """
        fills = _Fills(self.sheet.spans(), self.columns)
        for index, cells in enumerate(self.sheet.rows()):
            if index >= MOST_ROWS:
                raise RollRefused("too_many_rows", most=MOST_ROWS)
            if len(cells) > MOST_COLUMNS:
                raise RollRefused("too_many_columns", most=MOST_COLUMNS)
            if index < self.columns.header_row:
                continue
            fills.fill(index, cells)
            yield SheetRow(index + 1, self._without_dropped(cells))
            if progress is not None and (index + 1) % _PROGRESS_EVERY == 0:
                progress(index + 1, self.length)

    def _without_dropped(self, cells: list[object]) -> tuple[object, ...]:
        """Empty the cells that we must not hold; of a row of nothing else its titles stay."""
        dropped = self.columns.dropped
        if not any(_says(cell) for c, cell in enumerate(cells) if c not in dropped):
            return tuple(c if isinstance(c, str) and " " in c.strip() else "" for c in cells)
        return tuple("" if c in dropped else cell for c, cell in enumerate(cells))


def open_roll(
    path: Path, *, columns: Mapping[str, str] | None = None, sheet: str | None = None
) -> Roll:
    """Open a file, choose the sheet that looks most like a roll and find its columns.

    Raises RollRefused with any code of REFUSALS.
    """
    if inspect_file(path) is Kind.BOOK:
        sheets: list[Sheet] = list(list_sheets(path))
    else:
        sheets = [open_text(path)]
    if sheet is not None:
        known = ", ".join(one.name for one in sheets)
        sheets = [one for one in sheets if one.name == sheet]
        if not sheets:
            raise RollRefused("no_such_sheet", name=sheet, known=known)
    chosen, top = _choose([_in_unicode(one) for one in sheets])
    return Roll(chosen, find_columns(top, columns))


def _in_unicode(sheet: Sheet) -> Sheet:
    font = find_font(islice(sheet.rows(), _SAMPLE))
    return sheet if font is None else UnicodeSheet(sheet, font)


def _choose(sheets: list[Sheet]) -> tuple[Sheet, list[list[object]]]:
    """Choose by header first, visible before hidden, then the longer sheet."""
    tops = [(one, list(islice(one.rows(), _SAMPLE))) for one in sheets]
    filled = [(one, top) for one, top in tops if any(any(map(_says, row)) for row in top)]
    if not filled:
        raise RollRefused("empty")
    return max(filled, key=lambda pair: _likeness(*pair))


def _likeness(sheet: Sheet, top: list[list[object]]) -> tuple[bool, bool, int, int]:
    worth = header_worth(top)
    return worth > 0, not sheet.hidden, min(worth, 4), sheet.length() or 0


def _says(cell: object) -> bool:
    return cell is not None and bool(str(cell).strip())


class _Fills:
    """Repeat the value of cells merged downwards, except names (that would double a person)."""

    def __init__(
        self, spans: list[tuple[tuple[int, int], tuple[int, int]]], columns: Columns
    ) -> None:
        names = {c for field in (NAME, FAMILY, GIVEN) for c in columns.of(field)}
        self._starting: dict[int, list[tuple[int, int]]] = {}
        for (top, left), (bottom, right) in spans:
            if bottom > top >= columns.header_row and left == right and left not in names:
                self._starting.setdefault(top, []).append((left, bottom))
        self._open: list[tuple[int, int, object]] = []

    def fill(self, index: int, cells: list[object]) -> None:
        """Fill the row at `index` from the ranges open above it, and open its own."""
        self._open = [span for span in self._open if span[1] >= index]
        for column, _, value in self._open:
            if column < len(cells):
                cells[column] = value
        for column, bottom in self._starting.pop(index, ()):
            if column < len(cells):
                self._open.append((column, bottom, cells[column]))
