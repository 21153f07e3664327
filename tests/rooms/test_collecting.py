"""What a long-lived program keeps: the collector spares it, and nothing heavy is among it."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.collecting import settle

ROOT = Path(__file__).parents[2]


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


@pytest.mark.parametrize("heavy", ["openpyxl", "pyxform"])
def test_what_is_heavy_and_seldom_needed_is_loaded_when_it_is(heavy: str) -> None:
    at_once = re.compile(rf"^(import|from) {heavy}\b", re.MULTILINE)
    files = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "handlers").rglob("*.py")]
    found = [path for path in files if at_once.search(path.read_text())]
    assert len(files) > 100
    assert not found, f"25 MB and more of every program: import it where {heavy} is used"
