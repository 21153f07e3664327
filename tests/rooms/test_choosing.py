"""Typed answers: numbers, letters, labels and manners, with or without marks."""

from __future__ import annotations

import pytest

from bot.turns.choosing import find_by_letter, find_by_number, find_by_words

YES = ["Có", "y", ["ok", "đồng ý", "vâng", "ừ"]]
NO = ["Không", "n", ["ko", "k", "hông"]]
MORE = ["Chưa biết", "m", []]
CHOICES = [YES, NO, MORE]
ASKED = {"choices": CHOICES, "marks": "numbers"}


@pytest.mark.parametrize(
    ("typed", "press"),
    [
        ("1", "y"),
        ("2.", "n"),
        ("3)", "m"),
        ("số 2", "n"),
        ("chọn 1", "y"),
        ("câu 3", "m"),
        ("4", None),
        ("0", None),
        ("12 người", None),
        ("dạ 2 ạ", "n"),
        ("1 nhé", "y"),
    ],
)
def test_a_number_names_its_place(typed: str, press: str | None) -> None:
    assert find_by_number(typed, ASKED) == press


def test_numbers_are_not_places_where_the_choices_are_numbers() -> None:
    assert find_by_number("1", {**ASKED, "marks": "none"}) is None


@pytest.mark.parametrize(
    ("typed", "press"),
    [
        ("B", "n"),
        ("b.", "n"),
        ("chọn a", "y"),
        ("D", None),
        ("ab", None),
        ("A ạ", "y"),
        ("dạ B nhé", "n"),
        ("dạ", None),
        ("ạ", None),
        ("dạ ạ", None),
    ],
)
def test_a_letter_names_its_place(typed: str, press: str | None) -> None:
    assert find_by_letter(typed, CHOICES) == press


@pytest.mark.parametrize(
    ("typed", "press"),
    [
        ("có", "y"),
        ("co", "y"),
        ("Có ạ", "y"),
        ("dạ có", "y"),
        ("CÓ NHÉ", "y"),
        ("vang", "y"),
        ("dạ vâng ạ", "y"),
        ("không ạ", "n"),
        ("khong", "n"),
        ("chua biet", "m"),
        ("có thể", None),
        ("", None),
        ("ạ", None),
    ],
)
def test_words_name_their_choice(typed: str, press: str | None) -> None:
    assert find_by_words(typed, CHOICES) == press


def test_what_fits_two_choices_fits_none() -> None:
    assert find_by_words("ba", [["Bà", "1", []], ["Ba", "2", []], ["Bá", "3", []]]) == "2"
    assert find_by_words("bả", [["Bà", "1", []], ["Bá", "3", []]]) is None
