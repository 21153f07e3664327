"""The room of misfortunes: scripted faults, each on its method, chat and turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from tests.kit.bot_api.refusals import Refusal, too_many
from tests.kit.striking import count_strike

FaultKind: TypeAlias = Literal[
    "403", "400", "429", "500", "502", "reset_before", "reset_after", "slow", "lost"
]
DESCRIPTIONS = {
    "403": "Forbidden: bot was blocked by the user",
    "400": "Bad Request: chat not found",
    "500": "Internal Server Error: restart",
    "502": "Bad Gateway",
}


@dataclass(kw_only=True)
class Fault:
    """Script one misfortune.

    ``after`` matching requests pass first, then ``times`` are hit (None: for ever), each
    ``every``-th. ``delay`` is the seconds of a slow answer, or after which a lost one closes
    (0: never). ``taken`` lets a 5xx strike after the message was taken.
    """

    kind: FaultKind
    method: str | None = None
    chat_id: int | None = None
    times: int | None = 1
    after: int = 0
    every: int = 1
    delay: float = 0.0
    taken: bool = False
    retry_after: int = 1
    description: str | None = None
    parameters: dict[str, int] | None = None
    seen: int = 0
    hits: int = 0

    def __post_init__(self) -> None:
        if self.kind not in get_args(FaultKind):
            raise ValueError(f"no such kind of fault: {self.kind!r}")

    @property
    def takes(self) -> bool:
        """Tell whether the request is carried out although its caller may not learn of it."""
        return self.taken or self.kind in ("reset_after", "slow", "lost")

    @property
    def unread(self) -> bool:
        """Tell whether it strikes before the request's body is read."""
        return self.kind == "reset_before" and self.chat_id is None

    def strikes(self, method: str, chat_id: int | None) -> bool:
        """Note a request and tell whether this one is hit."""
        if self.method not in (None, method) or self.chat_id not in (None, chat_id):
            return False
        return count_strike(self)

    def refusal(self) -> Refusal | None:
        """Make the refusal that this fault answers with, or None where it answers otherwise."""
        if self.kind == "429":
            return too_many(self.retry_after)
        if not self.kind.isdigit():
            return None
        told = self.description or DESCRIPTIONS[self.kind]
        return Refusal(int(self.kind), told, parameters=self.parameters)
