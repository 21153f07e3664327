"""Soak: the ledger, the server's own log and the residents' memory held against each other."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tests.kit.gates import Failed
from tests.proofs.soak_people import LABELS, QUESTIONS, Crowd

LATE = 7.0  # seconds after an opt-out: a lease and a margin; until then what was claimed may leave
LETTERS = "ABC"
ENDS = ("sent", "failed", "unknown", "skipped")
LINES = """
    SELECT d.broadcast_id, c.external_id::bigint, d.state, d.pressed,
        extract(epoch FROM coalesce(m.stopped_at, c.stopped_at))::float,
        extract(epoch FROM d.begun_at)::float
    FROM deliveries d JOIN members m ON m.id = d.member_id LEFT JOIN chats c ON c.id = d.chat_id
"""
ANSWERS = """
    SELECT r.member_id, a.question, a.value->>'choice' FROM answers a
    JOIN responses r ON r.id = a.response_id
"""
Letter = tuple[int, int]  # (broadcast, chat)


@dataclass
class Stored:
    """Hold what the database says."""

    fates: Counter[str] = field(default_factory=Counter)
    audience: int = 0
    state: dict[Letter, str] = field(default_factory=dict)
    pressed: dict[Letter, str] = field(default_factory=dict)
    stopped: dict[int, float] = field(default_factory=dict)
    begun: dict[Letter, float] = field(default_factory=dict)
    answers: dict[tuple[int, str], str] = field(default_factory=dict)


@dataclass
class Seen:
    """Hold what the platform saw arrive."""

    arrived: Counter[Letter] = field(default_factory=Counter)
    at: dict[Letter, float] = field(default_factory=dict)


def read_stored(url: str) -> Stored:
    """Read the ledger and the answers."""
    stored = Stored()
    with psycopg.connect(url) as connection:
        for broadcast, chat, state, pressed, stopped, begun in connection.execute(LINES):
            letter = (broadcast, chat)
            stored.fates[state] += 1
            stored.state[letter] = state
            if pressed:
                stored.pressed[letter] = pressed
            if stopped is not None:
                stored.stopped[chat] = stopped
            if begun is not None:
                stored.begun[letter] = begun
        told = connection.execute("SELECT coalesce(sum(audience), 0)::int FROM broadcasts")
        stored.audience = (told.fetchone() or (0,))[0]
        for member, question, choice in connection.execute(ANSWERS):
            if choice is not None:
                stored.answers[member, question] = choice
    return stored


def read_seen(log: Path, marks: Mapping[str, int]) -> Seen:
    """Read which letter reached which chat; `marks` are words that one broadcast alone has."""
    seen = Seen()
    with log.open() as lines:
        for line in map(json.loads, lines):
            number = find_letter(line["text"], marks) if line["method"] == "sendMessage" else 0
            if number:
                letter = (number, line["chat_id"])
                seen.arrived[letter] += 1
                seen.at[letter] = line["at"]
    return seen


def find_letter(text: str, marks: Mapping[str, int]) -> int:
    """Return the broadcast that a message is of, 0 when it is of none."""
    return next((number for mark, number in marks.items() if mark in text), 0)


@dataclass
class Balance:
    """Put the three beside each other."""

    stored: Stored
    seen: Seen
    crowd: Crowd
    marks: Mapping[str, int]

    def count(self) -> dict[str, int]:
        """Return every figure by its name."""
        state = self.stored.state
        reached = Counter(state.get(letter, "nowhere") for letter in self.seen.arrived)
        fates = self.stored.fates
        return {
            "audience": self.stored.audience,
            **{name: fates[name] for name in ENDS},
            "elsewhere": sum(fates.values()) - sum(fates[n] for n in ENDS),
            "arrived": sum(self.seen.arrived.values()),
            "sent that arrived": reached["sent"],
            "unknown that arrived": reached["unknown"],
            "twice": sum(times > 1 for times in self.seen.arrived.values()),
            "after opting out": sum(1 for _ in self.too_late()),
            "opted out": len(self.crowd.stopped),
            "opt-outs stored": len(self.crowd.stopped & set(self.stored.stopped)),
            "presses": len(self.crowd.pressed),
            "presses stored": self.presses_stored(),
            "answers": len(self.crowd.answered),
            "answers stored": self.answers_stored(),
        }

    def too_late(self) -> Iterable[Letter]:
        """Yield the letters that left for who had opted out, or were claimed for them."""
        for letter, at in self.seen.at.items():
            stopped = self.stored.stopped.get(letter[1])
            if stopped is None:
                continue
            begun = self.stored.begun.get(letter, at)
            if at > stopped + LATE or begun > stopped + LATE / 2:
                yield letter

    def presses_stored(self) -> int:
        """Count the presses that are stored as they were made; none is stored beside them."""
        given = {
            (find_letter(text, self.marks), chat): LETTERS[LABELS.index(label)]
            for (chat, text), label in self.crowd.pressed.items()
        }
        others = len(set(self.stored.pressed) - set(given))
        return sum(self.stored.pressed.get(k) == v for k, v in given.items()) + others

    def answers_stored(self) -> int:
        """Count the answers that are stored as they were given; none is stored beside them."""
        given = {
            (chat, question): str(QUESTIONS[question][1].index(label) + 1)
            for (chat, question), label in self.crowd.answered.items()
        }
        others = len(set(self.stored.answers) - set(given))
        return sum(self.stored.answers.get(k) == v for k, v in given.items()) + others


def weigh_up(n: Mapping[str, int], told: Mapping[str, Any]) -> list[str]:
    """Return what does not balance."""
    holds = {
        "everybody has one end": n["audience"] == sum(n[name] for name in ENDS),
        "no line is open": n["elsewhere"] == 0,
        "what is called sent arrived": n["sent"] == n["sent that arrived"],
        "nothing arrived that is called otherwise": n["arrived"]
        == n["sent that arrived"] + n["unknown that arrived"],
        "nobody got it twice": n["twice"] == 0,
        "nobody got it after opting out": n["after opting out"] == 0,
        "every opt-out is stored": n["opted out"] == n["opt-outs stored"],
        "every press is stored": n["presses"] == n["presses stored"],
        "every answer is stored": n["answers"] == n["answers stored"],
        "never faster than allowed": told["most"] <= told["allowed"],
        "nothing broke the Bot API's specification": not told["violations"],
        "every program ended well": not any(told["codes"]),
        "something happened": min(n["sent"], n["presses"], n["answers"], n["opted out"]) > 0,
    }
    return [what for what, held in holds.items() if not held]


def reckon(balance: Balance, told: Mapping[str, Any]) -> str:
    """Return the line of counts; raise Failed with what does not balance."""
    n = balance.count()
    line = (
        f"{told['storm']}; {told['broadcasts']} broadcasts: {n['audience']:,} in the audience = "
        f"{n['sent']:,} sent + {n['failed']:,} failed + {n['unknown']:,} unknown + "
        f"{n['skipped']:,} skipped; the server has {n['arrived']:,} = "
        f"{n['sent that arrived']:,} sent + {n['unknown that arrived']:,} unknown; "
        f"{n['twice']} twice; {n['after opting out']} after opting out "
        f"({n['opt-outs stored']:,} of {n['opted out']:,} opted out); "
        f"{n['presses stored']:,} of {n['presses']:,} presses and "
        f"{n['answers stored']:,} of {n['answers']:,} answers stored; "
        f"most in a second {told['most']} of {told['rate']}, the machine "
        f"late by {told['late']:.3f} s; most memory {told['peak_mb']:.0f} MB"
    )
    if wrong := weigh_up(n, told):
        raise Failed(f"not so: {', '.join(wrong)}: {line}")
    return line
