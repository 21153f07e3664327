"""Kit: which of the bot's phrases a message is; what is no phrase is a failure, never a guess."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.text import say
from tests.kit.opinions import Question

BLANK = "\ue000"  # stands for a variable while a phrase is made into a pattern

# phrases that stand alone and say themselves
PLAIN = (
    "consent-notices",
    "consent-surveys",
    "consent-reminders",
    "register-phone",
    "register-name",
    "register-ward",
    "register-ward-which",
    "register-group",
    "register-organisations",
    "register-birth",
    "register-form",
    "register-declined",
    "stop-done",
    "survey-who",
    "survey-none",
    "survey-closed",
    "survey-already",
    "survey-not-entitled",
    "old-button",
    "person-who",
    "help-unknown",
)
# phrases with variables, each with the names of these; what stands first is looked at first
FILLED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("register-intro", ("site",)),
    ("help-welcome", ("site",)),
    ("register-ward-divided", ("ward",)),
    ("register-done", ("who",)),
    ("register-already", ("who",)),
    ("stop-which", ("word",)),
    ("survey-thanks", ("title",)),
    ("survey-resumed", ("left",)),
    ("survey-review-sealed", ("count",)),
)
# phrases that only begin a message
BEGINNINGS = ("register-summary", "survey-review")


class NotRecognised(Exception):
    """A message is none of the phrases that a resident knows how to answer."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """Say which phrase a message is, and what stood in its places."""

    key: str
    parts: tuple[str, ...] = ()


@dataclass
class Phrasebook:
    """Know the bot's phrases in one language, and the letters that a city expects.

    `letters` are the bodies of broadcasts by a name of one's own; `questions` are a survey's, in
    their order.
    """

    locale: str = "vi"
    letters: dict[str, re.Pattern[str]] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    _known: dict[str, Recognised] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._plain = {say(self.locale, key): key for key in PLAIN}
        self._filled = [(key, self.pattern(key, *names)) for key, names in FILLED]
        self._starts = [(say(self.locale, key), key) for key in BEGINNINGS]
        self._worth = say(self.locale, "survey-banner-worth")
        self._letter = self._make_letter()
        self._progress = self.pattern("survey-progress", "place", "count")

    def pattern(self, key: str, *names: str, **values: str | int) -> re.Pattern[str]:
        """Return a phrase as a pattern that gives what stands in the named places."""
        written = say(self.locale, key, **values, **dict.fromkeys(names, BLANK))
        return re.compile("(.+?)".join(map(re.escape, written.split(BLANK))), re.DOTALL)

    def expect_letter(self, name: str, body: str | re.Pattern[str]) -> None:
        """Know a broadcast by its body from now on."""
        self.letters[name] = re.compile(re.escape(body)) if isinstance(body, str) else body

    def recognise(self, text: str) -> Recognised:
        """Return what a message is, or raise NotRecognised with its words."""
        if text not in self._known:
            self._known[text] = self._find(text)
        return self._known[text]

    def _find(self, text: str) -> Recognised:
        if letter := self._letter.fullmatch(text):
            return self._find_letter(*letter.groups()[:2])
        found = self._find_phrase(text) or self._find_question(text) or self._find_start(text)
        if found is None:
            raise NotRecognised(text)
        return found

    def _find_phrase(self, text: str) -> Recognised | None:
        if text in self._plain:
            return Recognised(self._plain[text])
        matches = ((key, pattern.fullmatch(text)) for key, pattern in self._filled)
        return next((Recognised(key, match.groups()) for key, match in matches if match), None)

    def _find_start(self, text: str) -> Recognised | None:
        if self._worth in text:
            return Recognised("survey-banner")
        return next(
            (Recognised(key) for start, key in self._starts if text.startswith(start)), None
        )

    def _find_letter(self, names: str, body: str) -> Recognised:
        for name, pattern in self.letters.items():
            if pattern.fullmatch(body):
                return Recognised(f"letter-{name}", (names,))
        raise NotRecognised(body)

    def _find_question(self, text: str) -> Recognised | None:
        first, _, rest = text.partition("\n")
        found = self._progress.fullmatch(first)
        if found is None:
            return None
        for place, question in enumerate(self.questions):
            if rest.startswith(question.text):
                return Recognised("survey-question", (str(place),))
        raise NotRecognised(text)

    def _make_letter(self) -> re.Pattern[str]:
        head = say(self.locale, "broadcast-greeting", names=BLANK)
        tail = say(self.locale, "broadcast-footer", sender=BLANK)
        whole = f"{head}\n\n{BLANK}\n\n{tail}"
        return re.compile("(.+?)".join(map(re.escape, whole.split(BLANK))), re.DOTALL)
