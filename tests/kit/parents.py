"""Kit: processes that end with whoever started them."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def die_with_parent() -> None:
    """Ask the kernel, between fork and exec, for a SIGINT when the parent is gone."""
    os.setpgrp()  # Ctrl-C in the terminal is for the tests; they stop the server when done
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)
