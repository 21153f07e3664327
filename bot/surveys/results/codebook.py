"""Room: what stands behind a result: each question, its kind, its answers with their codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.surveys.forms import Question
from bot.surveys.results import Results
from bot.text import number, say

HEADS = ("code", "question", "kind", "required", "answer-code", "answer", "note")


def write_codebook(results: Results, locale: str) -> Iterator[Sequence[str]]:
    """Yield a line a question, and below it one an answer that it offers."""
    yield [say(locale, f"results-codebook-{name}") for name in HEADS]
    for question in results.form.counted:
        required = say(locale, "survey-yes" if question.required else "survey-no")
        kind = say(locale, "results-codebook-kinds", kind=question.kind.value)
        text = question.text.said(locale)
        yield [question.code, text, kind, required, "", "", _note(question, locale)]
        for choice in question.choices:
            yield ["", "", "", "", choice.code, choice.text.said(locale)]


def _note(question: Question, locale: str) -> str:
    """Tell bounds, and that a condition decides whether it is asked."""
    notes = []
    if question.least is not None and question.most is not None:
        low, high = number(locale, question.least), number(locale, question.most)
        notes.append(say(locale, "results-codebook-bounds", least=low, most=high))
    if question.relevant:
        notes.append(say(locale, "results-codebook-relevant"))
    return " ".join(notes)
