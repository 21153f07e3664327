"""Kit: rolls made for a test: small ones to read, and files that are none."""

import unicodedata
import zipfile
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from bot.rolls import Roll, RollRow, open_roll, read_roll

HEADER = [
    "STT",
    "Họ và tên",
    "Năm sinh",
    "Giới tính",
    "Địa chỉ",
    "Tổ",
    "SĐT",
    "Chi hội",
    "Ghi chú",
]
AN = [1, "Nguyễn Văn An", 1960, "Nam", "P. Ba Đình", 5, "0912345678", "Chi hội 1", ""]
BINH = [2, "Trần Thị Bình", 1970, "Nữ", "Đông Vệ", "TDP 6", "0987654321", "Chi hội 1", "x"]


class Wards:
    """Know two wards, as a site's places would."""

    def recognise(self, address: str) -> str | None:
        known = (name for name in ("Ba Đình", "Đông Vệ") if name.lower() in address.lower())
        return next(known, None)


def read(roll: Roll) -> list[RollRow]:
    return list(read_roll(roll.rows(), columns=roll.columns, wards=Wards(), this_year=2026))


def book(path: Path, rows: Sequence[Sequence[object]], *, sheet: str = "DS") -> Path:
    options = {"default_date_format": "dd/mm/yyyy", "strings_to_formulas": False}
    with xlsxwriter.Workbook(str(path), options) as made:
        page = made.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return path


def people(tmp_path: Path, rows: Sequence[Sequence[object]]) -> list[RollRow]:
    return read(open_roll(book(tmp_path / "roll.xlsx", rows)))


def fates(rows: Sequence[RollRow]) -> list[tuple[int, str]]:
    return [(row.row, str(row.fate)) for row in rows]


def is_an(row: RollRow) -> bool:
    read_of = (row.full_name, row.phone, row.birth_year, row.ward, row.group, row.branch)
    return read_of == ("Nguyễn Văn An", "0912345678", 1960, "Ba Đình", "5", "Chi hội 1")


# Where the header is, and which columns it names


def in_windows_letters(text: str) -> str:
    """Write tones as letters of their own, as Windows-1258 does, and keep what it has whole."""
    letters = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        tones = [c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323"]
        rest = unicodedata.normalize("NFC", "".join(c for c in parts if c not in tones))
        letters.append(rest + "".join(tones))
    return "".join(letters)


def old_xls(rows: Sequence[Sequence[str]]) -> bytes:
    """Write a minimal BIFF8 stream of text cells in an OLE2 file of 512-byte sectors."""

    def record(kind: int, body: bytes) -> bytes:
        return kind.to_bytes(2, "little") + len(body).to_bytes(2, "little") + body

    def wide(text: str, size: int) -> bytes:
        return len(text).to_bytes(size, "little") + b"\x01" + text.encode("utf-16-le")

    bof = (0x0600).to_bytes(2, "little")
    cells = b"".join(
        record(0x0204, y.to_bytes(2, "little") + x.to_bytes(2, "little") + b"\0\0" + wide(text, 2))
        for y, row in enumerate(rows)
        for x, text in enumerate(row)
    )
    page = record(0x0809, bof + b"\x10\0" + bytes(12)) + cells + record(0x000A, b"")
    head = record(0x0809, bof + b"\x05\0" + bytes(12)) + record(0x0042, b"\xb0\x04")
    sheet_size = 4 + 4 + 2 + len(wide("DS", 1))
    offset = len(head) + sheet_size + 4
    sheet = record(0x0085, offset.to_bytes(4, "little") + b"\0\0" + wide("DS", 1))
    return ole2(head + sheet + record(0x000A, b"") + page, "Workbook")


def ole2(stream: bytes, name: str) -> bytes:
    """Wrap a stream in an OLE2 file: FAT in sector 0, directory in 1, then the stream."""
    stream = stream.ljust(4096, b"\0")
    stream += bytes(-len(stream) % 512)
    count = len(stream) // 512
    end, free, fat = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    table = [fat, end, *range(3, 2 + count), end]
    table += [free] * (128 - len(table))

    def entry(label: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = (label + "\0").encode("utf-16-le")
        links = b"".join(n.to_bytes(4, "little") for n in (free, free, child))
        named = text.ljust(64, b"\0") + len(text).to_bytes(2, "little") + bytes([kind, 1])
        return named + links + bytes(36) + start.to_bytes(4, "little") + size.to_bytes(8, "little")

    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0" + bytes(6)
    numbers = [0, 1, 1, 0, 4096, end, 0, end, 0, 0, *[free] * 108]
    header += b"".join(n.to_bytes(4, "little") for n in numbers)
    directory = entry("Root Entry", 5, 1, end, 0) + entry(name, 2, free, 2, len(stream))
    directory += bytes(256)
    return header + b"".join(n.to_bytes(4, "little") for n in table) + directory + stream


# Files that are refused


def packed(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def far_cell(path: Path, reference: str) -> Path:
    """Plant one cell so far out that a dense table up to it would take gigabytes."""
    book(path, [HEADER, AN])
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    row = "".join(filter(str.isdigit, reference)).encode()
    far = b'<row r="%s"><c r="%s"><v>1</v></c></row></sheetData>' % (row, reference.encode())
    sheet = "xl/worksheets/sheet1.xml"
    members[sheet] = members[sheet].replace(b"</sheetData>", far)
    return packed(path, members)


def lying_bomb(path: Path) -> Path:
    """Declare a small size for a member that unpacks to far more."""
    packed(path, {"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": bytes(20 * 2**20)})
    content = path.read_bytes()
    size = (20 * 2**20).to_bytes(4, "little")
    path.write_bytes(content.replace(size, (1000).to_bytes(4, "little")))
    return path


def truncated(path: Path) -> Path:
    whole = book(path, [HEADER, AN]).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


def garbled(path: Path) -> Path:
    content = bytearray(book(path, [HEADER, AN] * 400).read_bytes())
    content[2000:2400] = bytes(400)
    path.write_bytes(content)
    return path


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


MAKERS = {
    "empty": lambda p: written(p, b""),
    "empty-book": lambda p: book(p, []),
    "empty-text": lambda p: written(p, b"\r\n \r\n"),
    "encrypted": lambda p: written(p, ole2(bytes(4096), "EncryptedPackage")),
    "zip_bomb": lambda p: packed(
        p, {"xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": bytes(20 * 2**20)}
    ),
    "zip_bomb-lying": lying_bomb,
    "damaged": truncated,
    "damaged-inside": garbled,
    "damaged-xls": lambda p: written(p, ole2(bytes(4096), "Workbook")),
    "not_spreadsheet-html": lambda p: written(p, b"\n<html><table><tr><td>Ho ten</table>"),
    "not_spreadsheet-pdf": lambda p: written(p, b"%PDF-1.7 ..."),
    "not_spreadsheet-bytes": lambda p: written(p, bytes([1, 0, 2, 3, 255, 7]) * 99),
    "not_spreadsheet-zip": lambda p: packed(p, {"word/document.xml": b"<a/>"}),
    "not_spreadsheet-doc": lambda p: written(p, ole2(bytes(4096), "WordDocument")),
    "too_many_rows": lambda p: far_cell(p, "A1048576"),
    "too_many_columns": lambda p: far_cell(p, "XFD9"),
    "too_many_columns-dense": lambda p: far_cell(p, "IA200000"),
    "no_header": lambda p: book(p, [["a", "b"], ["c", "d"]]),
    "legacy_text": lambda p: book(p, [["Há» tÃªn", "Ä‘á»‹a chá»‰"], ["Nguyá»…n VÄƒn An", "x"]]),
}
