"""Room: what the button of a broadcast carries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.presses import Press


@dataclass(frozen=True)
class BroadcastPress(Press):
    """Choose a lettered answer of a broadcast; member 0: the message was for several."""

    TAG: ClassVar[str] = "bp"

    broadcast: int
    member: int
    letter: str
