"""The demo: made-up people with made-up numbers, and the roll that lists them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.workbooks import new_workbook

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Lý")
WOMEN = ("Thị Lan", "Thị Hoa", "Thị Đào", "Thu Hương", "Kim Oanh", "Bích Ngọc", "Thị Yến")
MEN = ("Văn Hùng", "Xuân Thắng", "Đức Tuấn", "Công Dũng", "Minh Quân", "Hữu Đạt", "Văn Ước")
WARDS = ("Ba Đình", "Lam Sơn", "Đông Vệ", "Điện Biên", "Trường Thi", "Ngọc Trạo")
ORGANISATIONS = {
    "cdtp": "Công đoàn thành phố",
    "hlhpn": "Hội Liên hiệp Phụ nữ",
    "hnd": "Hội Nông dân",
}
HEADINGS = ("STT", "Họ và tên", "Năm sinh", "Giới tính", "Địa chỉ", "Tổ dân phố", "SĐT", "Ghi chú")
FIRST_ROW = 4  # under a title, as real rolls have


@dataclass(frozen=True, slots=True)
class Person:
    """Hold one made-up resident."""

    name: str
    phone: str
    birth_year: int
    woman: bool
    ward: str
    group: int
    organisation: str


def make_people(count: int, *, seed: int) -> list[Person]:
    """Make so many people; the same seed makes the same ones."""
    dice = random.Random(seed)
    return [_make_person(number, dice) for number in range(count)]


def _make_person(number: int, dice: random.Random) -> Person:
    woman = dice.random() < 0.55  # noqa: PLR2004 - a few more women than men
    return Person(
        name=f"{dice.choice(FAMILIES)} {dice.choice(WOMEN if woman else MEN)}",
        phone=f"09{dice.randrange(10)}0{number:06d}",
        birth_year=dice.randrange(1940, 2005),
        woman=woman,
        ward=dice.choice(WARDS),
        group=dice.randrange(1, 10),
        organisation="hlhpn" if woman and dice.random() < 0.5 else dice.choice(("cdtp", "hnd")),  # noqa: PLR2004
    )


def write_roll(path: Path, people: Sequence[Person], *, organisation: str) -> Path:
    """Write an organisation's roll as its office would: a title, a heading, a totals row."""
    with new_workbook(path) as book:
        sheet = book.add_worksheet("Danh sách")
        bold = book.add_format({"bold": True})
        sheet.write_string(0, 0, ORGANISATIONS[organisation].upper(), bold)
        sheet.write_string(1, 0, "DANH SÁCH HỘI VIÊN", bold)
        sheet.write_row(FIRST_ROW - 1, 0, HEADINGS, bold)
        for number, one in enumerate(people):
            gender = "Nữ" if one.woman else "Nam"
            row = (number + 1, one.name, one.birth_year, gender, f"P. {one.ward}")
            sheet.write_row(FIRST_ROW + number, 0, row)
            sheet.write_string(FIRST_ROW + number, len(row), f"Tổ {one.group}")
            sheet.write_string(FIRST_ROW + number, len(row) + 1, one.phone)
        sheet.write_string(FIRST_ROW + len(people), 1, f"Tổng cộng: {len(people)} hội viên")
    return path
