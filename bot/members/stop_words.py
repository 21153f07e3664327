"""Room: which words stop us, and where: the one table for what no other meaning may swallow.

DỪNG, so marked, and STOP act everywhere. Other marks on the same letters are other words (đúng,
Dũng, dùng, đừng) and never do. Words without marks act too, save where the waiting question makes
them likely to mean something else; there one press settles it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import StrEnum

from bot.words import fold, has_marks, nfc


class Effect(StrEnum):
    """Tell what a stop word does."""

    STOP = "stop"  # at once
    ASK = "ask"  # sending pauses, one press settles it
    CANCEL = "cancel"  # the conversation ends, the opt-out is offered
    NONE = "none"  # no stop word here


class Place(StrEnum):
    """Tell where a word was said."""

    IDLE = "idle"  # nothing waits for an answer
    TALK = "talk"  # in a conversation
    GUARDED = "guarded"  # the step awaits a name, a confirmation, or a choice of these letters


S, A, C, N = Effect.STOP, Effect.ASK, Effect.CANCEL, Effect.NONE

# word -> what it does in (idle, talk, guarded)
TABLE: dict[str, tuple[Effect, Effect, Effect]] = {
    "dừng": (S, S, S),
    "stop": (S, S, S),
    "duwngf": (S, S, S),  # Telex and VNI keys typed with the input method switched off
    "dwngf": (S, S, S),
    "du7ng2": (S, S, S),
    "du72ng": (S, S, S),
    "dung": (S, S, A),
    "hủy": (S, C, C),
    "huyr": (S, C, C),
    "huy3": (S, C, C),
    "huy": (S, C, A),
    "từ chối": (S, S, A),
    "tu choi": (S, S, A),
    "unsubscribe": (S, S, S),
    "cancel": (N, C, C),
}
# longer sentences that can mean nothing else, marked or not
SENTENCES = frozenset(
    {
        "dung nhan tin",
        "ngung nhan tin",
        "thoi nhan tin",
        "huy nhan tin",
        "tu choi nhan tin",
        "khong nhan tin nua",
        "stop messages",
    }
)
OTHERWISE_MARKED = frozenset({"đừng nhận tin", "dùng nhận tin", "đúng nhận tin"})
LETTERS_ALIKE = frozenset({"dung", "huy", "tu choi"})
ORDER = (Place.IDLE, Place.TALK, Place.GUARDED)
SPELLINGS = {"huỷ": "hủy"}
TAIL = re.compile(r"[\s.!…]+$|\s+ạ[\s.!…]*$")


def understand(text: str, place: Place, *, labels: Collection[str] = ()) -> Effect:
    """Return what a text does at a place.

    `labels` are the waiting choices: HỦY or TỪ CHỐI typed just as a choice reads is that choice.
    """
    word = _bare(text)
    if fold(word) in SENTENCES and word not in OTHERWISE_MARKED:
        return Effect.STOP
    effects = TABLE.get(SPELLINGS.get(word, word))
    if effects is None:
        return Effect.NONE
    exact = has_marks(word) and word in {_bare(label) for label in labels}
    if exact and effects[0] is not effects[2]:
        return Effect.NONE
    return effects[ORDER.index(place)]


def place_of(
    step: str | None, meanings: Collection[str], *, offered: Collection[str] = ()
) -> Place:
    """Return where the conversation stands, from its step and what the waiting choices mean.

    A step whose name ends in `.name` awaits a name. What a broadcast has `offered` guards only
    where a choice of it has these very letters.
    """
    folded = {fold(meaning) for meaning in meanings}
    alike = folded | {fold(label) for label in offered}
    if (step or "").endswith(".name") or "co" in folded or alike & LETTERS_ALIKE:
        return Place.GUARDED
    return Place.TALK if step else Place.IDLE


def _bare(text: str) -> str:
    return TAIL.sub("", nfc(text).strip().casefold())
