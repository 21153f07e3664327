"""Room: a .csv roll: its encoding and delimiter guessed, its rows read one by one."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bot.rolls.columns import HEADER_WITHIN, header_worth
from bot.rolls.errors import RollRefused
from bot.words import looks_legacy

_DELIMITERS = (",", ";", "\t", "|")
_CHUNK = 2**16
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class TextSheet:
    """Read one .csv file as a sheet."""

    path: Path
    encoding: str
    delimiter: str
    name: str = ""
    hidden: bool = False

    def rows(self) -> Iterator[list[object]]:
        """Yield every record as a row; a quoted line break does not start a new one."""
        try:
            with self.path.open(encoding=self.encoding, newline="") as file:
                for record in csv.reader(file, delimiter=self.delimiter):
                    yield list(record)
        except (csv.Error, UnicodeError) as error:
            raise RollRefused("damaged") from error

    def length(self) -> None:
        """Say that only reading would tell how many rows there are."""

    def spans(self) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """List no merged ranges: text has none."""
        return []


def open_text(path: Path) -> TextSheet:
    """Find a text file's encoding and the delimiter that makes most sense of it.

    Raises RollRefused: not_spreadsheet, damaged.
    """
    encoding = _encoding_of(path)
    sheets = [TextSheet(path, encoding, delimiter) for delimiter in _DELIMITERS]
    return max(sheets, key=_sense)


def _sense(sheet: TextSheet) -> tuple[int, int]:
    try:
        top = list(islice(sheet.rows(), HEADER_WITHIN))
    except RollRefused:
        return 0, 0
    return header_worth(top), sum(len(row) - 1 for row in top)


def _encoding_of(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4096)
    for mark, encoding in _BOMS:
        if start.startswith(mark):
            return encoding
    if 0 in start:
        return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"
    for encoding in ("utf-8", "cp1258"):
        if _decodes(path, encoding):
            is_old_font = encoding == "cp1258" and looks_legacy(start.decode(encoding, "ignore"))
            return "latin-1" if is_old_font else encoding
    raise RollRefused("not_spreadsheet")


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
