"""Proofs: who lives in the city: people of the roll and others, each with habits, by a seed."""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, cycle, islice
from pathlib import Path

from bot.demo.people import FAMILIES, MEN, WOMEN
from tests.kit.makers import OLD_WARDS
from tests.kit.phrasebook import Phrasebook
from tests.kit.residents import PURPOSES, Habit, Mood, Person, Resident

DATA = Path(__file__).parents[1] / "data"
ROLL = DATA / "roll-2020.xlsx"
TRUTH = DATA / "roll-2020-truth.csv"
STORED = ("new", "shared phone", "no phone")  # fates of rows that become members
ORGANISATIONS = {
    "cdtp": "Công đoàn thành phố",
    "hlhpn": "Hội Liên hiệp Phụ nữ",
    "hnd": "Hội Nông dân",
}
HALF_WAY = (
    "consent-surveys",
    "register-phone",
    "register-name",
    "register-ward",
    "register-group",
    "register-organisations",
    "register-birth",
    "register-form",
    "register-summary",
)
STOPPING = ("register-name", "register-group", "register-birth")
# how many of twenty
KINDS = (
    *(("contact",) * 8 + ("claim",) * 3 + ("neighbour",) + ("stranger",) * 3),
    *(("family",) * 2 + ("half",) * 2 + ("other",)),
)
OTHERS = ("declines", "stops")
FIRST_CHAT = 700_001
HABITS = (Habit.PRESSES,) * 5 + (Habit.TYPES_BARE,) * 2 + (Habit.TYPES_MARKS, Habit.NUMBERS)
TYPING = tuple(habit for habit in HABITS if habit is not Habit.PRESSES) + (Habit.NUMBERS,) * 2
MOODS = (
    *((Mood.AT_ONCE,) * 6 + (Mood.FIRST_REMINDER,) * 3 + (Mood.SECOND_REMINDER,) * 2),
    *((Mood.HALF, Mood.RESUMES) + (Mood.NEVER,) * 5),
)
CONSENTS = (PURPOSES,) * 14 + (("notices",), ("notices", "surveys"), ("surveys", "reminders"))
FORMS = ("", "bac", "co", "chu", "anh", "chi", "ban")


@dataclass(frozen=True)
class Row:
    """Hold one row of the roll that became a member."""

    name: str
    phone: str
    ward: str
    group: str
    birth_year: int


@dataclass
class Cast:
    """Deal out people; the same seed deals the same ones."""

    book: Phrasebook
    dice: random.Random
    rolled: list[Row] = field(default_factory=lambda: read_roll())
    wards: Sequence[str] = tuple(OLD_WARDS)

    def __post_init__(self) -> None:
        phones = Counter(row.phone for row in self.rolled)
        lonely = [row for row in self.rolled if row.phone and phones[row.phone] == 1]
        self.listed = frozenset(lonely)
        self.dice.shuffle(lonely)
        self._rows: Iterator[Row] = iter(lonely)
        self._proven: list[Row] = []
        self._numbers = count(1)
        self._chats = count(FIRST_CHAT)
        self._others = cycle(OTHERS)
        self._kinds = cycle(KINDS)

    def make(self, how_many: int, *, contact: bool, buttons: bool = True) -> list[Resident]:
        """Make so many chats in a random order; `contact` says that phones can be shared."""
        kinds = list(islice(self._kinds, how_many))
        residents = [self._make_one(kind, contact=contact) for kind in kinds]
        for one in residents:
            one.habit = self.dice.choice(HABITS if buttons else TYPING)
        self.dice.shuffle(residents)
        return residents

    def _make_one(self, kind: str, *, contact: bool) -> Resident:
        kind = next(self._others) if kind == "other" else kind
        people = self._family(contact=contact) if kind == "family" else [self._person(kind)]
        first = people[0]
        first.own_phone = first.on_roll = first.own_phone and contact
        if first.on_roll and kind != "half":
            row = Row(first.name, first.phone, first.ward, "", first.birth_year)
            self._proven.append(row)
        one = Resident(next(self._chats), people, self.book, self.dice)
        if kind == "half":
            one.leaves_at = self.dice.choice(HALF_WAY)
        elif kind == "stops":
            one.stops_at = self.dice.choice(STOPPING)
        return one

    def _family(self, *, contact: bool) -> list[Person]:
        first = self._person("contact")
        second = self._person("stranger")
        second.phone, second.ward = first.phone, first.ward
        return [first, second]

    def _person(self, kind: str) -> Person:
        row = self._row(kind)
        dice = self.dice
        person = Person(
            row.name,
            row.ward,
            group=dice.randrange(1, 10),
            birth_year=row.birth_year,
            phone=row.phone,
            own_phone=kind in ("contact", "half") and row in self.listed,
            organisations=self._organisations(kind),
            consents=frozenset(dice.choice(CONSENTS)),
            form=dice.choice(FORMS),
            mood=dice.choice(MOODS),
        )
        if kind == "declines":
            person.consents = frozenset()
        return person

    def _organisations(self, kind: str) -> tuple[str, ...]:
        """Declare some; who is the roll's may forget to name the roll's own."""
        names = list(ORGANISATIONS.values())
        return tuple(sorted(self.dice.sample(names, self.dice.choice((0, 1, 1, 2)))))

    def _row(self, kind: str) -> Row:
        if kind == "neighbour" and self._proven:
            return self._proven.pop(self.dice.randrange(len(self._proven)))
        if kind in ("contact", "claim", "neighbour", "half") and (row := next(self._rows, None)):
            return row  # a large city has more people than the roll
        number = next(self._numbers)
        phone = "" if self.dice.random() < 0.3 else f"0888{number:06d}"
        name = f"{self.dice.choice(FAMILIES)} {self.dice.choice(WOMEN + MEN)}"
        return Row(name, phone, self.dice.choice(self.wards), "", self.dice.randrange(1940, 2005))


def read_roll() -> list[Row]:
    """Read which rows of the roll become members, from what is known of the file."""
    with TRUTH.open(encoding="utf-8", newline="") as file:
        return [
            Row(
                row["full_name"],
                row["phone"],
                row["ward"],
                row["group"],
                int(row["birth_year"] or 1970),
            )
            for row in csv.DictReader(file)
            if row["fate"] in STORED
        ]
