"""Kit: synthetic residents: who each is, what they make of a message, and their own log.

A resident is a chat, which may serve a family. It only hears and does: whoever carries its deeds
(tests/kit/towns.py) speaks HTTP, as phones do. What it logged is the truth that results are
compared to.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from enum import Enum

from bot.text import say
from bot.words import fold
from tests.kit.answers import ANSWERS, note_handed_in
from tests.kit.deeds import Act, Heard, Push, Say
from tests.kit.opinions import Answer
from tests.kit.phrasebook import NotRecognised, Phrasebook, Recognised

PURPOSES = ("notices", "surveys", "reminders")
ASKED_NEXT = ("survey-who", "survey-question", "survey-banner")
NUDGE = "?"  # says nothing at any step, so that the bot repeats its question


class Habit(Enum):
    """Tell how somebody answers where there are choices."""

    PRESSES = "presses"
    TYPES_MARKS = "types with marks"
    TYPES_BARE = "types without marks"
    NUMBERS = "types numbers"


class Mood(Enum):
    """Tell on which letters somebody answers a survey, and whether they end it then."""

    AT_ONCE = ("invitation",)
    FIRST_REMINDER = ("reminder-1",)
    SECOND_REMINDER = ("reminder-2",)
    HALF = ("half invitation",)
    RESUMES = ("half invitation", "reminder-1")
    NEVER = ()


@dataclass(eq=False)
class Person:
    """Hold one person: what they will say of themselves, and what came of it."""

    name: str
    ward: str  # of before July 2025, as people call it
    group: int
    birth_year: int
    phone: str = ""
    own_phone: bool = False  # shared by the contact button
    organisations: tuple[str, ...] = ()
    consents: frozenset[str] = frozenset(PURPOSES)
    form: str = ""
    mood: Mood = Mood.NEVER
    on_roll: bool = False  # this very person is the roll's, and the contact button proves it
    registered: bool = False
    asked: bool = False  # the survey's invitation is for them
    answers: dict[int, Answer] = field(default_factory=dict)
    handed_in: bool = False


@dataclass(eq=False)
class Resident:
    """Play one chat.

    `leaves_at` is the phrase at which they put the phone away for good, `stops_at` the one at
    which they opt out. They are `busy` while a conversation that they began has not ended.
    """

    chat: int
    people: list[Person]
    book: Phrasebook
    dice: random.Random
    habit: Habit = Habit.PRESSES
    leaves_at: str = ""
    stops_at: str = ""
    stopped: bool = False
    blocked: bool = False
    left: bool = False
    busy: bool = False
    nudges: int = 0
    heard: list[Heard] = field(default_factory=list)
    done: list[Act] = field(default_factory=list)
    letters: list[tuple[str, str]] = field(default_factory=list)  # which, to whom addressed
    ticked: set[str] = field(default_factory=set)
    speaker: Person | None = None  # who of the family answers
    sends: bool = False  # has handed the answers in, and hears the thanks next
    opening: Act | None = None  # what began the conversation that goes on
    nudged: bool = False  # and has heard nothing since that it can make sense of
    doubts: int = 0  # how often the bot has said that it expected something else
    last: Recognised | None = None
    _place: int = 0  # who of the family is registering

    @property
    def members(self) -> list[Person]:
        """Return who of the chat has registered."""
        return [person for person in self.people if person.registered]

    @property
    def person(self) -> Person:
        """Return who is registering."""
        return self.people[self._place]

    def begin(self) -> list[Act]:
        """Write for the first time."""
        self.busy, self.opening = True, Say("/start")
        return self._log([self.opening])

    def stop(self) -> list[Act]:
        """Opt out of everything."""
        self.busy = True
        self.opening = Say("STOP" if self.habit is Habit.TYPES_BARE else "DỪNG")
        return self._log([self.opening])

    def nudge(self) -> list[Act]:
        """Ask after a silence that is too long, and look anew at what is ticked."""
        self.nudges += 1
        self.nudged = True
        self.ticked.clear()
        return self._log([Say(NUDGE)])

    def hear(self, heard: Heard) -> list[Act]:
        """Read a message and do what this person does; raise NotRecognised for a strange one."""
        if heard.again and not heard.labels:
            return []  # only their own choice, written into the question
        self.heard.append(heard)
        found = self._recognise(heard)
        is_letter = found is not None and found.key.startswith("letter-")
        if found is None or (self.left and not is_letter):
            return []
        if is_letter:
            return self._log(self._take_letter(found, heard))
        if self.leaves_at == found.key:
            self.left, self.busy = True, False
            return []
        if self.stops_at == found.key:
            self.stops_at = ""
            return self.stop()
        if self.sends and found.key in ASKED_NEXT:
            note_handed_in(self)  # the thanks did not arrive, but what comes after them
        return self._log(ANSWERS[found.key](self, heard, found))

    def register_next(self) -> bool:
        """Note that a person is registered; tell whether another of the family follows."""
        self.person.registered = True
        self.ticked.clear()
        if self._place + 1 == len(self.people):
            return False
        self._place += 1
        return True

    def is_known(self, names: str) -> bool:
        """Tell whether who is registering is among the members whom the bot names."""
        return not self.person.registered and fold(self.person.name) in fold(names)

    def choose(self, heard: Heard, label: str) -> list[Act]:
        """Choose by label in this person's way; a tick before a label is no part of it."""
        shown = {one.removeprefix("✓ "): one for one in heard.labels}
        if label not in shown:
            raise LookupError(f"{label!r} is not offered: {heard.labels} under {heard.text!r}")
        match self.habit:
            case Habit.PRESSES:
                return [Push(heard.ref, shown[label])]
            case Habit.NUMBERS:
                return [Say(str(list(shown).index(label) + 1))]
            case Habit.TYPES_BARE:
                return [Say(fold(label))]
            case Habit.TYPES_MARKS:
                return [Say(label)]

    def name_choice(self, heard: Heard, label: str) -> list[Act]:
        """Choose where a number would be an answer: by button, else by its words."""
        pressed = self.habit is Habit.PRESSES and label in heard.labels
        return [Push(heard.ref, label) if pressed else Say(label)]

    def write(self, text: str) -> list[Act]:
        """Write a text in this person's way."""
        return [Say(fold(text) if self.habit is Habit.TYPES_BARE else text)]

    def waiting(self) -> list[Person]:
        """Return who of the chat wants to answer the survey, by the last letter about it."""
        about = [name for name, _ in self.letters if name in ("invitation", "reminder")]
        if not about or self.stopped:
            return []
        last = f"reminder-{about.count('reminder')}" if about[-1] == "reminder" else about[-1]
        wanted = (last, f"half {last}")
        return [
            person
            for person in self.members
            if person.asked and not person.handed_in and set(wanted) & set(person.mood.value)
        ]

    def _recognise(self, heard: Heard) -> Recognised | None:
        """Return what a message is; None for what a nudge brought that was not needed.

        The bot then says what it expects and asks again. The first time the answer may still be
        on its way; the second time it was lost.
        """
        try:
            found = self.book.recognise(heard.text)
        except NotRecognised:
            if not self.nudged:
                raise
            self.doubts += 1
            return None
        asked_again = self.nudged and self.doubts == 1 and found == self.last
        self.nudged = False
        if found != self.last:
            self.doubts = 0
        self.last = found
        return None if asked_again else found

    def _log(self, acts: list[Act]) -> list[Act]:
        self.done += acts
        return acts

    def _take_letter(self, found: Recognised, heard: Heard) -> list[Act]:
        name = found.key.removeprefix("letter-")
        self.letters.append((name, found.parts[0]))
        if name not in ("invitation", "reminder") or not self.waiting():
            return []
        self.busy, self.opening = True, Say("/traloi")
        if self.habit is Habit.PRESSES:
            return [Push(heard.ref, say(self.book.locale, "survey-begin"))]
        if self.habit is Habit.NUMBERS and heard.marks:
            return [Say(heard.marks)]
        return [self.opening]
