"""Room: where a roll's header is and which column holds what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.rolls.errors import RollRefused
from bot.rolls.headings import (
    BIRTH,
    DROPPED,
    FAMILY,
    FIELDS,
    GIVEN,
    IGNORED,
    NAME,
    is_sex,
    recognise_heading,
)
from bot.words import fold, looks_legacy

Cells = Sequence[object]

HEADER_WITHIN: Final = 30
_FIELDS_OF_A_HEADER: Final = 2
_LETTERS: Final = 26
_LEAST_GIVEN_SHARE: Final = 0.7
_MOST_GIVEN_WORDS: Final = 2


@dataclass(frozen=True, slots=True)
class Columns:
    """Hold where each field stands (0-based columns) and what was left out."""

    header_row: int
    headings: tuple[str, ...]
    where: Mapping[str, tuple[int, ...]]
    dropped: Mapping[int, str] = field(default_factory=dict)
    ignored: Mapping[int, str] = field(default_factory=dict)

    def of(self, name: str) -> tuple[int, ...]:
        """Give the columns of a field, in the sheet's order."""
        return self.where.get(name, ())

    @property
    def has_names(self) -> bool:
        """Say whether people's names stand anywhere."""
        return bool(self.of(NAME) or (self.of(FAMILY) and self.of(GIVEN)))


def find_columns(top: Sequence[Cells], overrides: Mapping[str, str] | None = None) -> Columns:
    """Find header and columns in a sheet's first rows, the organizer's own choice first.

    `overrides` maps a field of FIELDS to a column letter ("F") or a heading's text.
    Raises RollRefused: no_header, legacy_text, unknown_field, no_such_column.
    """
    best = max(_candidates(top[:HEADER_WITHIN]), key=_fullness, default=None)
    found = best if best is not None and _worth(best) >= _FIELDS_OF_A_HEADER else None
    if overrides:
        width = max((len(row) for row in top), default=0)
        found = _overridden(found or Columns(0, ("",) * width, {}), overrides)
    if found is None or not found.has_names:
        if any(looks_legacy(_label(cell)) for row in top for cell in row):
            raise RollRefused("legacy_text")
        raise RollRefused("no_header")
    return _with_unheaded_given_names(found, top)


def header_worth(top: Sequence[Cells]) -> int:
    """Count the fields of the best header, to choose among sheets and delimiters."""
    return max((_worth(c) for c in _candidates(top[:HEADER_WITHIN])), default=0)


def _candidates(top: Sequence[Cells]) -> Iterator[Columns]:
    for index, row in enumerate(top):
        labels = [_label(cell) for cell in row]
        if sum(1 for label in labels if label) < _FIELDS_OF_A_HEADER:
            continue
        fields = [_field_of(label) for label in labels]
        yield _columns_of(index + 1, labels, fields)
        if index + 1 < len(top) and sum(map(bool, fields)) >= _FIELDS_OF_A_HEADER:
            below = [_label(cell) for cell in top[index + 1]]
            if _is_second_line(top[index + 1], below):
                yield _two_lines(index + 2, labels, below)


def _worth(columns: Columns) -> int:
    if not columns.has_names:
        return 0
    return len(columns.where) + bool(columns.dropped)


def _fullness(columns: Columns) -> tuple[int, int]:
    return _worth(columns), sum(map(len, columns.where.values()))


def _label(cell: object) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _field_of(label: str) -> str | None:
    return recognise_heading(label) if label else None


def _is_second_line(row: Cells, labels: Sequence[str]) -> bool:
    """Say whether a row can be a header's lower line: words only, and known ones."""
    if any(cell not in {None, ""} and not isinstance(cell, str) for cell in row):
        return False
    filled = [label for label in labels if label]
    known = [label for label in filled if is_sex(label) or recognise_heading(label)]
    return bool(known) and len(known) * 2 >= len(filled)


def _two_lines(last_row: int, upper: list[str], lower: list[str]) -> Columns:
    width = max(len(upper), len(lower))
    upper = upper + [""] * (width - len(upper))
    lower = lower + [""] * (width - len(lower))
    labels: list[str] = []
    fields: list[str | None] = []
    over = ""
    for above, below in zip(upper, lower, strict=True):
        over = above or (over if below else "")
        labels.append(" ".join(part for part in (over, below) if part))
        fields.append(_field_of_two(over, below))
    return _columns_of(last_row, labels, fields)


def _field_of_two(over: str, below: str) -> str | None:
    above = _field_of(over)
    if is_sex(below) and above == BIRTH:
        return BIRTH
    if above in {DROPPED, IGNORED} and not below:
        return above
    return _field_of(below) or above


def _columns_of(row: int, labels: list[str], fields: Sequence[str | None]) -> Columns:
    where: dict[str, list[int]] = {}
    for column, name in enumerate(_settled(labels, fields)):
        if name is not None:
            where.setdefault(name, []).append(column)
    return Columns(
        row,
        tuple(labels),
        {name: tuple(found) for name, found in where.items() if name not in {DROPPED, IGNORED}},
        {column: labels[column] for column in where.get(DROPPED, [])},
        {column: labels[column] for column in where.get(IGNORED, [])},
    )


def _settled(labels: Sequence[str], fields: Sequence[str | None]) -> list[str | None]:
    """Settle what one heading alone cannot: "Họ đệm" + "Tên", and birth years by sex."""
    settled = list(fields)
    if FAMILY in settled:
        settled = [
            GIVEN if name == NAME and fold(label).split()[-1:] == ["ten"] else name
            for label, name in zip(labels, settled, strict=True)
        ]
    halves = [column for column, label in enumerate(labels) if is_sex(label)]
    if len(halves) == len(("Nam", "Nữ")):
        for column in halves:
            settled[column] = BIRTH
    return settled


def _overridden(found: Columns, overrides: Mapping[str, str]) -> Columns:
    where = dict(found.where)
    for name, wanted in overrides.items():
        if name not in FIELDS:
            raise RollRefused("unknown_field", name=name, known=", ".join(FIELDS))
        column = _column_named(wanted, found.headings)
        where = {
            other: tuple(c for c in columns if c != column) for other, columns in where.items()
        }
        where[name] = (column,)
    chosen = {column for columns in where.values() for column in columns}
    dropped = {column: label for column, label in found.dropped.items() if column not in chosen}
    kept = {name: columns for name, columns in where.items() if columns}
    return Columns(found.header_row, found.headings, kept, dropped, found.ignored)


def name_column(column: int) -> str:
    """Give a column's letters as spreadsheets count them: 0 is A, 26 is AA."""
    before, last = divmod(column, _LETTERS)
    return (name_column(before - 1) if before else "") + chr(ord("A") + last)


def _column_named(wanted: str, headings: Sequence[str]) -> int:
    by_text = [
        c for c, heading in enumerate(headings) if heading and fold(heading) == fold(wanted)
    ]
    if by_text:
        return by_text[0]
    letters = wanted.strip().upper()
    column = -1
    if letters.isascii() and letters.isalpha():
        for letter in letters:
            column = (column + 1) * _LETTERS + ord(letter) - ord("A")
    if not 0 <= column < len(headings):
        raise RollRefused("no_such_column", name=wanted)
    return column


def _with_unheaded_given_names(columns: Columns, top: Sequence[Cells]) -> Columns:
    """Take the bare column right of "Họ và tên" as given names where it holds such words."""
    names = columns.of(NAME)
    beside = names[0] + 1 if names else 0
    if not names or (beside < len(columns.headings) and columns.headings[beside]):
        return columns
    rows = [r for r in top[columns.header_row :] if len(r) > beside and _label(r[names[0]])]
    given = [r for r in rows if _is_given(r[beside])]
    if not given or len(given) < len(rows) * _LEAST_GIVEN_SHARE:
        return columns
    where = {name: found for name, found in columns.where.items() if name != NAME}
    return Columns(
        columns.header_row,
        columns.headings,
        where | {FAMILY: names[:1], GIVEN: (beside,)},
        columns.dropped,
        columns.ignored,
    )


def _is_given(cell: object) -> bool:
    label = _label(cell)
    words = label.split()
    is_short = len(words) <= _MOST_GIVEN_WORDS and len(label) > 1
    return is_short and label.replace(" ", "").isalpha()
