"""Room: what a file is, and whether it may be opened at all.

Law: a zip is measured by unpacking it into nothing before any reader sees it, because what it
declares of itself may be a lie.
"""

import re
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path
from typing import Final

from bot.rolls.errors import RollRefused

MOST_FILE_BYTES: Final = 100 * 2**20
MOST_UNPACKED_BYTES: Final = 256 * 2**20
MOST_MEMBERS: Final = 2_000
MOST_RATIO: Final = 150
RATIO_MATTERS_FROM: Final = 8 * 2**20
MOST_ROWS: Final = 300_000
MOST_COLUMNS: Final = 256
MOST_CELLS: Final = 16_000_000
_CHUNK: Final = 2**20
_OVERLAP: Final = 256

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM: Final = "EncryptedPackage".encode("utf-16-le")
_BOOK_STREAMS: Final = ("Workbook".encode("utf-16-le"), "Book\0".encode("utf-16-le"))
_NOT_TEXT: Final = (
    b"%PDF",
    b"{\\rtf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"7z\xbc\xaf",
    b"Rar!",
)
_SHEET: Final = re.compile(r"xl/worksheets/.*\.xml", re.IGNORECASE)
# A cell that holds something (not <c …/>): its column letters and row number.
_FILLED: Final = re.compile(rb"""\sr=["']([A-Z]{1,3})([0-9]{1,7})["'][^<>/]*>""")
_WIDE_OR_DEEP: Final = re.compile(
    rb"""\sr=["'](?:([A-Z]{2,3})[0-9]{1,7}|[A-Z]([0-9]{5,7}))["'][^<>/]*>"""
)
_UNZIPPING: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError)


class Kind(StrEnum):
    """Tell what a file is by its first bytes, never by its name."""

    BOOK = "book"
    TEXT = "text"


def inspect_file(path: Path) -> Kind:
    """Say what a file is, having made sure that it can be opened safely.

    Raises RollRefused: empty, too_large, encrypted, zip_bomb, damaged, not_spreadsheet,
    too_many_rows, too_many_columns.
    """
    size = path.stat().st_size
    if size == 0:
        raise RollRefused("empty")
    if size > MOST_FILE_BYTES:
        raise RollRefused("too_large", most=MOST_FILE_BYTES // 2**20)
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(b"PK"):
        _inspect_zip(path)
        return Kind.BOOK
    if start.startswith(_OLE):
        _inspect_ole(path)
        return Kind.BOOK
    _inspect_text(start)
    return Kind.TEXT


def _inspect_text(start: bytes) -> None:
    bare = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(_NOT_TEXT) or bare.startswith((b"<", b"{\\rtf")):
        raise RollRefused("not_spreadsheet")
    utf16 = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    nuls = start.count(0)
    if nuls and not utf16 and not len(start) * 0.2 < nuls < len(start) * 0.6:
        raise RollRefused("not_spreadsheet")


def _inspect_ole(path: Path) -> None:
    content = path.read_bytes()
    if _ENCRYPTED_STREAM in content:
        raise RollRefused("encrypted")
    if not any(stream in content for stream in _BOOK_STREAMS):
        raise RollRefused("not_spreadsheet")


def _inspect_zip(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            _inspect_declared(members)
            budget = MOST_UNPACKED_BYTES
            for member in members:
                budget -= _measure(archive, member, budget)
    except _UNZIPPING as error:
        raise RollRefused("damaged") from error


def _inspect_declared(members: list[zipfile.ZipInfo]) -> None:
    names = {member.filename.lower() for member in members}
    if any(member.flag_bits & 1 for member in members):
        raise RollRefused("encrypted")
    if "xl/workbook.xml" not in names:
        raise RollRefused("not_spreadsheet")
    total = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or total > MOST_UNPACKED_BYTES:
        raise RollRefused("zip_bomb")
    if any(_is_dense(member.file_size, member.compress_size) for member in members):
        raise RollRefused("zip_bomb")


def _is_dense(unpacked: int, packed: int) -> bool:
    return unpacked > RATIO_MATTERS_FROM and unpacked > MOST_RATIO * max(packed, 1)


def _measure(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> int:
    """Unpack one member into nothing; a sheet's furthest cell is noted on the way."""
    is_sheet = _SHEET.fullmatch(member.filename) is not None
    unpacked, tail, widest, deepest = 0, b"", 1, 1
    # zipfile would stop at the declared size and not see what lies behind it
    declared, member.file_size = member.file_size, MOST_UNPACKED_BYTES + 1
    with archive.open(member) as file:
        while chunk := file.read(_CHUNK):
            unpacked += len(chunk)
            if unpacked > most or _is_dense(unpacked, member.compress_size):
                raise RollRefused("zip_bomb")
            if is_sheet:
                widest, deepest = _furthest(tail + chunk, widest, deepest)
                tail = chunk[-_OVERLAP:]
    if unpacked != declared:
        raise RollRefused("damaged")
    return unpacked


def _furthest(xml: bytes, widest: int, deepest: int) -> tuple[int, int]:
    """Refuse a sheet whose cells lie so far apart that a dense reader would need gigabytes."""
    for hit in _WIDE_OR_DEEP.finditer(xml):
        letters, row = _FILLED.fullmatch(hit.group()).groups()  # type: ignore[union-attr]
        widest = max(widest, _column_number(letters))
        deepest = max(deepest, int(row))
    if deepest > MOST_ROWS:
        raise RollRefused("too_many_rows", most=MOST_ROWS, rows=deepest)
    if widest > MOST_COLUMNS or widest * deepest > MOST_CELLS:
        raise RollRefused("too_many_columns", most=MOST_COLUMNS, columns=widest)
    return widest, deepest


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
