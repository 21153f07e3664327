"""What docs/broadcasts.md promises: every test, transcript and proof that it names is there."""

from __future__ import annotations

import re
from pathlib import Path

from tests.proofs.__main__ import PARTS

TESTS = Path(__file__).parent
NAMED = re.compile(r"`([^`]+)`")


def test_every_promise_names_what_shows_it() -> None:
    page = (TESTS.parent / "docs" / "broadcasts.md").read_text("utf-8")
    rows = [row for row in page.splitlines() if row.startswith("| ") and "shown by" not in row]
    written = "\n".join(path.read_text("utf-8") for path in TESTS.rglob("test_*.py"))
    tests = set(re.findall(r"def (test_\w+)", written))
    talks = {path.name for path in (TESTS / "conversations").glob("*.chat")}
    known = tests | talks | {f"prove {name}" for name in PARTS}
    assert len(rows) > 30
    for row in rows:
        shown = NAMED.findall(row.split("|")[2])
        assert shown, row
        assert set(shown) <= known, row
