"""The Bot Platform's misfortunes, each on its method and turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from tests.kit.striking import count_strike
from tests.kit.zalo.bot_methods import Refusal

FaultKind: TypeAlias = Literal[
    "400", "401", "403", "404", "408", "429", "500", "502", "page", "reset", "lost", "slow"
]
DESCRIPTIONS = {
    "400": "Bad Request",
    "401": "Unauthorized",
    "403": "Internal server error",  # so it is documented: the platform's own failure
    "404": "Not Found",
    "408": "Request timeout",
    "429": "Quota exceeded",
    "500": "Internal Server Error",
}


@dataclass(kw_only=True)
class Fault:
    """Script one misfortune; `after`, `times` and `every` are as in tests/kit/striking.py.

    `taken`: the message is taken, and its sender does not learn of it. `page` is an answer that
    is no JSON, `reset` a cut connection, `lost` an answer that never comes, `slow` a late one.
    """

    kind: FaultKind
    method: str | None = None
    chat_id: str | None = None
    times: int | None = 1
    after: int = 0
    every: int = 1
    delay: float = 0.0
    taken: bool = False
    seen: int = 0
    hits: int = 0

    def __post_init__(self) -> None:
        if self.kind not in get_args(FaultKind):
            raise ValueError(f"no such kind of fault: {self.kind!r}")
        self.taken = self.taken or self.kind in ("lost", "slow")

    @property
    def unread(self) -> bool:
        """Tell that every request is read before anything strikes."""
        return False

    def strikes(self, method: str, chat_id: str | None) -> bool:
        """Note a request and tell whether this one is hit."""
        if self.method not in (None, method) or self.chat_id not in (None, chat_id):
            return False
        return count_strike(self)

    def refusal(self) -> Refusal | None:
        """Return what the platform says, or None where the line itself fails."""
        words = DESCRIPTIONS.get(self.kind)
        return Refusal(int(self.kind), words) if words else None
