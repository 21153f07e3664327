"""Room: groups that repeat, written out copy by copy, for a form of plain questions.

The copies of `name` are `name#1`, `name#2`, …; where the person says how often, a question of
yes or no, under the group's own name, comes before the second copy and every further one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from bot.surveys.questions import Group, Question, QuestionKind, Wording
from bot.text import say

MARK = "#"
MOST_COPIES = 12  # of one group: more is no conversation


def unfold(written: Sequence[Question], groups: Collection[Group]) -> tuple[Question, ...]:
    """Return questions as they are asked: copied where their group repeats."""
    known = {group.code: group for group in groups}
    found: list[Question] = []
    for repeat, run in groupby(written, key=lambda one: repeat_of(one, known)):
        part = list(run)
        if repeat is None:
            found += [_mark(question, known) for question in part]
        else:
            found += _copies(part, repeat)
    return tuple(found)


def fold_back(questions: Sequence[Question]) -> list[Question]:
    """Return questions as they were written: once each."""
    return [
        replace(one, code=stem_of(one.code), instance=0, conditional=False)
        for one in questions
        if one.instance in (0, 1) and not asks_for_more(one)
    ]


def stem_of(code: str) -> str:
    """Return a question's code without the number of its copy."""
    return code.partition(MARK)[0]


def asks_for_more(question: Question) -> bool:
    """Tell whether a question asks if there is one more of what repeats."""
    return question.instance > 0 and stem_of(question.code) == question.group


def repeat_of(question: Question, known: Mapping[str, Group]) -> Group | None:
    """Return the repeating group that a question stands in, if any."""
    return next((group for group in around(question, known) if group.most), None)


def around(question: Question, known: Mapping[str, Group]) -> Iterator[Group]:
    """Yield the groups around a question, the innermost first."""
    code = question.group
    while code in known:
        yield known[code]
        code = known[code].inside


def _mark(question: Question, known: Mapping[str, Group]) -> Question:
    """Note whether a question is not for everybody."""
    sometimes = question.relevant or any(group.relevant for group in around(question, known))
    return replace(question, conditional=True) if sometimes else question


def _copies(part: Sequence[Question], repeat: Group) -> Iterator[Question]:
    for number in range(1, repeat.most + 1):
        if not repeat.count and number > 1:
            yield _another(repeat, number)
        for one in part:
            code = f"{one.code}{MARK}{number}"
            yield replace(one, code=code, instance=number, conditional=True)


def _another(repeat: Group, number: int) -> Question:
    key = "survey-another-of" if repeat.text.vi else "survey-another"
    vi, en = (say(locale, key, what=repeat.text.said(locale)) for locale in ("vi", "en"))
    return Question(
        code=f"{repeat.code}{MARK}{number}",
        kind=QuestionKind.YES_NO,
        text=Wording(vi, en),
        required=True,
        group=repeat.code,
        instance=number,
        conditional=True,
    )
