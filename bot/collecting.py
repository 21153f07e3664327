"""Ground: Python's collector of what refers to itself, told that this is a long-lived program."""

from __future__ import annotations

import gc

# new objects until it looks at them; such looks until at what stayed; such until at everything
THRESHOLDS = (5000, 5, 10)


def settle() -> None:
    """Spare what is loaded by now, once it all is, and look at the rest less often.

    With Python's own numbers a sender stood still for a tenth of a second every few seconds while
    everything that it had ever imported was looked through, and spent a tenth of its CPU so.
    """
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
