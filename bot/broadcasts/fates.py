"""Room: what became of one message, in the words in which the ledger keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.broadcasts.bundles import Bundle
from bot.messages import Reply, SendError


@dataclass(frozen=True, slots=True)
class Fate:
    """Say what became of one message; `queued` means that it has not left and will be tried."""

    bundle: Bundle
    state: str  # sent | unknown | failed | queued
    reason: str = ""
    ref: str = ""  # of its messages, a comma between them
    reply: Reply | None = None  # as it was sent
    error: SendError | None = None
