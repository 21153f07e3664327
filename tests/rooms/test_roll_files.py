"""Rolls in every kind of file, and files that are refused."""

import datetime as dt
import zipfile
import zlib
from pathlib import Path

import pytest
import xlsxwriter

from bot.rolls import REFUSALS, RollRefused, open_roll, write_refused
from bot.rolls.safety import inspect_file
from tests.kit.rolls import (
    AN,
    BINH,
    HEADER,
    MAKERS,
    book,
    far_cell,
    fates,
    in_windows_letters,
    is_an,
    lying_bomb,
    old_xls,
    packed,
    read,
)


def test_formulas_give_their_stored_value_and_are_never_worked_out(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as made:
        page = made.add_worksheet()
        page.write_row(0, 0, ["Họ tên", "SĐT"])
        page.write_formula(1, 0, '="Không" & " Ai"', None, "Nguyễn Văn An")
        page.write_formula(1, 1, "='[http://example.test/x.xlsx]S'!A1", None, "0912345678")
    (row,) = read(open_roll(tmp_path / "a.xlsx"))
    assert (row.full_name, row.phone) == ("Nguyễn Văn An", "0912345678")


# Kinds of file


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
def test_a_csv_is_read_in_any_encoding_and_delimiter(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    lines = [["DANH SÁCH"], HEADER, AN, BINH]
    text = "\r\n".join(delimiter.join(map(str, line)) for line in lines)
    if encoding == "cp1258":
        text = in_windows_letters(text)
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    rows = read(open_roll(tmp_path / "a.csv"))
    assert fates(rows) == [(3, "new"), (4, "new")]
    assert is_an(rows[0])


def test_an_old_xls_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xls"
    path.write_bytes(old_xls([["Họ và tên", "SĐT"], ["Nguyễn Văn An", "0912345678"]]))
    (row,) = read(open_roll(path))
    assert (row.row, row.full_name, row.phone) == (2, "Nguyễn Văn An", "0912345678")


@pytest.mark.parametrize("case", MAKERS)
def test_a_file_that_cannot_be_a_roll_is_refused_with_its_reason(
    tmp_path: Path, case: str
) -> None:
    path = MAKERS[case](tmp_path / "roll.xls")
    with pytest.raises(RollRefused) as refused:
        read(open_roll(path))
    assert refused.value.code == case.split("-")[0]
    assert refused.value.phrase in REFUSALS.values()


def test_a_bomb_that_lies_about_its_size_and_checksum_is_still_measured(tmp_path: Path) -> None:
    path = lying_bomb(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as archive:
        told = archive.getinfo("xl/worksheets/sheet1.xml")
    true, false = (crc.to_bytes(4, "little") for crc in (told.CRC, zlib.crc32(bytes(1000))))
    path.write_bytes(path.read_bytes().replace(true, false))
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None, "the lie must convince zipfile itself"
    with pytest.raises(RollRefused, match="zip_bomb"):
        inspect_file(path)


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("A1048576", "too_many_rows"),
        ("XFD9", "too_many_columns"),
        ("IA200000", "too_many_columns"),
    ],
)
def test_a_far_cell_is_refused_before_any_reader_makes_room_for_it(
    tmp_path: Path, reference: str, code: str
) -> None:
    with pytest.raises(RollRefused, match=code):
        inspect_file(far_cell(tmp_path / "a.xlsx", reference))


def test_a_declared_bomb_is_refused_unread(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.xlsx", {"xl/workbook.xml": b"<a/>", "xl/x.xml": bytes(1000)})
    content = path.read_bytes()
    directory = content.rindex(b"PK\x01\x02")
    size = (2**31).to_bytes(4, "little")
    path.write_bytes(content[: directory + 24] + size + content[directory + 28 :])
    with pytest.raises(RollRefused, match="zip_bomb"):
        inspect_file(path)


def test_styled_empty_cells_down_to_the_last_row_do_no_harm(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as made:
        page = made.add_worksheet()
        page.write_row(0, 0, HEADER)
        page.write_row(1, 0, AN)
        page.write_blank(1_048_575, 0, None, made.add_format({"bold": True}))
    assert fates(read(open_roll(tmp_path / "a.xlsx"))) == [(2, "new")]


# The file of rows to mend


def test_refused_rows_come_back_in_their_columns_and_import_once_mended(tmp_path: Path) -> None:
    bad = [
        3,
        "Lê Thị Ba",
        dt.date(1971, 2, 3),
        "Thái",
        "Ba Đình",
        5,
        "0912345",
        "Chi hội 1",
        "=1+1",
    ]
    header = [*HEADER[:3], "Dân tộc", *HEADER[4:]]
    roll = open_roll(book(tmp_path / "a.xlsx", [["DANH SÁCH"], header, AN, bad]))
    mendable = [row for row in read(roll) if row.is_mendable]
    assert write_refused(tmp_path / "b.xlsx", mendable, columns=roll.columns) == 1
    again = open_roll(tmp_path / "b.xlsx")
    assert again.columns.where == roll.columns.where
    (row,) = read(again)
    assert (row.full_name, row.birth_year, row.note) == ("Lê Thị Ba", 1971, "=1+1")
    assert row.cells[3] == ""
    assert "0912345" in str(row.cells[-1])


def test_rows_to_mend_that_cannot_be_written_are_an_os_error(tmp_path: Path) -> None:
    roll = open_roll(book(tmp_path / "a.xlsx", [["Họ tên", "SĐT"], ["Lê An", "09"]]))
    with pytest.raises(OSError, match="nowhere"):
        write_refused(tmp_path / "nowhere" / "a.xlsx", read(roll), columns=roll.columns)


def test_reading_tells_its_progress(tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    roll = open_roll(book(tmp_path / "a.xlsx", [HEADER, *[AN] * 2500]))
    for _ in roll.rows(progress=lambda done, length: told.append((done, length))):
        pass
    assert told == [(1000, 2501), (2000, 2501)]
