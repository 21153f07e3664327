"""Room: what a survey's buttons carry; each names the member, so that a family's phone is safe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.presses import Press


@dataclass(frozen=True)
class BeginPress(Press):
    """Begin a survey, or go on with it: the invitation's button."""

    TAG: ClassVar[str] = "sb"
    survey: int


@dataclass(frozen=True)
class SpeakerPress(Press):
    """Say who of a shared phone answers."""

    TAG: ClassVar[str] = "sw"
    survey: int
    member: int


@dataclass(frozen=True)
class OwnPress(Press):
    """Answer for oneself what an organizer has recorded."""

    TAG: ClassVar[str] = "so"
    survey: int
    member: int


@dataclass(frozen=True)
class AnswerPress(Press):
    """Answer a question by the place of one of its choices; yes is 0 and no is 1."""

    TAG: ClassVar[str] = "sa"
    SEALED: ClassVar[bool] = True
    survey: int
    member: int
    question: int
    choice: int


@dataclass(frozen=True)
class TogglePress(Press):
    """Add or take back one of several choices; -1 says that these are all."""

    TAG: ClassVar[str] = "st"
    SEALED: ClassVar[bool] = True
    survey: int
    member: int
    question: int
    choice: int


@dataclass(frozen=True)
class PlacePress(Press):
    """Answer with a place: an area's key, or `group` or `ward` for where the member lives."""

    TAG: ClassVar[str] = "sl"
    SEALED: ClassVar[bool] = True
    survey: int
    member: int
    question: int
    place: str


@dataclass(frozen=True)
class SkipPress(Press):
    """Prefer not to answer a question."""

    TAG: ClassVar[str] = "sk"
    SEALED: ClassVar[bool] = True
    survey: int
    member: int
    question: int


@dataclass(frozen=True)
class KeepPress(Press):
    """Leave an earlier answer as it is and go on."""

    TAG: ClassVar[str] = "sg"
    survey: int
    member: int
    question: int


@dataclass(frozen=True)
class BackPress(Press):
    """See a question again: the one before, or one chosen in the review."""

    TAG: ClassVar[str] = "sp"
    survey: int
    member: int
    question: int


@dataclass(frozen=True)
class ReviewPress(Press):
    """Look at what was answered (0), or hand it in (1)."""

    TAG: ClassVar[str] = "sr"
    survey: int
    member: int
    finish: int
