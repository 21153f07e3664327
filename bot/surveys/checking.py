"""Room: a form looked over before anybody is asked: what would confuse, and how long it takes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.surveys.exploring import Tried, explore
from bot.surveys.forms import PRESSED, TICKED, Form, Question, QuestionKind, Wording
from bot.surveys.logic import plan_of
from bot.surveys.rehearsing import rehearse
from bot.surveys.repeats import stem_of
from bot.surveys.types import INFORMAL, find_pretence
from bot.surveys.ways import find_trap
from bot.words import fold

MOST_LABEL = 40  # characters of a button that a narrow phone shows
MOST_READ = 500  # characters of one message that people read to its end
MOST_TRIED, CHAT_WORK = 120, 50_000  # questions, and work as exploring counts it, in chat
FEW_WORDS = 10  # characters in which nobody says anything
SENTENCES = {
    "same-question": "asks the same as question {other}",
    "stop": 'who types the choice "{choice}" stops all messages instead of answering',
    "way": 'who types the choice "{choice}" skips it or goes back instead of answering',
    "same-reading": 'the choices "{choice}" and "{other}" read the same: typed, neither is taken',
    "mixed": "some choices begin with a digit and others do not: none can be typed by its place",
    "long-label": 'the choice "{choice}" is longer than {most} characters: phones cut it off',
    "no-number": "no whole number lies between {least} and {most}: nobody can answer it",
    "short-text": "an answer of at most {most} characters says nothing",
    "long-question": "it and its choices have {length} characters, more than {most} in a message",
    "long-banner": "title and purpose have {length} characters, more than {most} in a message",
    "no-english": "has no English words, where other texts have",
    "never-asked": "nobody was asked it in {tries} tries: its condition may never hold",
    "never-fits": "no answer kept its constraint in {tries} tries: perhaps nobody can answer it",
    "no-choice": "with some answers none of its choices is left",
    "put-to-all": "an anonymous survey asks it of everybody: say in its hint whom it is for",
    "closes-past": "it closes in the past",
    "official": 'it says "{words}": people take an informal poll for something official',
    "reminders": "only {fit} of {times} reminders come before it closes",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Hold what was found at a question (from 1; 0 is the whole form), a code and its values."""

    place: int
    code: str
    values: dict[str, str | int] = field(default_factory=dict)

    @property
    def phrase(self) -> str:
        """Name the phrase that tells it to people."""
        return f"survey-finding-{self.code}"

    def __str__(self) -> str:
        where = f"question {self.place}" if self.place else "the survey"
        return f"{where}: {SENTENCES[self.code].format(**self.values)}"


@dataclass(frozen=True, slots=True)
class Way:
    """Hold what one way through a form asks of a person."""

    presses: int
    typed: int


@dataclass(frozen=True, slots=True)
class Looked:
    """Hold what a look at a form found, its shortest and longest way, and whether it was whole."""

    found: Sequence[Finding]
    ways: tuple[Way, Way]
    is_whole: bool


def check_form(form: Form, now: datetime) -> list[Finding]:
    """Return what would confuse those who answer, or keep them from it, in the form's order."""
    found, written = [*_whole(form, now), *_put_to_all(form)], form.written
    for place, question in enumerate(written, 1):
        earlier = written[: place - 1]
        found += [*_question(form, place, question, earlier), *_choices(place, question)]
    return found


def _put_to_all(form: Form) -> Iterator[Finding]:
    """Yield questions that all are asked, and that say in no hint whom they are for."""
    plan = plan_of(form) if form.anonymous else None
    for place, question in enumerate(form.written, 1):
        if plan is None or not question.is_asked or question.hint.vi or question.other_of:
            continue
        if plan.rules[question.code].is_for_some:
            yield Finding(place, "put-to-all")


def look_over(form: Form, now: datetime) -> Looked:
    """Check a form while somebody waits in chat: a long one's conditions are not tried out."""
    is_whole = len(form.questions) <= MOST_TRIED
    tried = explore(form, most_work=CHAT_WORK) if is_whole else Tried(ways=[form.asked])
    found = [*check_form(form, now), *(check_logic(form, tried) if is_whole else ())]
    return Looked(found, find_ways(form, tried), is_whole)


def check_logic(form: Form, tried: Tried) -> list[Finding]:
    """Return the questions that nobody reached or could answer, as far as was tried."""
    found = []
    asked, answered, bare = map(_stems, (tried.asked, tried.answered, tried.bare))
    given: dict[str, str | int] = {"tries": tried.tries}
    for place, question in enumerate(form.written, 1):
        if not question.is_asked:
            continue
        if question.code not in asked:
            found.append(Finding(place, "never-asked", given))
        elif question.code not in answered and question.constraint:
            found.append(Finding(place, "never-fits", given))
        if question.code in bare:
            found.append(Finding(place, "no-choice"))
    return found


def find_ways(form: Form, tried: Tried | None = None) -> tuple[Way, Way]:
    """Return the shortest and the longest way that was found; without logic there is but one."""
    ways = [form.asked]
    if not form.anonymous:  # there everybody goes the same way
        ways = (tried or explore(form)).ways or ways
    passage = rehearse(form)

    def measure(way: Sequence[Question], each: Callable[[Question], Way]) -> Way:
        typed = Way(presses=0, typed=1)
        return _together([typed if passage.is_only_typed(one) else each(one) for one in way])

    shortest = min((measure(way, _least) for way in ways), key=_length)
    longest = max((measure(way, _most) for way in ways), key=_length)
    return shortest, longest


def _stems(codes: Iterable[str]) -> set[str]:
    return {stem_of(code) for code in codes}


def _length(way: Way) -> int:
    return way.presses + way.typed


def _whole(form: Form, now: datetime) -> Iterator[Finding]:
    if form.closes <= now:
        yield Finding(0, "closes-past")
    for said in (form.title.vi, form.title.en, form.purpose.vi, form.purpose.en):
        if words := find_pretence(said, INFORMAL):
            yield Finding(0, "official", {"words": words})
            break
    length = len(form.title.vi) + len(form.purpose.vi)
    if length > MOST_READ:
        yield Finding(0, "long-banner", {"length": length, "most": MOST_READ})
    if form.remind_times:
        lasts = (form.closes - form.opens).total_seconds() / 86400  # a day
        fit = max(0, math.ceil(lasts / form.remind_every_days) - 1)
        if fit < form.remind_times:
            yield Finding(0, "reminders", {"fit": fit, "times": form.remind_times})
    if _in_english(form) and not (form.title.en and form.purpose.en):
        yield Finding(0, "no-english")


def _question(
    form: Form, place: int, question: Question, before: Sequence[Question]
) -> Iterator[Finding]:
    for other, earlier in enumerate(before, 1):
        if fold(earlier.text.vi) == fold(question.text.vi):
            yield Finding(place, "same-question", {"other": other})
    is_read = question.kind is not QuestionKind.CALCULATE
    words = (question.text, *(choice.text for choice in question.choices)) if is_read else ()
    if _in_english(form) and not all(text.en or not _has_letters(text.vi) for text in words):
        yield Finding(place, "no-english")
    length = sum(len(text.vi) + 1 for text in words)
    if length > MOST_READ:
        yield Finding(place, "long-question", {"length": length, "most": MOST_READ})
    least, most = question.least, question.most
    if question.whole and None not in (least, most) and math.ceil(least or 0) > (most or 0):
        yield Finding(place, "no-number", {"least": f"{least:g}", "most": f"{most:g}"})
    if question.is_worded and question.longest < FEW_WORDS:
        yield Finding(place, "short-text", {"most": question.longest})


def _choices(place: int, question: Question) -> Iterator[Finding]:
    labels = [choice.text for choice in question.choices]
    digits = [label.vi[:1].isdigit() for label in labels]
    if any(digits) and not all(digits):
        yield Finding(place, "mixed")
    for number, label in enumerate(labels):
        trap = find_trap(label.vi)
        if trap:
            yield Finding(place, trap, {"choice": label.vi})
        if max(len(label.vi), len(label.en)) > MOST_LABEL:
            yield Finding(place, "long-label", {"choice": label.vi, "most": MOST_LABEL})
        for other in labels[:number]:
            if _readings(label) & _readings(other):
                yield Finding(place, "same-reading", {"choice": other.vi, "other": label.vi})


def _readings(text: Wording) -> set[str]:
    return {fold(words) for words in (text.vi, text.en) if fold(words)}


def _in_english(form: Form) -> bool:
    written = [one.text for one in form.questions if not one.other_of]  # else in our own words
    texts = [form.title, form.purpose, *written]
    return any(text.en for text in texts)


def _has_letters(words: str) -> bool:
    return any(character.isalpha() for character in words)


def _least(question: Question) -> Way:
    if question.kind in TICKED and question.required:
        ticks = len(question.choices) - 1 if question.kind is QuestionKind.RANK else 1
        return Way(presses=ticks + 1, typed=0)  # each choice, then "Xong"
    pressed = question.kind in TICKED or _is_pressed(question)
    return Way(1, 0) if pressed or not question.required else Way(0, 1)


def _most(question: Question) -> Way:
    if question.kind in TICKED:
        return Way(len(question.choices) + 1, 0)
    return Way(1, 0) if _is_pressed(question) else Way(0, 1)


def _is_pressed(question: Question) -> bool:
    return question.kind in PRESSED or bool(question.scale)


def _together(ways: list[Way]) -> Way:
    """Add ways up, with the beginning and the handing in."""
    return Way(2 + sum(way.presses for way in ways), sum(way.typed for way in ways))
