"""Laws of a form's logic: what counts hangs on answers, not on their order; every way ends."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import Refused
from bot.surveys.forms import Form, Question
from bot.surveys.rehearsing import rehearse
from bot.surveys.sealing import seal, size_of
from bot.surveys.standing import VOID
from bot.surveys.values import Value
from tests.kit.effort import examples
from tests.kit.forms import K, ask, choices, form_of

DECLINED = {"declined": True}
YES, NO = {"yes": True}, {"yes": False}
KINDS = st.sampled_from([K.YES_NO, K.NUMBER, K.ONE_CHOICE, K.SEVERAL_CHOICES, K.CALCULATE])
TESTS = ("${{{0}}} = 'yes'", "${{{0}}} > 2", "selected(${{{0}}}, 'a')", "not(${{{0}}} = '')")


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """Draw a form in which each question may hang on any other, as long as none does on itself."""
    size = draw(st.integers(2, 7))
    order = draw(st.permutations(range(size)))
    questions: list[Question] = []
    for place in range(size):
        kind = draw(KINDS)
        rank = order[place]
        earlier = [f"q{other}" for other in range(size) if order[other] < rank]
        more: dict[str, Any] = {}
        if earlier and draw(st.booleans()):
            parts = draw(
                st.lists(
                    st.tuples(st.sampled_from(TESTS), st.sampled_from(earlier)),
                    min_size=1,
                    max_size=2,
                )
            )
            more["relevant"] = draw(st.sampled_from([" and ", " or "])).join(
                t.format(n) for t, n in parts
            )
        if kind in (K.ONE_CHOICE, K.SEVERAL_CHOICES):
            more["choices"] = choices("a", "b", "c")
            if earlier and draw(st.booleans()):
                more["choice_filter"] = f"name != ${{{draw(st.sampled_from(earlier))}}}"
        if kind is K.CALCULATE:
            more["calculation"] = " + ".join(
                ["1", *(f"coalesce(${{{n}}}, 0)" for n in earlier[:2])]
            )
        if kind is K.NUMBER and earlier and draw(st.booleans()):
            more["constraint"] = f"not(. = ${{{draw(st.sampled_from(earlier))}}})"
        questions.append(ask(f"q{place}", kind, **more))
    return form_of(*questions)


def values_for(question: Question) -> st.SearchStrategy[Value]:
    match question.kind:
        case K.YES_NO:
            return st.sampled_from([YES, NO, DECLINED])
        case K.NUMBER:
            return st.integers(0, 5).map(lambda n: {"number": n})
        case K.ONE_CHOICE:
            return st.sampled_from("abc").map(lambda c: {"choice": c})
        case _:
            return st.sets(st.sampled_from("abc"), min_size=1).map(
                lambda s: {"choices": sorted(s)}
            )


@settings(max_examples=examples(40))
@given(st.data())
def test_what_counts_hangs_on_the_answers_not_on_their_order(data: st.DataObject) -> None:
    form = data.draw(forms())
    wanted = {one.code: data.draw(values_for(one)) for one in form.asked}
    first, second = rehearse(form), rehearse(form)
    for code in data.draw(st.permutations(list(wanted))):
        first.put(form.questions[form.place_of(code)], wanted[code])
    for code in data.draw(st.permutations(list(wanted))):
        second.put(
            form.questions[form.place_of(code)],
            data.draw(values_for(form.questions[form.place_of(code)])),
        )
    for code in data.draw(st.permutations(list(wanted))):
        second.put(form.questions[form.place_of(code)], wanted[code])
    kept = [{c: v for c, v in one.answers.items() if VOID not in v} for one in (first, second)]
    assert kept[0] == kept[1]
    assert first.asked == second.asked
    for question in form.asked:
        counts = VOID not in first.answers[question.code]
        assert counts or not first.is_answered(question)
        if counts:
            assert question in first.asked
    assert len(seal(b"k" * 32, form, first.answers, whose=(1, 1))) == size_of(form) + 28


@settings(max_examples=examples(30))
@given(st.data())
def test_whoever_answers_what_is_asked_comes_to_the_end(data: st.DataObject) -> None:
    passage = rehearse(data.draw(forms()))
    for _ in range(200):
        question = passage.next_after(-1)
        if question is None:
            break
        value = data.draw(values_for(question))
        try:
            passage.check(question, value)
        except Refused:
            value = dict(DECLINED)
        passage.put(question, value)
    assert passage.next_after(-1) is None
    assert passage.count_left() == 0
    again = rehearse(passage.form, answers=passage.answers)
    assert again.asked == passage.asked
