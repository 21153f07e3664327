"""Ground: what may be wrong with an expression; each has a sentence for operators and a phrase."""

from __future__ import annotations

from bot.errors import Refused

SENTENCES = {
    "empty": "the expression says nothing",
    "too-long": "the expression is longer than {most} characters",
    "too-deep": "more than {most} brackets stand within each other",
    "too-many": "the expression has more than {most} parts",
    "syntax": "this is no expression: {why}",
    "unknown-function": "the function {name}() is not known",
    "refused-function": "{name}() is not allowed: the same answers must always mean the same",
    "arguments": "{name}() takes another number of values",
    "path": "only ${{question}} and . name answers, paths such as {name} do not",
    "bare-name": "{name} is not known here; an answer is named ${{{name}}}",
    "pattern": "regex() needs its pattern in quotes, and one without look-ahead or back reference",
    "reference": "{name}() needs a question as ${{question}}",
}


class ExpressionRefused(Refused):
    """Say why an expression is not taken; `expression-<fault>` is its phrase."""

    def __init__(self, fault: str, **values: str | int) -> None:
        super().__init__(f"expression-{fault}", **values)
        self.fault = fault

    def __str__(self) -> str:
        return SENTENCES[self.fault].format(**self.values)
