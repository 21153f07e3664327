"""Kit: small forms with logic, made in a line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.surveys.forms import Form, FormChoice, Group, Question, QuestionKind, Wording
from bot.surveys.reading import read_form
from bot.surveys.repeats import unfold
from bot.surveys.vetting import vet

HEAD = "code: s\ntitle: T\npurpose: P\nopens: 2026-12-01 08:00\ncloses: 2026-12-05 08:00\n"
LOGIC = (Path(__file__).parents[1] / "data" / "forms" / "logic.yaml").read_text("utf-8")
K = QuestionKind


def ask(code: str, kind: QuestionKind = K.NUMBER, **more: Any) -> Question:
    return Question(code, kind, Wording(more.pop("text", code)), **more)


def choices(*codes: str, **attributes: str) -> tuple[FormChoice, ...]:
    return tuple(
        FormChoice(code, Wording(code.title()), tuple(attributes.items())) for code in codes
    )


def form_of(*questions: Question, groups: tuple[Group, ...] = ()) -> Form:
    form = read_form(HEAD + "questions: [{kind: yes_no, text: a}]")
    form = replace(form, questions=unfold(questions, groups), groups=groups)
    assert vet(form) == []
    return form
