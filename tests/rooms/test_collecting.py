"""Python's collector spares what is loaded, and looks seldom."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from bot.collecting import settle


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
    kept = [[] for _ in range(4000)]  # Python's own numbers make five looks of it
    assert gc.get_stats()[0]["collections"] <= before + 1
    assert len(kept) == 4000
