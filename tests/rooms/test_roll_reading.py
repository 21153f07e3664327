"""Rolls with the habits of real ones: where the header is, and which columns it names."""

from pathlib import Path

import click
import pytest
import xlsxwriter

from bot.commands.roll import describe_columns, read_columns
from bot.rolls import RollRefused, open_roll
from tests.kit.rolls import AN, HEADER, book, fates, is_an, people, read


def test_a_header_on_row_9_is_found(tmp_path: Path) -> None:
    titles = [
        ["HỘI PHỤ NỮ"],
        ["CỘNG HÒA XÃ HỘI"],
        [],
        ["DANH SÁCH HỘI VIÊN"],
        [],
        [],
        [],
        ["(kèm)"],
    ]
    rows = people(tmp_path, [*titles, HEADER, AN])
    assert fates(rows) == [(10, "new")]
    assert is_an(rows[0])


def test_a_sheet_that_starts_lower_and_further_right_keeps_its_row_numbers(tmp_path: Path) -> None:
    rows = people(tmp_path, [[], [], ["", "", *HEADER], ["", "", *AN]])
    assert rows[0].row == 4
    assert is_an(rows[0])


def test_birth_years_in_columns_by_sex_under_a_two_row_header_are_read(tmp_path: Path) -> None:
    upper = ["TT", "Họ và tên", "Năm sinh", "", "Nơi ở", "TDP", "Điện thoại", "Chi hội"]
    lower = ["", "", "Nam", "Nữ", "", "", "", ""]
    rows = people(
        tmp_path,
        [
            upper,
            lower,
            [1, "Nguyễn Văn An", 1960, "", "P. Ba Đình", 5, "0912345678", "Chi hội 1"],
            [2, "Trần Thị Bình", "", 1970, "Đông Vệ", 6, "0987654321", "Chi hội 1"],
        ],
    )
    assert fates(rows) == [(3, "new"), (4, "new")]
    assert [row.birth_year for row in rows] == [1960, 1970]
    assert [row.sex for row in rows] == ["male", "female"]


def test_a_sex_is_read_as_rolls_write_it_and_never_guessed(tmp_path: Path) -> None:
    cells = {
        "Nam": "male",
        "NU": "female",
        "nữ giới": "female",
        "khác": "other",
        "": None,
        "2": None,
    }
    rows = [[f"Nguyễn Văn {name}", cell] for name, cell in zip("ABCDEG", cells, strict=True)]
    read_rows = people(tmp_path, [["Họ và tên", "Giới tính"], *rows])
    assert [row.sex for row in read_rows] == list(cells.values())
    assert ["bad_sex" in row.codes for row in read_rows] == [False] * 5 + [True]
    ticked = [["Họ và tên", "Nữ"], ["Nguyễn Thị An", "x"], ["Lê Văn Bình", ""]]
    assert [row.sex for row in people(tmp_path, ticked)] == ["female", None]
    born = [["Họ và tên", "Ngày sinh", ""], ["", "Thang", "Nam"], ["Lê Văn Bình", "5", "1970"]]
    assert [row.sex for row in people(tmp_path, born)] == [None]


def test_names_split_in_two_columns_are_put_together(tmp_path: Path) -> None:
    rows = people(
        tmp_path, [["STT", "Họ đệm", "Tên", "SĐT"], [1, "Nguyễn Văn", "An", "0912345678"]]
    )
    assert rows[0].full_name == "Nguyễn Văn An"


def test_given_names_under_a_merged_name_heading_are_put_to_it(tmp_path: Path) -> None:
    header = ["STT", "Họ và tên", "", "SĐT"]
    rows = people(tmp_path, [header, [1, "Nguyễn Văn", "An", "0912345678"], [2, "Lê", "Bé", ""]])
    assert [row.full_name for row in rows] == ["Nguyễn Văn An", "Lê Bé"]


def test_what_we_must_not_hold_is_dropped_at_reading(tmp_path: Path) -> None:
    header = ["Họ tên", "Số CCCD", "Dân tộc", "Tôn giáo", "Ngày vào Đảng", "Nam/Nữ", "Số ĐT"]
    row = ["Nguyễn Văn An", "038060001234", "Kinh", "Không", "03/02/1990", "Nam", "0912345678"]
    signature = ["", "", "", "", "Ba Đình, ngày 3 tháng 2 năm 2020", "", ""]
    roll = open_roll(book(tmp_path / "a.xlsx", [header, row, signature]))
    assert set(roll.columns.dropped.values()) == set(header[1:5])
    (only, signed) = read(roll)
    assert (signed.fate, signed.row) == ("not a person", 3)
    assert only.cells == ("Nguyễn Văn An", "", "", "", "", "Nam", "0912345678")


def test_columns_can_be_chosen_by_letter_or_by_heading(tmp_path: Path) -> None:
    header = ["Mã", "Họ tên", "Cột lạ", "SĐT cơ quan"]
    path = book(tmp_path / "a.xlsx", [header, ["a", "Nguyễn Văn An", "0912345678", "02373852123"]])
    for wanted in ("C", "cột lạ"):
        (only,) = read(open_roll(path, columns={"phone": wanted}))
        assert only.phone == "0912345678"


def test_a_roll_without_a_header_is_read_by_letters(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["Nguyễn Văn An", "0912345678"]])
    (only,) = read(open_roll(path, columns={"full_name": "A", "phone": "B"}))
    assert (only.full_name, only.phone, only.row) == ("Nguyễn Văn An", "0912345678", 1)


@pytest.mark.parametrize(
    ("columns", "code"),
    [({"phone": "ZZ"}, "no_such_column"), ({"shoe": "A"}, "unknown_field")],
)
def test_a_wrong_choice_of_column_is_refused(
    tmp_path: Path, columns: dict[str, str], code: str
) -> None:
    path = book(tmp_path / "a.xlsx", [HEADER, AN])
    with pytest.raises(RollRefused) as refused:
        open_roll(path, columns=columns)
    assert refused.value.code == code


def test_the_sheet_that_looks_like_a_roll_is_chosen_and_hidden_columns_are_read(
    tmp_path: Path,
) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as made:
        made.add_worksheet("Bìa").write("A1", "DANH SÁCH")
        old = made.add_worksheet("Cũ")
        page = made.add_worksheet("Hội viên")
        for number, row in enumerate([HEADER, AN]):
            old.write_row(number, 0, row)
            page.write_row(number, 0, row)
        old.hide()
        page.set_column("G:G", None, None, {"hidden": True})
    roll = open_roll(tmp_path / "a.xlsx")
    assert roll.sheet.name == "Hội viên"
    assert is_an(read(roll)[0])


# Rows


def test_a_dry_run_says_which_columns_it_saw(tmp_path: Path) -> None:
    rows = [
        ["Đơn vị: A", "ĐT di động: 0912345678"],
        ["STT", "Họ và\ntên", "Dân tộc", "SĐT"],
        [1, "Lê An", "Kinh", ""],
    ]
    told = describe_columns(open_roll(book(tmp_path / "a.xlsx", rows, sheet="HV")))
    assert told == (
        "Sheet “HV”, header in row 2: number=A “STT”, full_name=B “Họ và tên”, phone=D “SĐT”."
        " Never kept: C “Dân tộc”."
    )


def test_a_column_without_a_field_is_refused_with_an_example() -> None:
    with pytest.raises(click.BadParameter, match="phone=F"):
        read_columns(("F",))
