"""A form's logic: who is asked what, and which answers count, whatever their order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.errors import Refused
from bot.surveys.forms import Group, Question, Wording
from bot.surveys.logic import plan_of
from bot.surveys.passages import Passage
from bot.surveys.reading import read_form
from bot.surveys.rehearsing import rehearse
from bot.surveys.repeats import fold_back, unfold
from bot.surveys.standing import VOID, text_of, value_from
from bot.surveys.values import Value
from bot.surveys.vetting import put_to_all, vet
from bot.surveys.wording import said
from tests.kit.forms import HEAD, LOGIC, K, ask, choices, form_of

DECLINED = {"declined": True}
YES, NO = {"yes": True}, {"yes": False}


def codes(passage: Passage) -> list[str]:
    return [question.code for question in passage.asked]


def put(passage: Passage, **given: Value) -> None:
    for code, value in given.items():
        question = passage.form.questions[passage.form.place_of(code.replace("__", "#"))]
        passage.check(question, value)
        passage.put(question, value)


def test_questions_come_and_go_and_answers_come_back_with_them() -> None:
    passage = rehearse(read_form(HEAD + LOGIC))
    assert codes(passage) == ["con", "phi"]
    for code, value in (("con", YES), ("so-con", {"number": 3}), ("di-hoc", {"number": 1})):
        passage.put(passage.form.questions[passage.form.place_of(code)], value)
    assert passage.answers["o-nha"] == {"number": 2}
    note = passage.notes_before(passage.asked[-1])[0]
    assert said(passage, note, note.text, "vi") == "Vậy 2 cháu ở nhà."
    assert passage.suggested(passage.asked[-1]) == {"number": 30}
    put(passage, con=NO)
    assert codes(passage) == ["con", "phi"]
    assert passage.answers["so-con"] == {"number": 3, VOID: True}
    assert passage.answers["o-nha"] == {VOID: True}
    assert passage.count_left() == 1
    put(passage, con=YES)
    assert passage.answers["so-con"] == {"number": 3}
    assert passage.answers["o-nha"] == {"number": 2}


def test_a_constraint_refuses_with_its_own_words_and_is_looked_at_again() -> None:
    passage = rehearse(read_form(HEAD + LOGIC))
    for code, value in (("con", YES), ("so-con", {"number": 3})):
        passage.put(passage.form.questions[passage.form.place_of(code)], value)
    going = passage.form.questions[passage.form.place_of("di-hoc")]
    with pytest.raises(Refused) as refused:
        passage.check(going, {"number": 4})
    assert refused.value.values["message"] == "Không nhiều hơn số cháu trong nhà."
    passage.put(going, {"number": 3})
    assert passage.is_answered(going)
    passage.put(passage.form.questions[1], {"number": 2})
    assert not passage.is_answered(going)
    assert passage.next_after(-1) == going


def test_groups_make_all_that_they_hold_come_and_go() -> None:
    outer = Group("outer", relevant="${go} = 'yes'")
    inner = Group("inner", inside="outer", relevant="${n} > 1")
    form = form_of(
        ask("go", K.YES_NO),
        ask("n", group="outer"),
        ask("m", group="inner"),
        groups=(outer, inner),
    )
    passage = rehearse(form)
    assert codes(passage) == ["go"]
    put(passage, go=YES, n={"number": 2})
    assert codes(passage) == ["go", "n", "m"]
    put(passage, go=NO)
    assert codes(passage) == ["go"]


def test_a_counted_repeat_asks_so_often_and_sums_up() -> None:
    group = Group("child", Wording("Trẻ"), most=4, count="${n}")
    form = form_of(
        ask("n"),
        ask("age", group="child", text="Cháu thứ ${n}?"),
        ask("school", K.YES_NO, group="child", relevant="${age} >= 6 and position(..) < 3"),
        ask("total", K.CALCULATE, calculation="sum(${age}) + 100 * count(${child})"),
        ask("second", K.CALCULATE, calculation="indexed-repeat(${age}, ${child}, 2)"),
        groups=(group,),
    )
    passage = rehearse(form)
    assert codes(passage) == ["n"]
    put(passage, n={"number": 2})
    assert codes(passage) == ["n", "age#1", "age#2"]
    put(passage, age__1={"number": 7}, age__2={"number": 5})
    assert codes(passage) == ["n", "age#1", "school#1", "age#2"]
    assert passage.answers["total"] == {"number": 212}
    assert passage.answers["second"] == {"text": "5"}
    put(passage, n={"number": 1})
    assert passage.answers["total"] == {"number": 107}
    assert passage.answers["age#2"][VOID]
    assert [one.code for one in fold_back(form.questions)] == [
        *("n", "age", "school", "total", "second")
    ]


def test_an_open_repeat_asks_whether_there_is_one_more_up_to_its_bound() -> None:
    group = Group("child", Wording("Trẻ"), most=3)
    form = form_of(ask("age", group="child"), groups=(group,))
    passage = rehearse(form)
    assert codes(passage) == ["age#1", "child#2"]
    assert passage.asked[1].text == Wording("Trẻ: còn nữa không?", "Trẻ: is there another one?")
    put(passage, child__2=YES)
    assert codes(passage) == ["age#1", "child#2", "age#2", "child#3"]
    put(passage, child__3=YES)
    assert codes(passage)[-1] == "age#3"
    put(passage, child__2=NO)
    assert codes(passage) == ["age#1", "child#2"]


def test_a_choice_filter_offers_less_and_what_is_not_offered_does_not_count() -> None:
    streets = choices("a", "b", ward="bd") + choices("c", ward="ls")
    form = form_of(
        ask("ward", K.ONE_CHOICE, choices=choices("bd", "ls")),
        ask("street", K.ONE_CHOICE, choices=streets, choice_filter="ward = ${ward}"),
    )
    passage = rehearse(form)
    street = form.questions[1]
    put(passage, ward={"choice": "bd"}, street={"choice": "b"})
    assert [(n, one.code) for n, one in passage.offered(street)] == [(0, "a"), (1, "b")]
    with pytest.raises(Refused):
        passage.check(street, {"choice": "c"})
    put(passage, ward={"choice": "ls"})
    assert passage.answers["street"] == {"choice": "b", VOID: True}
    assert passage.next_after(-1) == street


def test_what_must_be_answered_may_hang_on_an_answer() -> None:
    passage = rehearse(form_of(ask("a", K.YES_NO), ask("b", required_if="${a} = 'yes'")))
    b = passage.form.questions[1]
    put(passage, a=NO, b=DECLINED)
    assert passage.next_after(-1) is None
    put(passage, a=YES)
    assert passage.is_required(b)
    assert passage.next_after(-1) == b


def test_what_an_anonymous_survey_works_out_does_not_tell_when_it_was_answered() -> None:
    questions = ask("a"), ask("when", K.CALCULATE, calculation="concat(${a}, ' ', now())")
    form = form_of(*questions)
    for anonymous, kept in ((False, "1 2026-12-03T15:00:00"), (True, "1 2026-12-01T08:00:00")):
        passage = rehearse(replace(form, anonymous=anonymous))
        passage.now = datetime(2026, 12, 3, 8, tzinfo=UTC)
        put(passage, a={"number": 1})
        assert passage.answers["when"] == {"text": kept}


def test_an_anonymous_survey_says_no_answer_in_its_questions() -> None:
    form = replace(read_form(HEAD + LOGIC), anonymous=True)
    passage = rehearse(form)
    put(passage, con=YES)
    passage.put(form.questions[1], {"number": 3})
    assert "3" not in said(passage, form.questions[2], form.questions[2].text, "vi")


@pytest.mark.parametrize(
    ("part", "field"),
    [
        (ask("b", required_if="${a} = 'x'"), "required_if"),
        (
            ask("b", K.ONE_CHOICE, choices=choices("c", "d"), choice_filter="${a} = name"),
            "choice_filter",
        ),
        (Group("g", most=4, count="${a}"), "count"),
        (Group("g", most=4), "code"),
    ],
)
def test_an_anonymous_survey_asks_everybody_the_same(part: Question | Group, field: str) -> None:
    groups = (part,) if isinstance(part, Group) else ()
    asked = [ask("a", K.TEXT), part if isinstance(part, Question) else ask("b", group="g")]
    form = form_of(*asked, groups=groups)
    assert vet(form) == []
    faults = vet(replace(form, anonymous=True))
    assert [(one.code, one.field, one.reveals) for one in faults] == [(part.code, field, True)]


def test_an_anonymous_survey_puts_a_condition_s_question_to_all_and_seals_whose_it_was() -> None:
    form = form_of(
        ask("a", K.YES_NO),
        ask("b", relevant="${a} = 'yes'", required=True, constraint=". < 9 and ${a} = 'yes'"),
        ask("c", K.SEVERAL_CHOICES, choices=choices("x", "y"), group="g"),
        ask("d", K.CALCULATE, calculation="${b} * 2", relevant="${a} = 'yes'"),
        groups=(Group("g", relevant="${b} > 3"),),
    )
    passage = rehearse(replace(form, anonymous=True))
    assert codes(passage) == ["a", "b", "c"]
    assert [passage.is_for_some(one) for one in passage.asked] == [False, True, True]
    assert not passage.is_required(passage.asked[1])
    put(passage, a=YES, b={"number": 5}, c={"choices": ["x"]})
    assert not [code for code, value in passage.answers.items() if VOID in value]
    put(passage, a=NO)
    assert codes(passage) == ["a", "b", "c"]
    assert {code for code, value in passage.answers.items() if VOID in value} == {"b", "c", "d"}
    assert passage.next_after(-1) is None
    put(passage, b=DECLINED)
    assert passage.answers["b"] == {**DECLINED, VOID: True}
    assert [one.code for one in put_to_all(passage.form)] == ["b", "g"]
    assert put_to_all(form) == []


def test_a_form_that_hangs_on_itself_is_found() -> None:
    loop = [
        ask("a", relevant="${b} = 1"),
        ask("b", relevant="${c} = 1"),
        ask("c", relevant="${a} = 1"),
    ]
    form = replace(form_of(ask("x")), questions=unfold([ask("x"), *loop], ()))
    assert vet(form)[0].circle == ("a", "b", "c")


def test_a_form_without_logic_pays_nothing_for_it() -> None:
    assert plan_of(read_form(HEAD + "questions: [{kind: yes_no, text: a}]")) is None


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (ask("q", K.ONE_CHOICE, choices=choices("a", "b")), {"choice": "b"}),
        (ask("q", K.SEVERAL_CHOICES, choices=choices("a", "b", "c")), {"choices": ["a", "c"]}),
        (ask("q", K.RANK, choices=choices("a", "b")), {"rank": ["b", "a"]}),
        (ask("q", K.YES_NO), NO),
        (ask("q"), {"number": 2.5}),
        (ask("q", K.DATE), {"date": "1960-08-15"}),
        (ask("q", K.PLACE), {"text": "thôn Đông"}),
    ],
)
def test_an_answer_is_written_as_xforms_does_and_read_back(
    question: Question, value: Value
) -> None:
    assert value_from(question, text_of(question, value)) == value


def test_today_is_the_day_of_the_turn() -> None:
    passage = rehearse(form_of(ask("d", K.DATE, constraint=". <= today()")))
    passage.now = datetime(2026, 12, 3, 18, tzinfo=UTC)  # 01:00 of the 4th in Viet Nam
    passage.check(passage.form.questions[0], {"date": "2026-12-04"})
    with pytest.raises(Refused):
        passage.check(passage.form.questions[0], {"date": "2026-12-05"})
