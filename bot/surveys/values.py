"""Room: what was typed understood as a question's answer, and an answer written for people."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from bot.errors import Refused
from bot.keystrokes import without_keys
from bot.surveys.choosing import find_choice, find_choices
from bot.surveys.dates import find_vague, is_birth, read_date, read_near
from bot.surveys.forms import Question, QuestionKind
from bot.surveys.numbers import read_number
from bot.surveys.others import find_follow_up, split_namely
from bot.text import number, say
from bot.words import fold, nfc

Value = dict[str, Any]
DECLINED: Value = {"declined": True}
NO_PHOTO = 0  # in the place of a photo's number: it was sent in a rehearsal, and not kept
AFFIRMED = (
    "có",
    "ok",
    "oke",
    "okie",
    "đồng ý",
    "vâng",
    "ừ",
    "ờ",
    "yes",
    "y",
    "rồi",
    "đúng",
    "phải",
)
DENIED = ("không", "ko", "k", "kg", "no", "hông", "hổng", "chưa", "không có", "không phải")
YES = frozenset(fold(word) for word in (*AFFIRMED, "có rồi", "đúng rồi", "đúng vậy", "tất nhiên"))
NO = frozenset(fold(word) for word in (*DENIED, "chưa có", "không đồng ý"))
READ = frozenset(
    {"da doc", "doc roi", "da doc roi", "da ro", "da hieu", "hieu roi", "ro roi", "toi dong y"}
)
EXAMPLE_NUMBER = 3
SPAN = re.compile(r"(\d{1,3})\s*[-–]\s*(\d{1,3})")
MANNERS = re.compile(r"\b(da(?! doc| ro| hieu)|vang a|thua|a|nhe|nha|chu|dau)\b")


def read_typed(question: Question, text: str, today: date) -> Value:
    """Understand typed words as an answer, or raise Refused with what was expected.

    What it raises never holds the typed words: it may be logged.
    """
    return READERS[question.kind](question, nfc(text).strip(), today)


def read_namely(
    questions: Sequence[Question], question: Question, text: str, today: date
) -> list[tuple[Question, Value]]:
    """Understand typed words as an answer; `Khác: ghế đá` answers which other as well."""
    which, namely = find_follow_up(questions, question), split_namely(text)
    if which is None or namely is None:
        return [(question, read_typed(question, text, today))]
    said, own = namely
    return [(question, read_typed(question, said, today)), (which, read_typed(which, own, today))]


def _one_choice(question: Question, text: str, today: date) -> Value:
    """Read what the waiting choices did not take: a piece of one label that fits no other."""
    code = find_choice(question, text)
    if code is None:
        raise Refused("survey-want-choice")
    return {"choice": code}


def _several(question: Question, text: str, today: date) -> Value:
    """Read `1, 3, 5` or `đèn và cây`: places in the list, or what the choices say."""
    chosen = find_choices(question, text)
    span = SPAN.fullmatch(text)
    if not chosen or (span and int(span[2]) - int(span[1]) > 1):  # `1-3`: two of them, or three?
        raise Refused("survey-want-several")
    return {"choices": [c.code for c in question.choices if c.code in chosen]}


def _rank(question: Question, text: str, today: date) -> Value:
    """Read `2, 1, 3`: every choice once, the first one first; the last may go unsaid."""
    ranked = find_choices(question, text)
    left = [c.code for c in question.choices if c.code not in ranked]
    if not ranked or len(set(ranked)) < len(ranked) or len(left) > 1:
        raise Refused("survey-want-rank", count=len(question.choices))
    return {"rank": ranked + left}


def _number(question: Question, text: str, today: date) -> Value:
    found = read_number(text)
    if found is None:
        raise Refused("survey-want-number", example=_example(question))
    if question.whole and found != found.to_integral_value():
        raise Refused("survey-want-whole", example=_example(question))
    if not _within(question, float(found)):
        raise _out_of_bounds(question)
    if question.step and (found - Decimal(str(question.least or 0))) % Decimal(str(question.step)):
        raise Refused("survey-want-step", step=_bound(question.step), example=_example(question))
    return as_number(float(found))


def as_number(found: float) -> Value:
    """Return the answer that is a number; a whole one is kept without its fraction."""
    return {"number": int(found) if found.is_integer() else found}


def _text(question: Question, text: str, today: date) -> Value:
    kept = "".join(c for c in text if c == "\n" or unicodedata.category(c)[0] != "C")
    if not kept:
        raise Refused("survey-want-text")
    if len(kept) > question.longest:
        raise Refused("survey-text-too-long", most=question.longest, length=len(kept))
    return {"text": kept}


def _yes_no(question: Question, text: str, today: date) -> Value:
    words = _without_manners(text)
    if words & (YES | NO):
        return {"yes": bool(words & YES)}
    raise Refused("survey-want-yes-no")


def _acknowledge(question: Question, text: str, today: date) -> Value:
    if _without_manners(text) & (YES | READ):
        return {"yes": True}
    raise Refused("survey-want-acknowledge")


def _without_manners(text: str) -> set[str]:
    """Return what a short answer says, with the keys of an input method taken out or left."""
    ways = (fold(text), without_keys(fold(text)))
    return {" ".join(MANNERS.sub(" ", way).split()) for way in ways}


def _unasked(question: Question, text: str, today: date) -> Value:
    raise TypeError(f"{question.kind} takes no answer")


def _date(question: Question, text: str, today: date) -> Value:
    birth = is_birth(question.text.vi) or is_birth(question.text.en)
    found = read_date(text, today) or (None if birth else read_near(text, today))
    match found:
        case date() if birth and found > today:
            raise Refused("survey-date-not-yet")
        case date():
            return {"date": found.isoformat()}
        case int() if question.year_only and not (birth and found > today.year):
            return {"year": found}
        case int() if not question.year_only:
            raise Refused("survey-date-only-year")
    vague = find_vague(text)
    if vague is not None:
        near = None if birth else read_near(text, today, part_of_day=True)
        example = f"{near.day}/{near.month}/{near.year}" if near else "15/8/1960"
        raise Refused(f"survey-date-{vague}", example=example)
    raise Refused("survey-want-date-or-year" if question.year_only else "survey-want-date")


READERS: dict[QuestionKind, Callable[[Question, str, date], Value]] = {
    QuestionKind.ONE_CHOICE: _one_choice,
    QuestionKind.SEVERAL_CHOICES: _several,
    QuestionKind.NUMBER: _number,
    QuestionKind.TEXT: _text,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.DATE: _date,
    QuestionKind.RANK: _rank,
    QuestionKind.PLACE: _text,
    QuestionKind.IMAGE: _text,
    QuestionKind.ACKNOWLEDGE: _acknowledge,
    QuestionKind.NOTE: _unasked,
    QuestionKind.CALCULATE: _unasked,
}


def shown(question: Question, value: Value, locale: str) -> str:
    """Write an answer as people read it."""
    labels = {choice.code: choice.text.said(locale) for choice in question.choices}
    match value:
        case {"choice": code}:
            text = labels.get(code, code)
        case {"choices": codes}:
            text = "; ".join(labels.get(code, code) for code in codes)
        case {"rank": codes}:
            text = "; ".join(f"{n}. {labels.get(code, code)}" for n, code in enumerate(codes, 1))
        case {"number": found}:
            text = number(locale, found)
        case {"yes": yes}:
            text = _agreement(question, locale, yes=yes)
        case {"date": day}:
            text = date.fromisoformat(day).strftime("%d/%m/%Y")
        case {"text": said} | {"year": said}:
            text = said
        case _:
            text = say(locale, "survey-photo" if "photo" in value else "survey-declined")
    return str(text)


def _agreement(question: Question, locale: str, *, yes: bool) -> str:
    if question.kind is QuestionKind.ACKNOWLEDGE:
        return say(locale, "survey-acknowledged")
    return say(locale, "survey-yes" if yes else "survey-no")


def _within(question: Question, found: float) -> bool:
    low = question.least is None or found >= question.least
    return low and (question.most is None or found <= question.most)


def _out_of_bounds(question: Question) -> Refused:
    if question.most is None:
        return Refused(
            "survey-number-least", least=_bound(question.least), example=_example(question)
        )
    if question.least is None:
        return Refused(
            "survey-number-most", most=_bound(question.most), example=_example(question)
        )
    return Refused(
        "survey-number-between",
        least=_bound(question.least),
        most=_bound(question.most),
        example=_example(question),
    )


def _example(question: Question) -> str:
    if question.step:
        return _bound((question.least or 0) + question.step)
    inside = EXAMPLE_NUMBER if _within(question, EXAMPLE_NUMBER) else question.least
    return _bound(inside if inside is not None else question.most)


def _bound(value: float | None) -> str:
    return number("vi", value or 0)
