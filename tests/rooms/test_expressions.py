"""Expressions of XLSForm: what each comes to, what is refused, and that none breaks out."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.expressions import ExpressionRefused, Scope, compile_expression
from bot.expressions.faults import SENTENCES
from bot.expressions.functions import ARITIES
from bot.expressions.grammar import MOST_PARTS, MOST_SOURCE
from bot.text import say
from tests.kit.effort import examples

ANSWERS = {"age": "20", "name": "Lan", "fruit": "cam buoi", "born": "1960-08-15", "none": ""}
SCOPE = Scope(
    now=datetime(2026, 12, 1, 9, 30),  # noqa: DTZ001 - local, as the expressions see it
    value=lambda name: ANSWERS.get(name, ""),
    every=lambda name: ["3", "", "5"] if name == "child" else [],
    label=lambda name, code: {"cam": "Cam sành"}.get(code, code),
    here="7",
    position=2,
    item={"ward": "ba-dinh"},
)
# XPath 1.0 (sections 3.4, 3.5, 4) and ODK's form logic reference
MEANT = [
    ("${age} > 18 and selected(${fruit}, 'cam')", True),
    ("${age} >= 20 and ${age} <= 20 and ${age} != 21", True),
    ("'2' = 2", True),
    ("'a' < 3", False),
    ("${none} > 0 or ${none} <= 0", False),
    ("${none} = ''", True),
    ("1 + 2 * 3 - 8 div 4 mod 3", 5.0),
    ("-${age} + 5", -15.0),
    ("1 div 0 > 999999999", True),
    ("string(1 div 3)", "0.333333333333333"),
    ("string(3.0)", "3"),
    ("string(0.1 + 0.2)", "0.3"),
    ("number('x') = number('x')", False),
    (". >= 5 and . <= 10", True),
    ("if(${age} >= 18, 'lớn', 'nhỏ')", "lớn"),
    ("coalesce(${none}, ${name}, 'x')", "Lan"),
    ("selected-at(${fruit}, 1)", "buoi"),
    ("selected-at(${fruit}, 9)", ""),
    ("count-selected(${fruit})", 2.0),
    ("sum(${child})", 8.0),
    ("count(${child}) - count-non-empty(${child})", 1.0),
    ("max(${child}) - min(${child})", 2.0),
    ("join(', ', ${child})", "3, , 5"),
    ("indexed-repeat(${child}, ${family}, 3)", "5"),
    ("indexed-repeat(${child}, ${family}, 4)", ""),
    ("position(..)", 2.0),
    ("jr:choice-name(selected-at(${fruit}, 0), '${fruit}')", "Cam sành"),
    ("regex(${name}, '[A-Z][a-z]+')", True),
    ("regex(${name}, 'L')", False),
    ("int(-3.9)", -3.0),
    ("round(2.345, 2)", 2.35),
    ("round(-2.5)", -2.0),
    ("pow(2, 10)", 1024.0),
    ("today()", "2026-12-01"),
    ("now()", "2026-12-01T09:30:00"),
    ("today() - ${born} > 60 * 365", True),
    ("${born} < today()", True),
    ("date(today() + 31)", "2027-01-01"),
    ("format-date(${born}, '%d/%m/%Y')", "15/08/1960"),
    ("format-date('soon', '%d')", ""),
    ("decimal-date-time('1970-01-02')", 1.0),
    ("int((today() - ${born}) div 365.25)", 66.0),
    ("substr('abcdef', 1, 3)", "bc"),
    ("substr('abcdef', -2)", "ef"),
    ("substring('12345', 1.5, 2.6)", "234"),
    ("substring-before('a/b', '/')", "a"),
    ("substring-after('a/b', '/')", "b"),
    ("translate('bar', 'abc', 'AB')", "BAr"),
    ("normalize-space('  a   b ')", "a b"),
    ("concat(‘số ’, ${age})", "số 20"),
    ("not(contains(${name}, 'x')) and starts-with(${name}, 'L') and true()", True),
    ("string-length('Đường') = 5", True),
    ("boolean-from-string('1')", True),
]
REFUSED = [
    ("", "empty"),
    ("1 +", "syntax"),
    ("'abc", "syntax"),
    ("5 > 3 > 1", "syntax"),
    ("${age} ${name}", "syntax"),
    ("selected(${age})", "arguments"),
    ("nonsense(1)", "unknown-function"),
    ("document('file:///etc/passwd')", "unknown-function"),
    ("environment-variable('PATH')", "unknown-function"),
    ("id('x')", "unknown-function"),
    ("uuid()", "refused-function"),
    ("once(random())", "refused-function"),
    ("/data/age", "path"),
    ("../age", "path"),
    ("$age", "path"),
    ("@age", "path"),
    ("age[1]", "path"),
    ("age > 3", "bare-name"),
    ("regex(., ${name})", "pattern"),
    ("regex(., '(?=a)b')", "pattern"),
    ("indexed-repeat(1, 2, 3)", "reference"),
    ("jr:choice-name('a', 'b')", "reference"),
    ("(" * 30 + "1" + ")" * 30, "too-deep"),
    ("-" * 300 + "1", "too-deep"),
    ("1" + "+1" * MOST_PARTS, "too-many"),
    ("1" * (MOST_SOURCE + 1), "too-long"),
]


@pytest.mark.parametrize(("source", "value"), MEANT)
def test_an_expression_comes_to_what_the_standard_says(source: str, value: object) -> None:
    assert compile_expression(source).run(SCOPE) == value


@pytest.mark.parametrize(("source", "fault"), REFUSED)
def test_what_is_not_understood_or_not_safe_is_refused(source: str, fault: str) -> None:
    with pytest.raises(ExpressionRefused) as refused:
        compile_expression(source)
    assert refused.value.fault == fault
    assert str(refused.value)


@pytest.mark.parametrize("fault", SENTENCES)
def test_each_fault_is_told_in_both_languages(fault: str) -> None:
    values = {"name": "abc", "most": 3, "why": "?"}
    assert say("vi", f"expression-{fault}", **values) != say("en", f"expression-{fault}", **values)


def test_a_choice_filter_sees_the_choice_itself() -> None:
    source = "ward = 'ba-dinh' and ${age} = 20"
    assert compile_expression(source, of_choice=True).holds(SCOPE)
    assert not compile_expression("ward = 'x'", of_choice=True).holds(SCOPE)


def test_what_an_expression_looks_at_is_known_beforehand() -> None:
    found = compile_expression("sum(${child}) > ${age} and indexed-repeat(${child}, ${family}, 1)")
    assert {(one.name, one.every) for one in found.references} == {("child", True), ("age", False)}


def test_a_long_chain_of_a_real_form_is_taken() -> None:
    source = " or ".join(f"selected(${{fruit}}, 'choice_{n}')" for n in range(70))
    assert not compile_expression(source).holds(SCOPE)


def test_a_hostile_pattern_takes_no_time() -> None:
    ANSWERS["long"] = "a" * 5_000
    assert not compile_expression("regex(${long}, '(a+)+b')").holds(SCOPE)


def test_a_text_cannot_grow_without_bounds() -> None:
    grown = "concat({0}, {0}, {0}, {0}, {0}, {0})"
    source = grown.format(grown.format("'" + "x" * 90 + "'"))
    assert len(str(compile_expression(source).run(SCOPE))) == 6 * 6 * 90
    ANSWERS["wide"] = "x" * 9_000
    assert len(str(compile_expression("concat(${wide}, ${wide})").run(SCOPE))) == 10_000


WORDS = [*ARITIES, *"()[],.=<>+-*/|@$'\"!", "and", "or", "div", "mod", "${age}", "${child}", "age"]
PIECES = st.sampled_from([*WORDS, "1", "2.5", "'x'", "''", "today()", "(", ")", ",", " "])


@settings(max_examples=examples(80))
@given(st.lists(PIECES, max_size=20).map(" ".join) | st.text(max_size=60))
def test_whatever_is_written_is_refused_or_runs(source: str) -> None:
    try:
        found = compile_expression(source)
    except ExpressionRefused:
        return
    assert isinstance(found.text(SCOPE), str)
    assert isinstance(found.holds(SCOPE), bool)


LEAF = st.sampled_from(
    ["${age}", "${none}", "${name}", "${born}", "3", "-2", "'b'", ".", "today()"]
)


def _within(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(inner, inner)
    signs = st.sampled_from(["+", "-", "*", "div", "mod", "=", "!=", "<", ">=", "and", "or"])
    return (
        st.tuples(inner, signs, inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})")
        | st.tuples(st.sampled_from(["pow", "contains", "selected-at", "round"]), pair).map(
            lambda t: f"{t[0]}({t[1][0]}, {t[1][1]})"
        )
        | st.tuples(st.sampled_from(["int", "sqrt", "date", "not", "exp"]), inner).map(
            lambda t: f"{t[0]}({t[1]})"
        )
    )


@settings(max_examples=examples(80))
@given(st.recursive(LEAF, _within, max_leaves=12))
def test_what_is_well_written_always_runs(source: str) -> None:
    found = compile_expression(source)
    assert found.text(SCOPE) == found.text(SCOPE)
