"""Rendering: a reply is cut only where a reader would pause, and its choices can be typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Capabilities, Choice, Reply
from bot.rendering import parts, split, utf16

PLAIN = Capabilities(most_text=2000, buttons=False, edits=False, contact_button=False)
RICH = Capabilities(most_text=100, buttons=True, edits=True, contact_button=True)
YES_NO = (Choice("Có", "y"), Choice("Không", "n"))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("ngắn", ["ngắn"]),
        ("Đoạn một.\n\nĐoạn hai.", ["Đoạn một.", "Đoạn hai."]),
        ("Câu một đây. Câu hai.", ["Câu một đây.", "Câu hai."]),
        ("không có dấu câu nào", ["không có dấu", "câu nào"]),
        ("mộttừrấtdàikhôngnghỉ", ["mộttừrấtdàikhô", "ngnghỉ"]),
    ],
)
def test_a_text_is_cut_at_the_best_place(text: str, pieces: list[str]) -> None:
    assert split(text, 14) == pieces


@given(st.text(min_size=1, max_size=400), st.integers(min_value=8, max_value=60))
def test_no_piece_is_too_long_and_no_letter_is_lost(text: str, most: int) -> None:
    pieces = split(text, most)
    assert all(utf16(piece) <= most for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@given(st.lists(st.from_regex(r"[a-zà-ỹ]{1,9}", fullmatch=True), min_size=3, max_size=80))
def test_no_word_is_cut(words: list[str]) -> None:
    pieces = split(" ".join(words), 30)
    assert [word for piece in pieces for word in piece.split()] == words


def test_an_address_is_never_cut() -> None:
    address = "https://baohiemxahoi.gov.vn/tra-cuu?ma=1&x=2"
    assert address in " | ".join(split("Xem thêm tại đây: " + address + " nhé bác", 60))


def test_only_the_last_part_bears_the_choices() -> None:
    made = parts(Reply("Một câu khá dài. " * 12, YES_NO), RICH)
    assert [bool(part.choices) for part in made] == [False] * (len(made) - 1) + [True]


@pytest.mark.parametrize(
    ("marks", "shown"),
    [
        ("numbers", "Đồng ý?\n1. Có\n2. Không"),
        ("letters", "Đồng ý?\nA. Có\nB. Không"),
        ("none", "Đồng ý?\n(Có · Không)"),
    ],
)
def test_without_buttons_choices_are_lines(marks, shown: str) -> None:
    [part] = parts(Reply("Đồng ý?", YES_NO, marks=marks), PLAIN)
    assert (part.text, part.choices) == (shown, ())


def test_an_edit_is_left_out_where_nothing_can_be_edited() -> None:
    assert parts(Reply("sửa", edits="12"), PLAIN) == []
