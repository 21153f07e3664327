"""What people type at a question: amounts, days and choices in their own words and keys."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bot.errors import Refused
from bot.keystrokes import without_keys
from bot.surveys.dates import find_vague, read_date
from bot.surveys.forms import FormChoice, Question, QuestionKind, Wording
from bot.surveys.numbers import read_number
from bot.surveys.values import read_typed
from bot.text import LOCALES, say
from bot.turns.choosing import find_by_words
from bot.words import fold
from handlers.answering_pausing import wants_count, wants_pause

TODAY = date(2026, 12, 1)
AMOUNTS = """
khoảng 3 triệu = 3000000 | 3 rưỡi = 3.5 | ba rưỡi = 3.5 | nửa triệu = 500000 | nua trieu = 500000
~300k = 300000 | ~3 triệu = 3000000
1tr5 = 1500000 | 1tr250 = 1250000 | 2tr500k = 2500000 | 2 triệu 500 nghìn = 2500000
triệu rưỡi = 1500000 | nghìn hai = 1200 | 12 triệu 3 = 12300000 | 1tỷ2 = 1200000000
3 triệu/tháng = 3000000 | 3tr/th = 3000000 | ba triệu một tháng = 3000000 | 1.500k = 1500000
tám triệu = 8000000 | tam trieu = 8000000 | tầm tám người = 8 | năm triệu = 5000000
5 trăm nghìn = 500000 | mot ngan nam tram = 1500 | hai trăm năm mươi = 250
mười lăm = 15 | hăm lăm = 25 | hai mươi tư = 24 | hai mươi năm = 20 | một trăm linh năm = 105
chục rưỡi = 15 | trăm rưỡi = 150 | ba phẩy năm = 3.5 | một người = 1 | năm người = 5
không có ai = 0 | chưa có = 0 | ko = 0 | 10m2 = 10 | 3 đứa = 3
khoangr 3 trieeuj = 3000000 | nuwar trieuje = 500000 | boons nguwowif = 4 | mu7o7i2 = 10
tra8m = 100 | 3 tri65eu = 3000000
"""
DOUBTFUL = (
    "hai tư|ba bốn|3 đến 5|2 hoặc 3|4 người lớn 2 trẻ em|nhiều triệu|tam8 9|chưa biết|đông lắm"
)
DAYS = """
mùng 5 tháng 3 năm 1960 = 1960-03-05 | mùng năm tháng ba năm 1960 = 1960-03-05
mung 5 thang 3 60 = 1960-03-05 | mồng 2 tháng 9 năm 1945 = 1945-09-02 | 1960-08-15 = 1960-08-15
15081960 = 1960-08-15 | 150860 = 1960-08-15 | 15t8 1960 = 1960-08-15 | 15 thg 8 1960 = 1960-08-15
rằm tháng tám năm 1960 = 1960-08-15 | tôi sinh ngày 15/8/1960 ạ = 1960-08-15
năm 60 = 1960 | sinh năm 1960 = 1960 | khoảng năm 1960 = 1960 | 8/1960 = 1960 | 1960 gì đó = 1960
ngafy 15 thangs 8 nawm 1960 = 1960-08-15 | nga2y 15 tha1ng 8 na8m 1960 = 1960-08-15
"""
NO_DAYS = "60|15/8|mùng 5 tháng 3|15/8/1960 âm lịch|mùng 3 tết|sáng mai|66 tuổi|13/1960|hôm nọ"


def pairs(table: str) -> list[tuple[str, str]]:
    cells = [cell for line in table.strip().splitlines() for cell in line.split(" | ")]
    return [(typed.strip(), meant.strip()) for typed, meant in (c.split(" = ") for c in cells)]


@pytest.mark.parametrize(("typed", "meant"), pairs(AMOUNTS))
def test_an_amount_is_understood_as_people_write_it(typed: str, meant: str) -> None:
    assert read_number(typed) == Decimal(meant)


@pytest.mark.parametrize("typed", DOUBTFUL.split("|"))
def test_a_doubtful_amount_is_not_guessed(typed: str) -> None:
    assert read_number(typed) is None


@pytest.mark.parametrize(("typed", "meant"), pairs(DAYS))
def test_a_day_is_understood_as_people_write_it(typed: str, meant: str) -> None:
    assert str(read_date(typed, TODAY)) == meant


@pytest.mark.parametrize("typed", NO_DAYS.split("|"))
def test_a_doubtful_day_is_not_guessed(typed: str) -> None:
    assert read_date(typed, TODAY) is None


def ask(kind: QuestionKind, text: str = "?", **more: Any) -> Question:
    return Question("q", kind, Wording(text), **more)


BIRTH = ask(QuestionKind.DATE, "Ngày sinh của bác?", year_only=True)
VISIT = ask(QuestionKind.DATE, "Hôm nào bác rảnh?")
WATER = tuple(FormChoice(w, Wording(w)) for w in ("Nước máy", "Nước giếng", "Cả hai"))
CONTENT = tuple(FormChoice(w, Wording(w)) for w in ("Rất hài lòng", "Không hài lòng"))
ONE, SOME = QuestionKind.ONE_CHOICE, QuestionKind.SEVERAL_CHOICES
UNDERSTOOD = [
    (BIRTH, "15/8/60", {"date": "1960-08-15"}),
    (BIRTH, "năm 1960", {"year": 1960}),
    (VISIT, "ngày mai", {"date": "2026-12-02"}),
    (VISIT, "hôm qua", {"date": "2026-11-30"}),
    (ask(ONE, choices=WATER), "giếng", {"choice": "Nước giếng"}),
    (ask(ONE, choices=WATER), "gieengs", {"choice": "Nước giếng"}),
    (ask(SOME, choices=WATER), "nước máy và nước giếng", {"choices": ["Nước máy", "Nước giếng"]}),
    (ask(SOME, choices=WATER), "số 1, số 2", {"choices": ["Nước máy", "Nước giếng"]}),
    (ask(SOME, choices=WATER), "1va3", {"choices": ["Nước máy", "Cả hai"]}),
    (ask(SOME, choices=WATER), "tất cả", {"choices": ["Nước máy", "Nước giếng", "Cả hai"]}),
    (ask(QuestionKind.YES_NO), "dạ đúng rồi ạ", {"yes": True}),
    (ask(QuestionKind.YES_NO), "khoong aj", {"yes": False}),
    (ask(QuestionKind.YES_NO), "chưa có đâu", {"yes": False}),
]
REFUSED = [
    (BIRTH, "sáng mai", "survey-date-near"),
    (VISIT, "sáng mai", "survey-date-near"),
    (ask(SOME, choices=WATER), "1-3", "survey-want-several"),
    (BIRTH, "15/8/2027", "survey-date-not-yet"),
    (BIRTH, "mùng 3 tết", "survey-date-lunar"),
    (VISIT, "mùng 5 tháng 3", "survey-date-no-year"),
    (VISIT, "2026", "survey-date-only-year"),
    (VISIT, "tuần sau", "survey-date-near"),
    (ask(ONE, choices=WATER), "nước", "survey-want-choice"),
    (ask(ONE, choices=CONTENT), "hài lòng", "survey-want-choice"),
    (ask(SOME, choices=WATER), "nước máy và nước mưa", "survey-want-several"),
]


def test_a_vague_day_is_refused_with_the_day_that_it_may_mean() -> None:
    with pytest.raises(Refused) as refused:
        read_typed(VISIT, "sáng mai", TODAY)
    assert refused.value.values == {"example": "2/12/2026"}


@pytest.mark.parametrize(("question", "typed", "value"), UNDERSTOOD)
def test_an_answer_in_peoples_words_is_understood(
    question: Question, typed: str, value: dict[str, Any]
) -> None:
    assert read_typed(question, typed, TODAY) == value


@pytest.mark.parametrize(("question", "typed", "code"), REFUSED)
def test_what_does_not_fit_is_refused_with_an_example(
    question: Question, typed: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        read_typed(question, typed, TODAY)
    assert refused.value.code == code
    assert all(say(locale, code, **refused.value.values) for locale in LOCALES)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("khoong", "khong"),
        ("nuwowsc", "nuoc"),
        ("dduwowcj", "duoc"),
        ("tieengs", "tieng"),
        ("d9u7o7c5", "duoc"),
        ("xong", "xong"),  # syllables stay what they are
        ("sai", "sai"),
        ("tr", "tr"),
        ("nam1960", "nam1960"),
    ],
)
def test_the_keys_of_an_input_method_are_taken_out(typed: str, meant: str) -> None:
    assert without_keys(typed) == meant


def test_a_choice_typed_with_the_input_method_off_is_that_choice() -> None:
    choices = [["Nước giếng", "a", []], ["Nước máy", "b", []], ["Không", "c", []]]
    typed = ["nuwowcs mays", "nu7o71c gie61ng", "khoong", "nuoc"]
    assert [find_by_words(text, choices) for text in typed] == ["b", "a", "c", None]


FREE = ask(QuestionKind.TEXT)


@pytest.mark.parametrize(
    ("words", "question", "pauses"),
    [
        ("để sau", None, True),
        ("thôi để sau nhé", FREE, True),
        ("ddeer sau", FREE, True),
        ("nghỉ", ask(QuestionKind.NUMBER), True),
        ("bận rồi", None, True),
        ("nghỉ", FREE, False),  # may be what one does for a living
        ("mai", VISIT, False),  # is a day
        ("bận", FREE, False),
        ("3", None, False),
    ],
)
def test_words_that_leave_a_survey_for_later(
    words: str,
    question: Question | None,
    pauses: bool,  # noqa: FBT001 - of a table
) -> None:
    assert wants_pause(fold(words), question) is pauses


@pytest.mark.parametrize("words", ["còn mấy câu", "còn bao nhiêu câu nữa ạ", "con may caau"])
def test_words_that_ask_how_much_is_left(words: str) -> None:
    assert wants_count(fold(words))


def test_a_day_without_its_year_is_told_from_one_that_is_no_day() -> None:
    assert find_vague("mùng 5 tháng 3") == "no-year"
    assert find_vague("không nhớ") is None
