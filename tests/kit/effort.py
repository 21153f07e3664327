"""Kit: how many examples a law is tried on: a few in the suite, ten times as many in its proof.

Each run draws others. `./dev prove laws` sets THOROUGH.
"""

from __future__ import annotations

import os

TIMES = 10 if os.environ.get("THOROUGH") else 1


def examples(few: int) -> int:
    """Return how many examples this run can spend, where the suite has a few."""
    return few * TIMES
