"""Room: a form's expressions looked over as it is read; what does not run is told by its field."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.expressions import Expression, ExpressionRefused, compile_expression
from bot.surveys.forms import Form, Group, Question, QuestionKind
from bot.surveys.logic import EXPRESSIONS, make_plan
from bot.surveys.repeats import fold_back, stem_of
from bot.surveys.wording import NAMED
from bot.words import fold

PAPERS = re.compile(  # folded words for what shows who somebody is: never photographed for us
    r"\b(can cuoc|cccd|cmnd|chung minh (nhan dan|thu)|ho chieu|giay to tuy than|so ho khau"
    r"|identity card|id card|passport)\b"
)
FORKING = ("required_if", "choice_filter")


@dataclass(frozen=True, slots=True)
class LogicFault:
    """Hold what is wrong with a field of a question or group, by its code."""

    code: str
    field: str
    refused: ExpressionRefused | None = None
    unknown: str = ""  # a name that no question bears
    circle: tuple[str, ...] = ()
    reveals: bool = False  # of an anonymous survey: what is put to people would tell an answer
    photo: str = ""  # why a photo may not be asked for: `anonymous` or `papers`


def vet(form: Form) -> list[LogicFault]:
    """Return every fault of a form's logic; without any, it can be planned and run."""
    written = fold_back(form.questions)
    parts: list[Question | Group] = [*written, *form.groups]
    names = {part.code for part in parts}
    found = [
        fault
        for part in parts
        for field, source in _sources(part)
        for fault in _look_at(part.code, field, source, names)
    ]
    found += [
        LogicFault(one.code, field, unknown=name)
        for one in written
        for field, text in (("text", one.text), ("hint", one.hint))
        for name in NAMED.findall(text.vi + text.en)
        if name not in names
    ]
    if not found and (circle := make_plan(form).circle):
        stems = tuple(dict.fromkeys(stem_of(code) for code in circle))
        found.append(LogicFault(stems[0], "relevant", circle=stems))
    found += _photos(form, written)
    if not found and form.anonymous:
        found += [LogicFault(part.code, field, reveals=True) for part, field in _forks(parts)]
    return found


def _photos(form: Form, written: Sequence[Question]) -> Iterator[LogicFault]:
    """Yield questions for photos that cannot be sealed, or that would show somebody's papers."""
    for question in written:
        if question.kind is not QuestionKind.IMAGE:
            continue
        if form.anonymous:
            yield LogicFault(question.code, "kind", photo="anonymous")
        elif PAPERS.search(fold(f"{question.text.vi} {question.text.en} {question.hint.vi}")):
            yield LogicFault(question.code, "kind", photo="papers")


def _forks(parts: Sequence[Question | Group]) -> Iterator[tuple[Question | Group, str]]:
    """Yield what makes people meet different choices, or so many questions.

    A condition does not: of an anonymous survey everybody is asked its question (passages.py).
    """
    for part in parts:
        if isinstance(part, Group) and part.most:
            yield part, "count" if part.count else "code"
        for field, source in _sources(part):
            if field not in FORKING:
                continue
            if compile_expression(source, of_choice=field == "choice_filter").references:
                yield part, field


def put_to_all(form: Form) -> list[Question | Group]:
    """Return what an anonymous survey puts to everybody although it carries a condition."""
    if not form.anonymous:
        return []
    parts: list[Question | Group] = [*fold_back(form.questions), *form.groups]
    unworked = [one for one in parts if not (isinstance(one, Question) and one.calculation)]
    return [
        one for one in unworked if one.relevant and compile_expression(one.relevant).references
    ]


def _sources(part: Question | Group) -> Iterator[tuple[str, str]]:
    fields: Sequence[str] = ("relevant", "count")
    if isinstance(part, Question):
        fields = (*EXPRESSIONS, "choice_filter")
    for field in fields:
        if source := getattr(part, field):
            yield field, source


def _look_at(code: str, field: str, source: str, names: Collection[str]) -> Iterator[LogicFault]:
    try:
        found = compile_expression(source, of_choice=field == "choice_filter")
    except ExpressionRefused as refused:
        yield LogicFault(code, field, refused=refused)
        return
    yield from (LogicFault(code, field, unknown=name) for name in _unknown(found, names))


def _unknown(found: Expression, names: Collection[str]) -> list[str]:
    return sorted({one.name for one in found.references} - set(names))
