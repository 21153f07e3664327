"""Benchmarks: what the process that asks has used, told by the kernel."""

from __future__ import annotations

import resource
import time
from collections.abc import Mapping
from pathlib import Path

Cost = Mapping[str, float]


def cost() -> dict[str, float]:
    """Return what this process has used: CPU seconds of all its threads, and peak memory."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {"cpu": used.ru_utime + used.ru_stime, "wall": time.monotonic(), "peak_mb": peak_mb()}


def used_between(before: Cost, after: Cost) -> dict[str, float]:
    """Return the CPU seconds and the seconds between two looks."""
    return {name: after[name] - before[name] for name in ("cpu", "wall")}


def peak_mb() -> float:
    """Return the most memory held, in MB; getrusage would count what the parent held too."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the kernel tells no VmHWM")
