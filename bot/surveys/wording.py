"""Room: a form's words as one person reads them: `${name}` stands for what they answered there."""

from __future__ import annotations

import re

from bot.surveys.forms import Question, Wording
from bot.surveys.passages import Passage
from bot.surveys.standing import VOID
from bot.surveys.values import shown
from bot.text import say

NAMED = re.compile(r"\$\{\s*([^\s{}]+)\s*\}")


def said(passage: Passage, question: Question, wording: Wording, locale: str) -> str:
    """Return a question's words, or its hint's, with the answers that they name.

    Of an anonymous survey no answer is said: what is asked is stored with the replies.
    """
    text = wording.said(locale)
    if "${" not in text or passage.standing is None:
        return text
    plan = passage.standing.plan
    repeat = plan.rules[question.code].repeat

    def write(match: re.Match[str]) -> str:
        code = plan.code_for(match[1], question, repeat)
        value = passage.answers.get(code)
        if passage.survey.anonymous:
            return say(locale, "survey-withheld")
        if value is None or VOID in value:
            return "…"
        return shown(plan.rules[code].question, value, locale)

    return NAMED.sub(write, text)
