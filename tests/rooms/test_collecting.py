"""What a long-lived program keeps: the collector spares it, and nothing heavy is among it."""

from __future__ import annotations

import gc
import platform
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.collecting import settle

ROOT = Path(__file__).parents[2]
FOUR_THREADS = """
import ctypes, threading
from bot.collecting import share_heap
{first}
together = threading.Barrier(5)
def hold() -> None:
    kept = [bytearray(9000) for _ in range(200)]
    together.wait()
for _ in range(4):
    threading.Thread(target=hold).start()
c = ctypes.CDLL(None)
c.fdopen.restype = ctypes.c_void_p
out = ctypes.c_void_p(c.fdopen(1, b"w"))
c.malloc_info(0, out)
c.fflush(out)
together.wait()
"""


@pytest.fixture
def collector() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


@pytest.mark.usefixtures("collector")
def test_what_is_loaded_is_not_looked_at_again() -> None:
    settle()
    assert gc.get_freeze_count() > 10_000
    before = gc.get_stats()[0]["collections"]
    kept: list[list[int]] = [[] for _ in range(4000)]  # Python's own numbers make five looks of it
    assert gc.get_stats()[0]["collections"] <= before + 1
    assert len(kept) == 4000


@pytest.mark.parametrize("heavy", ["openpyxl", "pyxform", "segno"])
def test_what_is_heavy_and_seldom_needed_is_loaded_when_it_is(heavy: str) -> None:
    at_once = re.compile(rf"^(import|from) {heavy}\b", re.MULTILINE)
    files = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "handlers").rglob("*.py")]
    found = [path for path in files if at_once.search(path.read_text())]
    assert len(files) > 100
    assert not found, f"1 to 25 MB of every program: import it where {heavy} is used"


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has heaps to share")
@pytest.mark.parametrize(("first", "heaps"), [("", 5), ("share_heap()", 1)])
def test_threads_share_one_heap(first: str, heaps: int) -> None:
    words = [sys.executable, "-c", FOUR_THREADS.format(first=first)]
    told = subprocess.run(words, capture_output=True, text=True, check=True, env={}).stdout
    assert told.count("<heap nr") == heaps
