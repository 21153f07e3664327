"""Room: what may be wrong with a survey's file: each fault with its line and its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.errors import Refused

SENTENCES = {
    "not-yaml": "this is no YAML: {why}",
    "not-a-form": "a survey's file is a list of `name: value` lines",
    "too-big": "the file is larger than {most} bytes",
    "repeat": "`{name}` is written twice",
    "unknown": "`{name}` is not known here; known are: {known}",
    "missing": "`{name}` is missing",
    "want-text": "`{name}` needs a text",
    "want-flag": "`{name}` is either true or false",
    "want-number": "`{name}` needs a number, without quotes or units",
    "want-whole": "`{name}` needs a whole number from {least} to {most}",
    "want-moment": "`{name}` needs a day and a time, as 2026-12-01 08:00 or 01/12/2026 08:00",
    "want-one-of": "`{name}` is one of: {known}",
    "want-list": "`{name}` needs a list, each line of it beginning with a dash",
    "want-words": "`{name}` needs a text, or vi: … and en: … below it",
    "want-block": "`{name}` needs `name: value` lines below it",
    "want-code": "`{name}` needs 1 to {most} small letters, digits or dashes",
    "too-long": "`{name}` is longer than {most} characters, more than a chat can show",
    "too-many": "`{name}` has more than {most} entries, more than a chat can show",
    "too-few": "`{name}` needs at least {least}",
    "same-code": "the code `{name}` is used twice",
    "same-choice": "two choices read the same: {name}",
    "want-step": "`{name}` needs a number above 0",
    "expression": "`{name}`: {why}",
    "unknown-question": "`{name}` names `{wanted}`, which is no question here",
    "circle": "these questions hang on each other in a circle: {name}",
    "reveals": "`{name}`: an anonymous survey puts the same questions and choices to everybody, "
    "for what is put is stored. Let it hang on no answer, or let the survey not be anonymous",
    "photo-anonymous": "an anonymous survey asks for no photos: a photo can tell whose it is, and "
    "cannot be sealed",
    "photo-papers": "photos of identity papers are never asked for",
    "not-here": "`{name}` has no meaning for this kind of question",
    "want-share": "`{name}` needs a ward, ages or both, and how many: `Ba Đình 18-35: 40`",
    "want-by-date": "`{name}` needs a date and so many days from it, as card_expiry -30 ({known})",
    "order": "`{name}` must come after `{before}`",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Hold one fault: the line, a code, and its values; `survey-form-<code>` is its phrase."""

    line: int
    code: str
    values: dict[str, str | int] = field(default_factory=dict)

    @property
    def phrase(self) -> str:
        """Name the phrase that tells it to people."""
        return f"survey-form-{self.code}"

    def __str__(self) -> str:
        return f"line {self.line}: {SENTENCES[self.code].format(**self.values)}"


class FormError(Refused):
    """Say everything that is wrong with a survey's file at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        ordered = tuple(sorted(faults, key=lambda fault: (fault.line, fault.code)))
        super().__init__("survey-form-faults", count=len(ordered))
        self.faults = ordered

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)
