"""A survey's form looked over before anybody is asked; a poll's words read as it is composed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from string import Formatter

import pytest

from bot.clock import StoppedClock
from bot.errors import Refused
from bot.surveys.checking import (
    MOST_TRIED,
    SENTENCES,
    Finding,
    Way,
    check_form,
    find_ways,
    look_over,
)
from bot.surveys.composing import Manner, Poll, make_form, read_choices, read_question
from bot.surveys.forms import Form, FormChoice, Question, QuestionKind, Wording
from bot.surveys.reading import read_form
from bot.text import say
from tests.kit.surveys import make_form as make_long_form

BOTH = Wording("Có", "Yes")


def choose(*labels: Wording | str, **more: object) -> Question:
    texts = [Wording(label) if isinstance(label, str) else label for label in labels]
    choices = tuple(FormChoice(str(n), text) for n, text in enumerate(texts))
    given = {"code": "q", "kind": QuestionKind.ONE_CHOICE, "text": Wording("Chọn gì?")}
    return Question(**{**given, "choices": choices, **more})  # type: ignore[arg-type]


def count(**more: object) -> Question:
    given = {"code": "q", "kind": QuestionKind.NUMBER, "text": Wording("Mấy người?")}
    return Question(**{**given, **more})  # type: ignore[arg-type]


CASES = {
    "stop": choose("Đi", "Dừng"),
    "way": choose("Đi", "Bỏ qua"),
    "same-reading": choose(Wording("Nước máy", "Tap"), Wording("Vòi", "tap")),
    "mixed": choose("4+", "Không có"),
    "long-label": choose("Đi", "Không đi được vì nhà xa và đường ban đêm quá tối"),
    "no-number": count(least=1.2, most=1.8),
    "short-text": count(kind=QuestionKind.TEXT, longest=5),
    "long-question": choose("Đi", "Ở", text=Wording("x" * 498)),
    "no-english": choose(BOTH, "Không"),
}


def form_with(form: Form, question: Question, *, english: bool = False) -> Form:
    title = Wording("Thử", "Trial") if english else Wording("Thử")
    purpose = Wording("Để biết", "To learn") if english else Wording("Để biết")
    return replace(form, title=title, purpose=purpose, questions=(question,), remind_times=0)


@pytest.mark.parametrize("code", CASES)
def test_what_confuses_is_found_and_named(code: str, clock: StoppedClock) -> None:
    form = make_long_form(clock.now())
    broken = form_with(form, CASES[code], english=code == "no-english")
    found = check_form(broken, clock.now())
    assert [one.code for one in found] == [code]
    assert str(found[0]).startswith("question 1: ")


def test_the_whole_survey_is_looked_over_too(clock: StoppedClock) -> None:
    form = make_long_form(clock.now(), days=4)
    twice = replace(form, title=Wording("Thử"), questions=(count(), count(code="p")))
    found = check_form(twice, clock.now() + timedelta(days=4))
    assert [(one.place, one.code) for one in found] == [
        (0, "closes-past"),
        (0, "reminders"),
        (2, "same-question"),
    ]
    assert str(found[1]) == "the survey: only 1 of 2 reminders come before it closes"


def test_the_example_has_nothing_to_mend_and_its_ways_are_counted(clock: StoppedClock) -> None:
    example = Path(__file__).parents[2] / "examples" / "khao-sat-bhxh.yaml"
    form = read_form(example.read_text("utf-8"))
    assert check_form(form, form.opens) == []
    six = make_long_form(clock.now())
    assert find_ways(six) == (Way(presses=7, typed=1), Way(presses=8, typed=3))


def test_choices_are_read_one_a_line_as_people_write_lists() -> None:
    assert read_choices("1. Thứ bảy\n- Chủ nhật;  Cả hai ", ["Tối"]) == (
        *("Tối", "Thứ bảy", "Chủ nhật", "Cả hai"),
    )
    assert read_choices("5\n10") == ("5", "10")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Đi\nđi", "poll-choice-twice"),
        ("Đi\nQuay lại", "poll-choice-trap"),
        ("Đi\n" + "x" * 61, "poll-choice-too-long"),
        ("\n".join(map(str, range(21))), "poll-choices-too-many"),
    ],
)
def test_choices_that_could_not_be_told_apart_are_refused(text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_choices(text)
    assert refused.value.code == code


def test_a_poll_becomes_the_form_that_a_file_would_have_made(clock: StoppedClock) -> None:
    now = clock.now()
    times = {"opens": now, "closes": now + timedelta(days=1)}
    scale = make_form(
        Poll(read_question(" Chấm\nđiểm? "), Manner.SCALE), asker="Hội", anonymous=True, **times
    )
    assert scale.title == Wording("Chấm điểm?")
    assert [choice.text.vi for choice in scale.questions[0].choices] == list("12345")
    assert scale.questions[0].choices_are_numbers
    long = make_form(Poll("x" * 300, Manner.YES_NO), asker="Hội", anonymous=False, **times)
    assert len(long.title.vi) == 120
    assert long.questions[0].text.vi == "x" * 300
    with pytest.raises(Refused, match="poll-question-too-long"):
        read_question("x" * 501)


@pytest.mark.parametrize("code", SENTENCES)
def test_each_finding_is_told_in_both_languages(code: str) -> None:
    named = {name: "7" for _, name, *_ in Formatter().parse(SENTENCES[code]) if name}
    for locale in ("vi", "en"):
        told = say(locale, Finding(2, code).phrase, place=2, **named)
        assert told.count("7") >= len(named), told


def test_a_long_form_is_looked_over_in_chat_without_trying_its_conditions(
    clock: StoppedClock,
) -> None:
    form = make_long_form(clock.now())
    looked = look_over(form, clock.now())
    assert looked.is_whole
    many = tuple(replace(form.questions[0], code=f"q{n}") for n in range(MOST_TRIED + 1))
    longer = look_over(replace(form, questions=many), clock.now())
    assert not longer.is_whole
    assert longer.ways[1].presses == MOST_TRIED + 3
    assert {one.code for one in longer.found} >= {"same-question"}
