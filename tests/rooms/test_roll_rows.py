"""Rows of rolls with the habits of real ones: who is a person, who is one twice."""

import datetime as dt
import unicodedata
from pathlib import Path

import pytest
import xlsxwriter

from bot.rolls import open_roll
from tests.kit.rolls import AN, HEADER, fates, people, read


def test_section_titles_are_nobody_and_name_the_branch_below(tmp_path: Path) -> None:
    header = ["STT", "Họ và tên", "Năm sinh", "SĐT"]
    rows = people(
        tmp_path,
        [
            header,
            ["(1)", "(2)", "(3)", "(4)"],
            ["I", "Chi hội Phụ nữ phố 5 (35 người)"],
            [1, "Nguyễn Thị An", 1960, "0912345678"],
            ["II. CHI HỘI 6"],
            [1, "Tống Công Bình", 1970, "0987654321"],
            header,
            [2, "Cao Tổng", "", ""],
            ["", "Cộng mang sang"],
            ["", "", "", "Thanh Hóa, ngày 5 tháng 3 năm 2020"],
            ["", "NGƯỜI LẬP BIỂU", "", "TM. BAN CHẤP HÀNH"],
            ["", "Lê Thị Ký", "", "Trần Văn Đóng"],
        ],
    )
    said = [(row.row, row.full_name or row.codes[0], row.branch) for row in rows]
    assert said == [
        (2, "column_numbers", None),
        (3, "section", None),
        (4, "Nguyễn Thị An", "Chi hội Phụ nữ phố 5"),
        (5, "section", None),
        (6, "Tống Công Bình", "CHI HỘI 6"),
        (7, "repeated_header", None),
        (8, "Cao Tổng", "CHI HỘI 6"),
        (9, "total", None),
        (10, "signature", None),
        (11, "signature", None),
        (12, "signature", None),
    ]


def test_tong_cong_without_marks_is_a_total_only_where_no_name_follows(tmp_path: Path) -> None:
    header = ["Ho va ten", "So dien thoai"]
    rows = people(tmp_path, [header, ["Tong Cong Dung", "0912345678"], ["Tong cong: 12", ""]])
    assert fates(rows) == [(2, "new"), (3, "not a person")]


def test_names_that_sound_like_places_or_units_are_people(tmp_path: Path) -> None:
    names = ["Tô Văn An", "Đoàn Thị Hậu", "Phó Đức Chính", "Trương Hội", "Lê An"]
    rows = people(tmp_path, [["Họ và tên", "SĐT"], *([name] for name in names), ["Tổ Thành Long"]])
    assert [row.full_name for row in rows] == [*names, ""]
    assert rows[-1].codes == ("section",)


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Ông Nguyễn Văn An", "Nguyễn Văn An"),
        ("Bà: TRẦN THỊ BÌNH", "Trần Thị Bình"),
        ("Đ/c Lê Minh", "Lê Minh"),
        ("Nguyễn Thị Hoa (bà)", "Nguyễn Thị Hoa"),
        ("12. Phạm Văn Đồng", "Phạm Văn Đồng"),
        ("Ông Ích Khiêm", "Ông Ích Khiêm"),
        ("Anh Nguyễn Anh", "Nguyễn Anh"),
        ("Bá Văn Cường", "Bá Văn Cường"),
        ("Ong Nguyen Van An", "Nguyen Van An"),
        ("Nguyễn Văn\nAn", "Nguyễn Văn An"),
        ("Nguyễn Văn An - Tổ trưởng", "Nguyễn Văn An"),
        ("Trần Thị Bình, chi hội phó", "Trần Thị Bình"),
        ("Vũ Trường", "Vũ Trường"),
        ("Trần Thị Bình – PCT", "Trần Thị Bình"),
        ("Lê An [mới]", "Lê An"),
        ("TS. Lê An", "Lê An"),
        (unicodedata.normalize("NFD", "Đặng Thúy Đào"), "Đặng Thúy Đào"),
    ],
)
def test_a_name_is_cleaned_of_what_is_no_name(tmp_path: Path, cell: str, name: str) -> None:
    (row,) = people(tmp_path, [["Họ tên", "SĐT"], [cell, "0912345678"]])
    assert (row.full_name, row.fate) == (name, "new")


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("Nguyễn Thu Hoa - Hoàng Thu Hiền", "0910000024/0960500024"),
        ("Nguyễn Thu Hoa/Hoàng Thu Hiền", "0910000024"),
        ("NGUYỄN THU HOA VÀ HOÀNG THU HIỀN", ""),
        ("Nguyễn Thu Hoa + Hoàng Hiền", ""),
        ("Ông Nguyễn Văn An, bà Trần Thị Bình", "0910000024"),
        ("Nguyễn Văn An\nTrần Thị Bình", ""),
        ("Vợ chồng ông Nguyễn Văn Chín", "0910000024"),
        ("Nguyễn Văn Chín + vợ", "0910000024"),
        ("vo chong Nguyen Van Chin", ""),
        ("Hoa, Hiền", "0910000024, 0960500024"),
        ("ông Nguyễn Văn An bà Trần Thị Bình", ""),
        ("Nguyễn Văn An cùng Trần Thị Bình", "0910000024"),
        ("Nguyễn Văn An | Trần Thị Bình", ""),
        ("Nguyễn Văn An - CT, Trần Thị Bình - PCT", ""),
    ],
)
def test_two_people_in_one_cell_are_told(tmp_path: Path, cell: str, phone: str) -> None:
    (row,) = people(tmp_path, [["Họ tên", "SĐT"], [cell, phone]])
    assert (row.fate, row.full_name, row.phone) == ("two people", "", None)
    assert row.is_mendable


@pytest.mark.parametrize("name", ["Lê An", "Lê An - TP", "Nguyễn\nVăn An"])
def test_one_person_with_two_phones_keeps_the_first(tmp_path: Path, name: str) -> None:
    (row,) = people(tmp_path, [["Họ tên", "SĐT"], [name, "0910000024 - 0960500024"]])
    assert (row.fate, row.phone, row.codes) == ("new", "0910000024", ("several_phones",))


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        (dt.date(1973, 1, 27), 1973),
        ("21/11/1977", 1977),
        ("1.2.65", 1965),
        (75, 1975),
        ("1950", 1950),
        (26690, 1973),
        ("Sinh năm 1948", 1948),
        ("5/1962", 1962),
        ("1/1/05", 2005),
        ("1/1/20", None),
        (1850, None),
        ("12/12/2090", None),
        ("không rõ", None),
    ],
)
def test_a_year_of_birth_is_read_or_left_out(
    tmp_path: Path, cell: object, year: int | None
) -> None:
    rows = people(tmp_path, [["Họ tên", "Ngày sinh", "SĐT"], ["Lê An", cell, "0912345678"]])
    assert (rows[0].birth_year, rows[0].fate) == (year, "new")


@pytest.mark.parametrize(
    ("cell", "group"),
    [
        ("TDP 7", "7"),
        ("Tổ 9", "9"),
        (2, "2"),
        ("TDP số 3", "3"),
        ("Phố 5", "5"),
        ("tổ dân phố 07", "7"),
        ("TDP7", "7"),
        ("Thôn Đông Hải", "Đông Hải"),
        ("7A", "7A"),
        ("2.0", "2"),
        ("T7", "7"),
        ("KP 4", "4"),
        ("TDP-5", "5"),
        ("Tô Hiệu", "Tô Hiệu"),
    ],
)
def test_a_residential_group_is_its_number_or_name(
    tmp_path: Path, cell: object, group: str
) -> None:
    (row,) = people(tmp_path, [["Họ tên", "TDP", "SĐT"], ["Lê An", cell, "0912345678"]])
    assert row.group == group


def test_repeats_are_told_from_families(tmp_path: Path) -> None:
    rows = people(
        tmp_path,
        [
            ["Họ tên", "Năm sinh", "Địa chỉ", "Tổ", "SĐT"],
            ["Nguyễn Văn An", 1960, "Ba Đình", 5, "0912345678"],
            ["NGUYEN VAN AN", "01/02/1960", "Ba Đình", 5, 912345678],
            ["Trần Thị Bình", 1962, "Ba Đình", 5, "0912.345.678"],
            ["Trần Thị Bình", "", "", "", "0912345678"],
            ["Nguyễn Văn Ân", "", "", "", "0912345678"],
            ["Lê Thị Tám", 1950, "Ba Đình", 5, ""],
            ["Lê Thị Tám", 1950, "P. Ba Đình", "Tổ 5", ""],
            ["Lê Thị Tám", 1951, "Ba Đình", 5, ""],
            ["Lê Thị Chín", 1951, "Ba Đình", 5, "02373852123"],
        ],
    )
    assert [row.fate for row in rows] == [
        "new", "repeat", "shared phone", "repeat", "shared phone",
        "no phone", "repeat", "no phone", "bad phone",
    ]  # fmt: skip
    assert [row.first_row for row in rows[:4]] == [None, 2, 2, 4]
    assert rows[-1].codes == ("landline",)


def test_ditto_marks_and_cells_merged_downwards_repeat_the_row_above(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as made:
        page = made.add_worksheet()
        page.write_row(0, 0, HEADER)
        page.write_row(1, 0, AN)
        page.write_row(2, 0, [2, "Lê Thị Hai", "", "", "-nt-", '"', "0987654321"])
        page.merge_range("H2:H3", "Chi hội 1")
    rows = read(open_roll(tmp_path / "a.xlsx"))
    assert (rows[1].ward, rows[1].group, rows[1].branch) == ("Ba Đình", "5", "Chi hội 1")


def test_letters_that_were_decoded_wrongly_are_flagged_to_be_mended(tmp_path: Path) -> None:
    (row,) = people(tmp_path, [["Họ tên", "SĐT"], ["Nguyá»…n VÄ‘n", "0912345678"]])
    assert (row.fate, row.codes, row.is_mendable) == ("not a person", ("legacy_text",), True)
