"""Ground: memory: Python's collector and C's heap, told that this is a long-lived program."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress

ARENAS = -8  # M_ARENA_MAX of malloc.h

# new objects until it looks at them; such looks until at what stayed; such until at everything
THRESHOLDS = (5000, 5, 10)


def settle() -> None:
    """Spare what is loaded by now, once it all is, and look at the rest less often.

    With Python's own numbers a sender stood still for a tenth of a second every few seconds while
    everything that it had ever imported was looked through, and spent a tenth of its CPU so.
    """
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)


def share_heap() -> None:
    """Let all threads have one heap in C, before the first is started.

    glibc gives each thread a heap of its own, so that none waits for another. Ours wait for
    Python's lock anyway, and SQLite's threads kept 5 MB so. Other libraries lack the call.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(ARENAS, 1)
