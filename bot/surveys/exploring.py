"""Room: a form's ways tried out, within bounds: what nobody reaches, what nobody can answer.

The tries are the same each time. What they do not find may still be there: it is told as
"in so many tries", never as a proof, unless every way was tried.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.surveys.forms import CHOOSING, Form, Question, QuestionKind
from bot.surveys.logic import EXPRESSIONS, has_logic
from bot.surveys.passages import Passage
from bot.surveys.rehearsing import rehearse
from bot.surveys.values import DECLINED, Value

MOST_TRIES = 400
MOST_WORK = 400_000  # questions times questions times tries: a big form is tried less often
MOST_CHOICES = 6
NUMBER = re.compile(r"(?<![\w.$])\d+(?:\.\d+)?(?![\w.])")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
DAYS = ("1960-08-15", "2026-12-01", "2030-01-01")
TEXT = re.compile(r"'([^']{1,60})'|\"([^\"]{1,60})\"")


@dataclass
class Tried:
    """Hold what the tries came to."""

    tries: int = 0
    asked: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)  # with an answer that keeps its constraint
    bare: set[str] = field(default_factory=set)  # asked while none of the choices was left
    ways: list[tuple[Question, ...]] = field(default_factory=list)


def explore(form: Form, *, most_work: int = MOST_WORK) -> Tried:
    """Walk a form again and again with answers that its own expressions look at.

    Of an anonymous one, too, this is about whom each question is for.
    """
    tried, form = Tried(), replace(form, anonymous=False)
    if not has_logic(form):
        codes = {question.code for question in form.asked}
        return Tried(1, codes, codes, set(), [form.asked])
    hints = list(_hints(form))
    size = max(len(form.questions), 1)
    for seed in range(max(3, min(MOST_TRIES, most_work // size**2))):
        _walk(form, tried, hints, random.Random(seed))
    return tried


def _walk(form: Form, tried: Tried, hints: Sequence[str], chance: random.Random) -> None:
    passage = rehearse(form)
    tried.tries += 1
    for _ in range(2 * len(form.questions)):  # what was answered may have to be answered again
        question = passage.next_after(-1)
        if question is None:
            tried.ways.append(passage.asked)
            break
        tried.asked.add(question.code)
        if not passage.offered(question) and question.choices:
            tried.bare.add(question.code)
        passage.put(question, _answer(passage, tried, question, hints, chance))
    tried.asked |= {question.code for question in passage.asked}


def _answer(
    passage: Passage,
    tried: Tried,
    question: Question,
    hints: Sequence[str],
    chance: random.Random,
) -> Value:
    """Return an answer that fits, chosen by chance, or none given."""
    candidates = list(_candidates(passage.as_offered(question), hints))
    chance.shuffle(candidates)
    standing = passage.standing
    for value in candidates:
        if standing is None or standing.fits(question, value):
            tried.answered.add(question.code)
            return value
    return dict(DECLINED)


def _candidates(question: Question, hints: Sequence[str]) -> Iterator[Value]:
    match question.kind:
        case kind if kind in CHOOSING:
            yield from _chosen(question)
        case QuestionKind.YES_NO:
            yield from ({"yes": True}, {"yes": False})
        case QuestionKind.ACKNOWLEDGE:
            yield {"yes": True}
        case QuestionKind.NUMBER:
            yield from ({"number": number} for number in _numbers(question, hints))
        case QuestionKind.DATE:
            days = [hint for hint in hints if DAY.fullmatch(hint)]
            yield from ({"date": day} for day in (*DAYS, *days))
        case _:
            yield from ({"text": text[: question.longest]} for text in ("x", "0912345678", *hints))


def _chosen(question: Question) -> Iterator[Value]:
    codes = [choice.code for choice in question.choices]
    some = codes[:MOST_CHOICES]
    match question.kind:
        case QuestionKind.ONE_CHOICE:
            yield from ({"choice": code} for code in codes)
        case QuestionKind.RANK:
            yield from ({"rank": codes[n:] + codes[:n]} for n in range(len(some)))
        case _:
            yield from ({"choices": [code]} for code in some)
            yield {"choices": codes}


def _numbers(question: Question, hints: Iterable[str]) -> Iterator[float]:
    """Yield numbers about those that the form's expressions name, within the question's bounds."""
    named = {float(hint) for hint in hints if NUMBER.fullmatch(hint)}
    edges = {edge for edge in (question.least, question.most) if edge is not None}
    low = question.least if question.least is not None else float("-inf")
    high = question.most if question.most is not None else float("inf")
    near = {about + more for about in named | edges | {0, 1, 20} for more in (-1, 0, 1)}
    yield from sorted(number for number in near if low <= number <= high)


def _hints(form: Form) -> Iterator[str]:
    """Yield the numbers and texts that a form's expressions compare answers with."""
    found: dict[str, None] = {}
    sources = [getattr(one, name) for one in form.questions for name in EXPRESSIONS]
    for source in (*sources, *(group.relevant for group in form.groups)):
        found |= dict.fromkeys(NUMBER.findall(source))
        found |= dict.fromkeys(one or other for one, other in TEXT.findall(source))
    yield from list(found)[:40]
