"""Kit: how late this machine is while a proof runs: whoever counts a second must know."""

from __future__ import annotations

import threading
from math import floor
from types import TracebackType

from bot.clock import monotonic
from bot.pacing import MARGIN

NAP = 0.005  # seconds


class Bystander:
    """Sleep shortly, again and again, and note how much longer it took at worst.

    Whatever held it up held up the sender or the server as well: two messages that left a second
    apart may arrive by so much closer together.
    """

    def __init__(self) -> None:
        self.worst = 0.0  # seconds
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="bystander", daemon=True)

    def __enter__(self) -> Bystander:
        self.start()
        return self

    def start(self) -> None:
        """Begin to watch; who never leaves watches until the process ends."""
        if not self._thread.is_alive():
            self._thread.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def allow(self, rate: float) -> int:
        """Return how many may arrive in a second where this rate is kept at the wire."""
        return max(floor(rate), floor(rate * MARGIN * (1 + self.worst)) + 1)

    def _watch(self) -> None:
        while not self._over.is_set():
            begun = monotonic()
            self._over.wait(NAP)
            self.worst = max(self.worst, monotonic() - begun - NAP)
