"""Benchmarks: figures as a picture: bars with their numbers, in light and in dark (SVG).

Ours are blue and the peers' orange, which nobody's eyes confuse; every bar has its name and its
number beside it, so that colour never says it alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any
from xml.sax.saxutils import escape, quoteattr

OURS = "Nhịp Cầu"
WIDTH, EDGE, NUMBER = 820, 24, 90
LETTER = 6.6  # pixels of one, about
ROW, HEAD, TOP, FOOT = 26, 46, 48, 52
STYLE = """
  svg { color-scheme: light dark; font-family: system-ui, sans-serif; font-size: 13px }
  .card { fill: #fff; stroke: #e2e6ec } .ink { fill: #1b2430 } .quiet { fill: #5b6776 }
  .title { font-size: 17px; font-weight: 600 } .head { font-weight: 600 }
  .figure { paint-order: stroke; stroke: #fff; stroke-width: 4px }
  .ours { fill: #0b5cad } .peer { fill: #d97706 } .figure { font-variant-numeric: tabular-nums }
  .aim { stroke: #5b6776; stroke-dasharray: 4 3 } .small { font-size: 11.5px }
  @media (prefers-color-scheme: dark) {
    .card { fill: #1a2029; stroke: #2c3542 } .ink { fill: #e7ecf3 } .quiet { fill: #9aa7b6 }
    .figure { paint-order: stroke; stroke: #fff; stroke-width: 4px }
  .ours { fill: #6db3ff } .peer { fill: #fbbf24 } .aim { stroke: #9aa7b6 }
  }
"""


@dataclass(frozen=True)
class Panel:
    """Say which figure of the rows is drawn, what it is called, and what is aimed at."""

    figure: str
    title: str
    digits: int = 0
    aim: float | None = None


@dataclass(frozen=True)
class Bar:
    """Hold one bar."""

    name: str
    value: float


def draw(title: str, about: str, panels: Iterable[Panel], rows: Sequence[dict[str, Any]]) -> str:
    """Return the picture of a bench: a panel for each figure, a bar for each row that has it."""
    drawn = [(panel, bars) for panel in panels if (bars := bars_of(panel, rows))]
    heights = [HEAD + ROW * len(bars) for _, bars in drawn]
    tops = list(accumulate(heights, initial=TOP))
    lines = [*open_picture(title, about, tops[-1] + FOOT)]
    for (panel, bars), top in zip(drawn, tops, strict=False):
        lines += draw_panel(panel, bars, top)
    for place, words in enumerate(about.splitlines()):
        lines.append(write(EDGE, tops[-1] + 14 + 18 * place, words, "quiet small"))
    return "\n".join([*lines, "</svg>"]) + "\n"


def bars_of(panel: Panel, rows: Iterable[dict[str, Any]]) -> list[Bar]:
    """Return the bars of a panel; a row without the figure has none."""
    return [Bar(row["name"], row[panel.figure]) for row in rows if panel.figure in row]


def open_picture(title: str, about: str, height: int) -> Iterator[str]:
    """Yield how a picture begins: for those who see it and for those who hear it."""
    size = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    named = 'role="img" aria-labelledby="title about"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" {size} {named}>'
    yield f'<title id="title">{escape(title)}</title><desc id="about">{escape(about)}</desc>'
    yield f"<style>{STYLE}</style>"
    box = f'x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1}" rx="12"'
    yield f'<rect class="card" {box}/>'
    yield write(EDGE, 36, title, "ink title")


def draw_panel(panel: Panel, bars: Sequence[Bar], top: int) -> Iterator[str]:
    """Yield one panel: its title, its bars, and a dashed line where it is aimed at."""
    left = EDGE + min(round(max(len(bar.name) for bar in bars) * LETTER) + 12, 400)
    span = WIDTH - EDGE - NUMBER - left
    longest = max(*(bar.value for bar in bars), panel.aim or 0.0, 1e-9)
    widths = [max(1.0, span * bar.value / longest) for bar in bars]
    yield write(EDGE, top + 26, panel.title, "ink head")
    for y, bar, wide in zip(range(top + HEAD - 10, 10**6, ROW), bars, widths, strict=False):
        kind = "ours" if bar.name.startswith(OURS) else "peer"
        yield write(EDGE, y + 14, bar.name, "ink")
        yield f'<rect class="{kind}" x="{left}" y="{y}" width="{wide:.1f}" height="18" rx="3"/>'
    if panel.aim is not None:
        yield from draw_aim(panel.aim, left + span * panel.aim / longest, top, len(bars))
    for y, bar, wide in zip(range(top + HEAD + 4, 10**6, ROW), bars, widths, strict=False):
        yield write(left + wide + 8, y, f"{bar.value:,.{panel.digits}f}", "ink figure")


def draw_aim(aim: float, x: float, top: int, many: int) -> Iterator[str]:
    """Yield the dashed line of an aim across so many bars."""
    ends = top + HEAD - 14 + ROW * many
    yield f'<line class="aim" x1="{x:.1f}" x2="{x:.1f}" y1="{top + 30}" y2="{ends}"/>'
    yield write(x, top + 26, f"aim {aim:,g}", "quiet small", anchor="middle")


def write(x: float, y: float, words: str, look: str, *, anchor: str = "start") -> str:
    """Return a line of words."""
    return (
        f'<text x="{x:.1f}" y="{y:g}" class={quoteattr(look)} text-anchor="{anchor}">'
        f"{escape(words)}</text>"
    )
