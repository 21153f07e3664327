"""What `./dev bench --save` keeps: pictures to be looked at, and aims beside the figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from tests.benchmarks import aims
from tests.benchmarks.drawing import EDGE, WIDTH, Panel, draw
from tests.benchmarks.measuring import Round, Row
from tests.benchmarks.saving import document, save

SVG = "{http://www.w3.org/2000/svg}"
PANELS = (
    Panel("rate", "Messages a second", aim=3000),
    Panel("cpu_ms", "CPU <milliseconds> each", digits=2),
    Panel("p99_ms", "Nobody has this one"),
)
OURS = "Nhịp Cầu, SQLite, whole ledger"


def rows() -> list[dict[str, Any]]:
    """Return two subjects, one beside the other, with two rounds each."""
    ours = Row(OURS, [Round(3000, 1.0, 0.9), Round(3400, 1.0, 1.0)], "aiogram's client")
    peer = Row("aiogram's client", [Round(4000, 1.0, 1.0), Round(4000, 1.0, 1.0)])
    return document([ours, peer])


def test_a_picture_has_a_bar_and_a_number_for_each_figure_and_nothing_outside() -> None:
    drawn = ElementTree.fromstring(draw("A & B", "here\nagain", PANELS, rows()))
    words = [element.text for element in drawn.iter(f"{SVG}text")]
    bars = [one for one in drawn.iter(f"{SVG}rect") if one.get("class") in ("ours", "peer")]
    assert [bar.get("class") for bar in bars] == ["ours", "peer"] * 2
    assert {"A & B", "CPU <milliseconds> each", "3,200", "4,000", "aim 3,000"} <= set(words)
    assert "Nobody has this one" not in words, "a panel without a figure is not drawn"
    widths = [float(bar.get("width", "")) for bar in bars]
    assert widths[0] / widths[1] == 3200 / 4000
    ends = [float(bar.get("x", "")) + wide for bar, wide in zip(bars, widths, strict=True)]
    assert max(ends) <= WIDTH - EDGE


def test_what_is_saved_can_be_read_again_and_says_what_is_reached(tmp_path: Path) -> None:
    told = {"taken": "22/11/2026 09:00", "machine": "2 cores", "python": "3.11.7"}
    told |= {"load_before": 0.5, "again": "./dev bench broadcast --save", "rows": rows()}
    save("broadcast", "A broadcast", PANELS, told, folder=tmp_path)
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- aims -->\nold\n<!-- end of aims -->\nafter\n")
    aims.write_table(page, tmp_path)
    written = page.read_text()
    assert written.startswith("before\n<!-- aims -->\n| aim |")
    assert written.endswith("<!-- end of aims -->\nafter\n")
    assert "| at least 3,000 a second | 3,200 a second | yes |" in written
    assert "| at most 1.2 times | 1.2 times | yes |" in written
    assert "not measured" in written
    assert json.loads((tmp_path / "broadcast.json").read_text())["rows"][0]["rate"] == 3200
    ElementTree.fromstring((tmp_path / "broadcast.svg").read_text())


def test_the_pages_table_says_what_the_kept_figures_say() -> None:
    assert aims.tell(aims.read_saved()) in aims.PAGE.read_text()
