"""A survey's file: read whole, or every fault told with its line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.areas import Places
from bot.errors import Refused
from bot.models import Survey
from bot.surveys.bydate import ByDate
from bot.surveys.composing import copy_form
from bot.surveys.faults import SENTENCES, Fault, FormError
from bot.surveys.forms import FormChoice, Group, Question, QuestionKind, Wording, form_of
from bot.surveys.reading import read_form
from bot.surveys.repeats import unfold
from bot.surveys.shares import Share, find_ward, read_shares, write_shares
from bot.surveys.types import Standing
from bot.text import say

ROOT = Path(__file__).parents[2]
HEAD = """\
code: s1
title: Khảo sát
purpose: Để biết.
opens: 2026-12-01 08:00
closes: 05/12/2026 20:00
questions:
"""


def faults_of(text: str) -> list[tuple[int, str]]:
    with pytest.raises(FormError) as raised:
        read_form(text)
    return [(fault.line, fault.code) for fault in raised.value.faults]


def test_the_sample_survey_reads_whole_and_survives_its_row() -> None:
    form = read_form((ROOT / "examples" / "khao-sat-bhxh.yaml").read_text("utf-8"))
    assert form.anonymous
    assert [q.kind for q in form.questions].count(QuestionKind.ONE_CHOICE) == 5
    assert form.title.said("en") != form.title.said("vi")
    row = Survey(
        code=form.code,
        form=form.as_document(),
        anonymous=True,
        late=form.late,
        opens_at=form.opens,
        closes_at=form.closes,
        remind_times=form.remind_times,
        remind_every_days=form.remind_every_days,
    )
    assert form_of(row) == form


@pytest.mark.parametrize(
    ("question", "fault"),
    [
        ("  - {kind: song, text: a}", (7, "want-one-of")),
        ("  - {kind: text, text: ''}", (7, "want-words")),
        ("  - {kind: text, text: {en: a}}", (7, "want-words")),
        ("  - {kind: text, text: a, max: many}", (7, "want-whole")),
        ("  - {kind: text, text: a, required: maybe}", (7, "want-flag")),
        ("  - {kind: text, text: a, choices: [a, b]}", (7, "not-here")),
        ("  - {kind: text, text: a, colour: red}", (7, "unknown")),
        ("  - {kind: text, kind: date, text: a}", (7, "repeat")),
        ("  - {kind: text}", (7, "missing")),
        ("  - {code: 'A B', kind: text, text: a}", (7, "want-code")),
        ("  - {kind: number, text: a, min: '3 kg'}", (7, "want-number")),
        ("  - {kind: number, text: a, min: 5, max: 5}", (7, "order")),
        ("  - {kind: number, text: a, step: 0}", (7, "want-step")),
        ("  - {kind: calculate, text: a}", (7, "missing")),
        ("  - {kind: yes_no, text: a, calculation: '1'}", (7, "not-here")),
        ("  - kind: text\n    text: a\n    relevant: ${x} =", (9, "expression")),
        ("  - kind: text\n    text: a\n    relevant: ${x} = 1", (9, "unknown-question")),
        ("  - {kind: text, text: 'a ${x}'}", (7, "unknown-question")),
        ("  - {code: x, kind: text, text: a, relevant: '${x} = 1'}", (7, "circle")),
        ("  - {kind: acknowledge, text: a, max: 3}", (7, "not-here")),
        ("  - {kind: text, text: a, hint: {en: a}}", (7, "want-words")),
        ("  - {kind: one_choice, text: a, choices: b}", (7, "want-list")),
        ("  - {kind: one_choice, text: a, choices: [b]}", (7, "too-few")),
        ("  - {kind: one_choice, text: a, choices: [b, B]}", (7, "same-choice")),
        (f"  - {{kind: one_choice, text: a, choices: [b, {'c' * 61}]}}", (7, "too-long")),
        (f"  - {{kind: one_choice, text: a, choices: {list(range(21))}}}", (7, "too-many")),
        (f"  - {{kind: text, text: {'a' * 501}}}", (7, "too-long")),
        ("  - kind: text\n    text: a\n    max: 0", (9, "want-whole")),
        (
            "  - {code: x, kind: text, text: a}\n  - {code: x, kind: text, text: b}",
            (8, "same-code"),
        ),
        ("  - just words", (7, "want-block")),
    ],
)
def test_a_fault_of_a_question_names_its_line(question: str, fault: tuple[int, str]) -> None:
    assert faults_of(HEAD + question) == [fault]


def test_every_fault_is_told_at_once() -> None:
    text = (
        "code: s1\ntitle: a\npurpose: b\nopens: soon\ncloses: 2026\nlate: maybe\nquestions: []\n"
    )
    assert faults_of(text) == [
        (4, "want-moment"),
        (5, "want-moment"),
        (6, "want-one-of"),
        (7, "too-few"),
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: [", (1, "not-yaml")),
        ("a: b\n\tc: d", (2, "not-yaml")),
        ("- a", (1, "not-a-form")),
        ("", (1, "not-a-form")),
        ("\x00", (1, "not-yaml")),
        ("x" * 100_001, (1, "too-big")),
    ],
)
def test_what_is_no_survey_at_all_is_refused(text: str, fault: tuple[int, str]) -> None:
    assert faults_of(text) == [fault]


def test_closing_comes_after_opening() -> None:
    text = HEAD.replace("05/12", "30/11") + "  - {kind: text, text: a}"
    assert faults_of(text) == [(5, "order")]


def test_a_form_of_every_part_survives_its_row() -> None:
    words = Wording("Trẻ em", "Children", (("fr", "Enfants"), ("km", "កុមារ")))
    picked = FormChoice("a", words, (("ward", "bd"), ("age", "3")), "a.png")
    question = Question(
        *("q", QuestionKind.SEVERAL_CHOICES, words),
        choices=(picked, FormChoice("b", Wording("B"))),
        hint=words,
        relevant="${x} > 1",
        required_if="${x} = 2",
        constraint=". != 3",
        constraint_text=words,
        choice_filter="ward = ${w}",
        group="g",
    )
    form = read_form(HEAD + "  - {kind: note, text: a}\n  - {kind: yes_no, text: a}")
    groups = (Group("g", words, most=5, count="${n}"),)
    form = replace(form, questions=unfold((*form.questions, question), groups), groups=groups)
    kept = json.loads(json.dumps(form.as_document()))
    row = Survey(
        code=form.code,
        form=kept,
        anonymous=False,
        late="join",
        opens_at=form.opens,
        closes_at=form.closes,
        remind_times=0,
        remind_every_days=1,
    )
    assert form_of(row) == form
    assert [question.code for question in form.asked] == ["q2", *(f"q#{n}" for n in range(1, 6))]
    assert words.said("fr") == "Enfants"
    assert words.said("de") == "Trẻ em"


def test_a_row_of_before_there_were_more_kinds_still_reads() -> None:
    old = {
        "code": "q1",
        "kind": "number",
        "text": {"vi": "Mấy?", "en": ""},
        "required": True,
        "choices": [],
        "least": 1.0,
        "most": None,
        "whole": True,
        "longest": 500,
        "year_only": False,
    }
    words = {"vi": "a", "en": ""}
    row = Survey(code="s", form={"title": words, "purpose": words, "questions": [old]})
    expected = Question("q1", QuestionKind.NUMBER, Wording("Mấy?"), required=True, least=1.0)
    assert form_of(row).questions == (expected,)


@pytest.mark.parametrize("code", SENTENCES)
def test_each_fault_has_its_sentence_and_its_phrases(code: str) -> None:
    names = ("name", "known", "least", "most", "before", "why", "wanted")
    fault = Fault(3, code, dict.fromkeys(names, "x"))
    assert str(fault).startswith("line 3: ")
    assert say("vi", fault.phrase, **fault.values) != say("en", fault.phrase, **fault.values)


def test_a_file_says_what_a_survey_is_and_how_many_of_each_it_wants() -> None:
    law = "type: opinion\norder: QĐ 12/QĐ-UBND\nquota: {Ba Đình 18-35: 40, 60-: 25, '*': 9}\n"
    law += "by_date: card_expiry -30\n"
    form = read_form(law + HEAD + "  - {kind: text, text: a}")
    assert form.standing == Standing("opinion", "QĐ 12/QĐ-UBND")
    assert form.shares == (
        Share("Ba Đình", "18-35", 40),
        Share("", "60-", 25),
        Share("", "*", 9),
    )
    assert form.by_date == ByDate("card_expiry", -30)
    bad = "by_date: wedding 3\n"
    assert faults_of(bad + HEAD + "  - {kind: text, text: a}") == [(1, "want-by-date")]
    both = "by_date: joined 3\nremind: {times: 1}\n"
    assert read_form(both + HEAD + "  - {kind: text, text: a}").remind_times == 1
    bad = "type: vote\nquota:\n  Ba Đình: ít\n  35-18: 4\n  60-: 0\n"
    assert faults_of(bad + HEAD + "  - {kind: text, text: a}") == [
        *((1, "want-one-of"), (3, "want-share"), (4, "want-share"), (5, "want-share")),
    ]


def test_quotas_are_written_in_a_cell_and_read_back() -> None:
    shares = (Share("14773.2004", "18-35", 40), Share("", "60-", 25), Share("", "*", 9))
    assert read_shares(write_shares(shares)) == shares
    assert read_shares("Ba Đình ; 60-: 3") is None


def test_a_ward_of_a_quota_is_one_ward() -> None:
    places = Places("38")
    assert find_ward(places, "Hạc Thành") == find_ward(places, find_ward(places, "hac thanh"))
    for name, why in (("Không Đâu", "unknown"), ("Đông Sơn", "several")):
        with pytest.raises(Refused, match=f"survey-quota-ward-{why}"):
            find_ward(places, name)


def test_a_copy_that_asks_people_different_questions_cannot_be_anonymous() -> None:
    questions = "  - {code: a, kind: one_choice, text: A, choices: [X, Y], other: true}\n"
    old = read_form(HEAD + questions)
    again = copy_form(old, anonymous=True, opens=old.opens, closes=old.closes)
    assert [one.relevant for one in again.questions] == ["", ""]
    child = Question("c", QuestionKind.NUMBER, Wording("Mấy tuổi?"), group="g")
    group = Group("g", most=3)
    forks = replace(old, questions=unfold([*old.written, child], (group,)), groups=(group,))
    assert copy_form(forks, anonymous=False, opens=old.opens, closes=old.closes)
    with pytest.raises(Refused, match="poll-copy-reveals"):
        copy_form(forks, anonymous=True, opens=old.opens, closes=old.closes)
