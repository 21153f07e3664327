"""Rolls written for the fonts of before Unicode are read as they were meant."""

from pathlib import Path

import pytest

from bot.rolls import open_roll
from bot.rolls.fonts import read_tcvn3, read_vni
from tests.kit.rolls import fates, people, read


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("NguyÔn V¨n §µo", "Nguyễn Văn Đào"),
        ("NGUYÔN V¡N §µO", "NGUYỄN VĂN ĐÀO"),
        ("TrÇn ThÞ ¸nh", "Trần Thị Ánh"),
        ("Chi ®oµn Tr\u00adêng THPT", "Chi đoàn Trường THPT"),
        ("Phè 5, phó thø", "Phố 5, phú thứ"),
        ("Le Van An", "Le Van An"),
    ],
)
def test_tcvn3_is_read(written: str, meant: str) -> None:
    assert read_tcvn3(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Nguyeãn Vaên Ñaøo", "Nguyễn Văn Đào"),
        ("NGUYEÃN COÂNG ÑÖÔØNG", "NGUYỄN CÔNG ĐƯỜNG"),
        ("Traàn Thò AÙnh", "Trần Thị Ánh"),
        ("Tyû phuù, nöôùc Myõ", "Tỷ phú, nước Mỹ"),
    ],
)
def test_vni_is_read(written: str, meant: str) -> None:
    assert read_vni(written) == meant


def test_rows_of_an_old_font_stand_beside_rows_of_unicode(tmp_path: Path) -> None:
    rows = people(
        tmp_path,
        [
            ["Họ và tên", "Địa chỉ", "Chi hội", "SĐT"],
            ["TrÇn V¨n Léc", "P. §«ng VÖ", "Chợ Vườn Hoa", "0912345678"],
            ["Lê Thị Lộc", "Ba Đình", "Chi hội 1", "0987654321"],
        ],
    )
    assert fates(rows) == [(2, "new"), (3, "new")]
    assert [(row.full_name, row.ward, row.branch) for row in rows] == [
        ("Trần Văn Lộc", "Đông Vệ", "Chợ Vườn Hoa"),
        ("Lê Thị Lộc", "Ba Đình", "Chi hội 1"),
    ]


def test_a_header_of_an_old_font_is_found_in_a_csv_too(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("Hä vµ tªn;§iÖn tho¹i\nTrÇn ThÞ §µo;0912345678\n".encode("latin-1"))
    (row,) = read(open_roll(path))
    assert (row.full_name, row.phone) == ("Trần Thị Đào", "0912345678")
