"""Benchmarks: where a process under test spends its CPU, by looking hundreds of times a second.

SQLAlchemy works in greenlets, whose stacks a tracing profiler confuses and slows down.
"""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import CodeType, FrameType

import greenlet

EVERY = 0.001  # seconds of CPU; the kernel's own clock may make it 0.004
MOST_SHOWN = 80
ROOT = Path(__file__).parents[2]


class Sampler:
    """Count which functions are at work, alone and with what they call."""

    def __init__(self) -> None:
        self.looks = 0
        self.alone: Counter[str] = Counter()
        self.whole: Counter[str] = Counter()

    def start(self) -> None:
        """Begin to look."""
        signal.signal(signal.SIGPROF, self._look)
        signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)

    def stop(self) -> None:
        """Look no more."""
        signal.setitimer(signal.ITIMER_PROF, 0)

    def write(self, path: Path) -> None:
        """Write the shares of the functions that cost most, in percent of all looks."""
        lines = [f"{self.looks} looks"]
        for title, counted in (("alone", self.alone), ("with what it calls", self.whole)):
            lines += ["", f"% {title}"]
            for name, seen in counted.most_common(MOST_SHOWN):
                lines.append(f"{100 * seen / self.looks:6.1f}  {name}")
        path.write_text("\n".join(lines) + "\n")

    def _look(self, _: int, frame: FrameType | None) -> None:
        stack = list(names_of(frame))
        self.looks += 1
        self.alone.update(stack[:1])
        self.whole.update(set(stack))


def names_of(frame: FrameType | None) -> Iterator[str]:
    """Yield the functions of a stack, the innermost first, through greenlets to the loop."""
    inner = greenlet.getcurrent()
    while frame is not None:
        yield name_of(frame.f_code)
        frame = frame.f_back
        if frame is None and inner.parent is not None:
            inner = inner.parent
            frame = inner.gr_frame


@cache
def name_of(code: CodeType) -> str:
    """Name a function by its file and its qualified name."""
    path = Path(code.co_filename)
    place = path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
    return f"{'/'.join(place.parts[-4:])}:{code.co_qualname}"
