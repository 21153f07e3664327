"""A form's ways tried out: what nobody reaches or can answer is found, what they can is not."""

from __future__ import annotations

from dataclasses import replace

from bot.surveys.checking import check_form, check_logic, find_ways
from bot.surveys.exploring import explore
from bot.surveys.forms import Form, Group, Wording
from tests.kit.forms import K, ask, choices, form_of


def found_in(form: Form) -> list[tuple[int, str]]:
    return [(one.place, one.code) for one in check_logic(form, explore(form))]


def test_what_nobody_reaches_or_can_answer_is_found() -> None:
    form = form_of(
        ask("n", least=1, most=10),
        ask("never", relevant="${n} > 10"),
        ask("seldom", relevant="${n} = 7"),
        ask("nothing", constraint=". > 5 and . < 3"),
        ask("something", constraint=". > ${n} and . < 50"),
        ask("one", K.ONE_CHOICE, choices=choices("a", "b")),
        ask("left", K.ONE_CHOICE, choices=choices("a", "b"), choice_filter="${one} = 'a'"),
    )
    assert found_in(form) == [(2, "never-asked"), (4, "never-fits"), (7, "no-choice")]


def test_the_shortest_and_the_longest_way_pass_what_they_must() -> None:
    group = Group("g", relevant="${go} = 'yes'")
    form = form_of(
        ask("go", K.YES_NO),
        ask("a", K.YES_NO, group="g"),
        ask("b", K.YES_NO, group="g", relevant="${a} = 'yes'"),
        groups=(group,),
    )
    shortest, longest = find_ways(form)
    assert (shortest.presses, longest.presses) == (3, 5)
    assert found_in(form) == []


def test_an_anonymous_form_has_one_way_and_its_conditions_are_tried_all_the_same() -> None:
    some = ask("some", relevant="${n} = 7", hint=Wording("Nếu là 7."))
    form = form_of(ask("n", least=1, most=10), some, ask("never", relevant="${n} > 10"))
    form = replace(form, anonymous=True)
    assert found_in(form) == [(3, "never-asked")]
    told = [(one.place, one.code) for one in check_form(form, form.opens)]
    assert told == [(3, "put-to-all")]
    shortest, longest = find_ways(form)
    assert longest.typed == 3
    assert shortest.typed == 2  # what hangs on answers is passed by typing


def test_a_repeat_is_looked_over_once() -> None:
    group = Group("g", most=3)
    form = form_of(ask("a", group="g"), ask("b", group="g", relevant="${a} < 0"), groups=(group,))
    assert found_in(form) == []
    bounded = form_of(
        ask("a", group="g", least=1), ask("b", group="g", relevant="${a} < 0"), groups=(group,)
    )
    assert found_in(bounded) == [(2, "never-asked")]
    assert [one.code for one in check_form(form, form.opens) if one.code == "same-question"] == []
