"""Kit: the questions of the proofs' survey, and what residents think of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import yaml

from bot.text import say

SHY = 0.1  # how many decline an optional question


@dataclass(frozen=True)
class Question:
    """Hold one question as its file says it."""

    code: str
    kind: str
    text: str
    choices: tuple[str, ...] = ()
    required: bool = False
    most: int = 8
    relevant: str = ""  # as the form says when it is asked
    after: tuple[str, tuple[str, ...]] = ("", ())  # the same as residents know it: code, rows


@dataclass(frozen=True)
class Answer:
    """Hold what somebody thinks: the rows that it counts in, and how it is said."""

    rows: tuple[str, ...]
    labels: tuple[str, ...] = ()  # to press; the others are typed
    typed: str = ""

    @property
    def declined(self) -> bool:
        """Tell whether they preferred not to answer."""
        return self.rows == ("declined",)


@dataclass(frozen=True)
class Plan:
    """Hold what a survey's file says beside its questions."""

    code: str
    title: str
    purpose: str
    opens: datetime
    closes: datetime
    anonymous: bool
    reminders: int
    every_days: int
    questions: tuple[Question, ...]


QUESTIONS = (
    Question(
        "the-bhyt",
        "one_choice",
        "Gia đình đã tham gia bảo hiểm y tế hộ gia đình chưa?",
        ("Cả nhà đã tham gia", "Một số người", "Chưa ai tham gia"),
        required=True,
    ),
    Question(
        "kenh-tin",
        "several_choices",
        "Gia đình thường biết tin của phường qua đâu?",
        ("Loa phường", "Tổ trưởng", "Mạng xã hội", "Họp tổ"),
    ),
    Question("tu-van", "yes_no", "Gia đình có muốn được tư vấn thêm tại nhà?", required=True),
    Question("so-nguoi", "number", "Nhà có bao nhiêu người?", required=True),
    Question("gop-y", "text", "Gia đình có góp ý gì thêm?"),
)
# twelve, of which each person is asked seven to twelve
LONG = (
    *QUESTIONS[:2],
    Question(
        "ly-do",
        "several_choices",
        "Vì sao có người trong nhà chưa tham gia bảo hiểm?",
        ("Chưa có tiền", "Chưa biết cách mua", "Thấy chưa cần", "Đã có loại khác"),
        required=True,
        relevant="${the-bhyt} != '1'",
        after=("the-bhyt", ("c-2", "c-3")),
    ),
    Question("tre-em", "yes_no", "Nhà có trẻ em dưới sáu tuổi không?", required=True),
    Question(
        "so-tre",
        "number",
        "Nhà có mấy trẻ dưới sáu tuổi?",
        required=True,
        most=4,
        relevant="${tre-em} = 'yes'",
        after=("tre-em", ("yes",)),
    ),
    Question(
        "mau-giao",
        "one_choice",
        "Các cháu học mẫu giáo ở đâu?",
        ("Trường công", "Trường tư", "Ở nhà"),
        relevant="${so-tre} >= 2",
        after=("so-tre", ("n-2", "n-3", "n-4")),
    ),
    Question("nguoi-gia", "yes_no", "Nhà có người trên tám mươi tuổi không?"),
    Question(
        "tham-nha",
        "one_choice",
        "Cụ muốn được thăm hỏi vào lúc nào?",
        ("Buổi sáng", "Buổi chiều", "Cuối tuần"),
        relevant="${nguoi-gia} = 'yes'",
        after=("nguoi-gia", ("yes",)),
    ),
    QUESTIONS[2],
    Question(
        "gio-tu-van",
        "one_choice",
        "Gia đình tiện được tư vấn vào ngày nào?",
        ("Ngày thường", "Thứ bảy", "Chủ nhật"),
        required=True,
        relevant="${tu-van} = 'yes'",
        after=("tu-van", ("yes",)),
    ),
    *QUESTIONS[3:],
)
SAME_FOR_ALL = tuple(replace(question, relevant="", after=("", ())) for question in LONG)
OPINIONS = ("Nên họp vào buổi tối", "Giảm giấy tờ cho người già", "Tin nhắn dễ hiểu")


def write_yaml(plan: Plan) -> str:
    """Return the survey's file."""
    written = {
        "code": plan.code,
        "title": plan.title,
        "purpose": plan.purpose,
        "anonymous": plan.anonymous,
        "late": "refuse",
        "opens": plan.opens.strftime("%d/%m/%Y %H:%M"),
        "closes": plan.closes.strftime("%d/%m/%Y %H:%M"),
        "remind": {"times": plan.reminders, "every_days": plan.every_days},
        "questions": [_as_document(question) for question in plan.questions],
    }
    return yaml.safe_dump(written, allow_unicode=True, sort_keys=False)


def decide(question: Question, dice: random.Random) -> Answer:
    """Return what somebody thinks."""
    if not question.required and dice.random() < SHY:
        return Answer(("declined",), labels=(say("vi", "survey-declined"),))
    return THINKING[question.kind](question, dice)


def find_asked(questions: Sequence[Question], answers: Mapping[int, Answer]) -> set[int]:
    """Return the places of the questions that ought to be asked of whoever answers so."""
    codes = {question.code: place for place, question in enumerate(questions)}
    asked: set[int] = set()
    for place, question in enumerate(questions):
        code, rows = question.after
        before = answers.get(codes[code]) if code and codes[code] in asked else None
        if not code or (before is not None and set(rows) & set(before.rows)):
            asked.add(place)
    return asked


def _as_document(question: Question) -> Mapping[str, object]:
    bounds = {"min": 0, "max": question.most} if question.kind == "number" else {}
    choices = {"choices": list(question.choices)} if question.choices else {}
    logic = {"relevant": question.relevant} if question.relevant else {}
    kept = {"code": question.code, "kind": question.kind, "text": question.text}
    return kept | choices | bounds | logic | {"required": question.required}


def _choose(question: Question, places: Sequence[int]) -> Answer:
    labels = tuple(question.choices[place] for place in places)
    rows = tuple(f"c-{place + 1}" for place in places)
    return Answer(rows, labels, ", ".join(str(place + 1) for place in places))


def _one(question: Question, dice: random.Random) -> Answer:
    return _choose(question, [dice.randrange(len(question.choices))])


def _several(question: Question, dice: random.Random) -> Answer:
    count = dice.randrange(1, len(question.choices))
    return _choose(question, sorted(dice.sample(range(len(question.choices)), count)))


def _yes_no(question: Question, dice: random.Random) -> Answer:
    row = dice.choice(("yes", "no"))
    return Answer((row,), labels=(say("vi", f"survey-{row}"),))


def _number(question: Question, dice: random.Random) -> Answer:
    number = dice.randint(0, question.most)
    return Answer((f"n-{number}",), typed=str(number))


def _text(question: Question, dice: random.Random) -> Answer:
    return Answer(("given",), typed=dice.choice(OPINIONS))


THINKING: dict[str, Callable[[Question, random.Random], Answer]] = {
    "one_choice": _one,
    "several_choices": _several,
    "yes_no": _yes_no,
    "number": _number,
    "text": _text,
}
