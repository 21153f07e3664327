"""What people type at a question, and what it means."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.errors import Refused
from bot.surveys.answering import value_at
from bot.surveys.dates import read_date
from bot.surveys.forms import FormChoice, Question, QuestionKind, Wording
from bot.surveys.numbers import read_number
from bot.surveys.values import read_typed, shown
from bot.text import say

TODAY = date(2026, 12, 1)
NUMBERS = [
    ("3", "3"),
    ("khoảng 3", "3"),
    ("tầm 3 người ạ", "3"),
    ("ba", "3"),
    ("năm", "5"),
    ("5 năm", "5"),
    ("tám", "8"),
    ("không", "0"),
    ("1tr5", "1500000"),
    ("1tr250", "1250000"),
    ("1,5 triệu", "1500000"),
    ("một triệu rưỡi", "1500000"),
    ("300k", "300000"),
    ("300 nghìn", "300000"),
    ("2 chục", "20"),
    ("3,5", "3.5"),
    ("3.5", "3.5"),
    ("1.000.000 đ", "1000000"),
    ("1,000,000", "1000000"),
    ("1.234,5", "1234.5"),
    ("-3", "-3"),
    ("âm 2", "-2"),
]
NO_NUMBERS = ["", "nhiều lắm", "3 4", "1/2", "1e5", "hai ba", "3-5", "9" * 40, "."]


@pytest.mark.parametrize(("typed", "meant"), NUMBERS)
def test_a_number_is_understood_as_people_write_it(typed: str, meant: str) -> None:
    assert read_number(typed) == Decimal(meant)


@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_what_is_no_one_number_is_not_guessed(typed: str) -> None:
    assert read_number(typed) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("15/8/1960", date(1960, 8, 15)),
        ("15-08-1960", date(1960, 8, 15)),
        ("15.8.1960", date(1960, 8, 15)),
        ("15/8/60", date(1960, 8, 15)),
        ("1/2/26", date(2026, 2, 1)),
        ("15 tháng 8 năm 1960", date(1960, 8, 15)),
        ("ngày 15/8/1960", date(1960, 8, 15)),
        ("29/2/2024", date(2024, 2, 29)),
        ("1960", 1960),
        ("năm 1960", 1960),
        ("30/2/2024", None),
        ("15/13/1960", None),
        ("hôm qua", None),
        ("1860", None),
    ],
)
def test_a_day_is_understood_as_people_write_it(typed: str, meant: object) -> None:
    assert read_date(typed, TODAY) == meant


def ask(kind: QuestionKind, **more: Any) -> Question:
    return Question("q", kind, Wording("?"), **more)


FRUIT = tuple(FormChoice(str(n), Wording(w)) for n, w in enumerate(("Cam", "Quýt", "Bưởi"), 1))
SIZES = tuple(FormChoice(w.strip("+"), Wording(w)) for w in ("0", "1", "4+"))
SOME = QuestionKind.SEVERAL_CHOICES
ANSWERS = [
    (ask(SOME, choices=FRUIT), "1, 3", {"choices": ["1", "3"]}),
    (ask(SOME, choices=FRUIT), "3 và 1", {"choices": ["1", "3"]}),
    (ask(SOME, choices=SIZES), "0 4", {"choices": ["0", "4"]}),
    (ask(QuestionKind.NUMBER), "khoảng 3", {"number": 3}),
    (ask(QuestionKind.NUMBER, whole=False), "3,5", {"number": 3.5}),
    (ask(QuestionKind.TEXT), "  Đèn\nhỏng\u200b ", {"text": "Đèn\nhỏng"}),
    (ask(QuestionKind.YES_NO), "Có ạ", {"yes": True}),
    (ask(QuestionKind.YES_NO), "hông", {"yes": False}),
    (ask(QuestionKind.DATE), "15/8/60", {"date": "1960-08-15"}),
    (ask(QuestionKind.DATE, year_only=True), "1960", {"year": 1960}),
    (ask(QuestionKind.RANK, choices=FRUIT), "3, 1, 2", {"rank": ["3", "1", "2"]}),
    (ask(QuestionKind.RANK, choices=FRUIT), "2 1", {"rank": ["2", "1", "3"]}),
    (ask(QuestionKind.NUMBER, least=1, step=0.5, whole=False), "2,5", {"number": 2.5}),
    (ask(QuestionKind.PLACE), "thôn Đông", {"text": "thôn Đông"}),
    (ask(QuestionKind.IMAGE), "cột đèn gãy", {"text": "cột đèn gãy"}),
    (ask(QuestionKind.ACKNOWLEDGE), "đồng ý ạ", {"yes": True}),
]


@pytest.mark.parametrize(("question", "typed", "value"), ANSWERS)
def test_a_typed_answer_becomes_a_value(
    question: Question, typed: str, value: dict[str, Any]
) -> None:
    assert read_typed(question, typed, TODAY) == value
    assert shown(question, value, "vi") != say("vi", "survey-declined")


REFUSED = [
    (ask(SOME, choices=FRUIT), "1, 9", "survey-want-several"),
    (ask(QuestionKind.ONE_CHOICE, choices=FRUIT), "dứa", "survey-want-choice"),
    (ask(QuestionKind.NUMBER), "nhiều", "survey-want-number"),
    (ask(QuestionKind.NUMBER), "3,5", "survey-want-whole"),
    (ask(QuestionKind.NUMBER, least=1, most=5), "6", "survey-number-between"),
    (ask(QuestionKind.NUMBER, least=1), "0", "survey-number-least"),
    (ask(QuestionKind.NUMBER, most=5), "6", "survey-number-most"),
    (ask(QuestionKind.TEXT, longest=3), "dài quá", "survey-text-too-long"),
    (ask(QuestionKind.TEXT), "\u200b", "survey-want-text"),
    (ask(QuestionKind.YES_NO), "có thể", "survey-want-yes-no"),
    (ask(QuestionKind.DATE), "1960", "survey-date-only-year"),
    (ask(QuestionKind.RANK, choices=FRUIT), "1", "survey-want-rank"),
    (ask(QuestionKind.RANK, choices=FRUIT), "1, 1, 2", "survey-want-rank"),
    (ask(QuestionKind.RANK, choices=FRUIT), "1, 2, 9", "survey-want-rank"),
    (ask(QuestionKind.NUMBER, least=1, step=2), "4", "survey-want-step"),
    (ask(QuestionKind.ACKNOWLEDGE), "không", "survey-want-acknowledge"),
    (ask(QuestionKind.DATE, year_only=True), "xưa", "survey-want-date-or-year"),
]


@pytest.mark.parametrize(("question", "typed", "code"), REFUSED)
def test_what_is_expected_is_said_in_both_languages_without_the_answer(
    question: Question, typed: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        read_typed(question, typed, TODAY)
    assert refused.value.code == code
    for locale in ("vi", "en"):
        assert say(locale, code, **refused.value.values)
    assert typed not in str(refused.value) or len(typed) == 1


@pytest.mark.parametrize(
    ("least", "most", "step", "shown"),
    [
        (0, 1, 0.25, (0, 0.25, 0.5, 0.75, 1)),
        (0.1, 0.3, 0.1, (0.1, 0.2, 0.3)),  # counted in tenths, not in halves of a bit
        (1, 12, 1, tuple(range(1, 13))),
        (0, 12, 1, ()),  # too many to press
        (0, None, 1, ()),
    ],
)
def test_a_short_range_is_pressed_and_a_long_one_typed(
    least: float, most: float | None, step: float, shown: tuple[float, ...]
) -> None:
    question = ask(QuestionKind.NUMBER, least=least, most=most, step=step, whole=False)
    assert question.scale == shown
    if shown:
        assert value_at(question, len(shown) - 1) == {"number": most}
    with pytest.raises(Refused):
        value_at(question, len(shown))
