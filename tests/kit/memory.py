"""Kit: tests keep their files in memory where the machine has room: none waits for a disk.

What a power cut would cost is not theirs to show, and a commit costs several milliseconds of disk.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

FOLDER = Path("/dev/shm")
ROOM = 2 << 30  # bytes; containers often get 64 MB


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Let pytest make its folders in memory, unless somebody has said where."""
    if has_room(FOLDER):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(FOLDER))


def has_room(folder: Path) -> bool:
    """Tell whether a folder may be written to, programs in it started, and much put there."""
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return False
    startable = not os.statvfs(folder).f_flag & os.ST_NOEXEC
    return startable and shutil.disk_usage(folder).free > ROOM
