"""Benchmarks: `./dev bench [NAME…]`: a table for people; `--save` keeps figures and pictures."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks import (
    aims,
    broadcast,
    clients,
    durable,
    fanout,
    forms,
    importing,
    pace,
    results,
    surveys,
    turns,
)
from tests.benchmarks.children import Failed
from tests.benchmarks.drawing import Panel
from tests.benchmarks.measuring import Options, Row, Stage
from tests.benchmarks.saving import again, describe, document, save
from tests.benchmarks.table import show
from tests.benchmarks.towns import ground


@dataclass(frozen=True)
class Bench:
    """Hold what a bench measures, the code that does, and which of its figures are drawn."""

    title: str
    run: Callable[[Stage], Awaitable[list[Row]]]
    panels: tuple[Panel, ...]


CPU = Panel("cpu_ms", "CPU milliseconds each (less is better)", digits=2)

# in the order of a whole run
BENCHES: dict[str, Bench] = {
    "turns": Bench(
        "A survey's answer, from the webhook to its commit",
        turns.run,
        (Panel("rate", "Answers a second"), CPU, Panel("p99_ms", "The slowest of 100, ms")),
    ),
    "surveys": Bench(
        "A survey of three questions, beside the libraries' own conversations",
        surveys.run,
        (Panel("rate", "Answers a second"), CPU, Panel("p99_ms", "The slowest of 100, ms")),
    ),
    "broadcast": Bench(
        "A whole broadcast, unpaced",
        broadcast.run,
        (Panel("rate", "Messages a second", aim=3000), CPU),
    ),
    "durable": Bench(
        "A broadcast that a kill loses nothing of, by the size of the list",
        durable.run,
        (
            Panel("rate", "Messages a second"),
            CPU,
            Panel("first_s", "Seconds from the launch to the first message", digits=2),
            Panel("peak_mb", "Most memory of the process, MB", aim=150),
        ),
    ),
    "clients": Bench(
        "Clients before a server 60 ms away, 128 messages in flight",
        clients.run,
        (Panel("rate", "Messages a second"), CPU),
    ),
    "pace": Bench(
        "Use of the platform's limit, as the server sees it",
        pace.run,
        (
            Panel("use_%", "Use of the limit over six seconds, %", aim=100),
            Panel("most_%", "Most in any one second, % of the limit (never above 100)", aim=100),
        ),
    ),
    "import": Bench(
        "A roll, from the .xlsx to the database",
        importing.run,
        (Panel("rate", "Rows a second"), CPU, Panel("peak_mb", "Most memory, MB")),
    ),
    "expressions": Bench(
        "A survey's condition, evaluated",
        forms.run_expressions,
        (Panel("rate", "Evaluations a second"), CPU),
    ),
    "xlsform": Bench(
        "A form of 500 questions with logic, read from its .xlsx",
        forms.run_xlsform,
        (Panel("rate", "Questions a second (answers a second in the last row)"), CPU),
    ),
    "fanout": Bench(
        "A launch: the audience written down, line by line",
        fanout.run,
        (
            Panel("rate", "Lines a second: the same at every size"),
            Panel("longest_lock_ms", "Longest transaction, ms", aim=500),
            Panel("report_ms", "Report by ward and reason, ms", digits=1, aim=50),
            Panel("group_by_ms", "The same by GROUP BY over the lines, ms", digits=1),
            Panel("claim_ms", "A claim of 100 lines, ms", digits=1),
            Panel("bytes_a_line", "Bytes a line"),
        ),
    ),
    "results": Bench(
        "A survey's whole result, told from its counts",
        results.run,
        (
            Panel("look_ms", "From the question to the whole result, ms", digits=1, aim=50),
            CPU,
        ),
    ),
}


def read_arguments() -> argparse.Namespace:
    """Read the command line."""
    whole = Options()
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=" · ".join(BENCHES))
    parser.add_argument("--save", action="store_true", help="into docs/benchmarks, with pictures")
    parser.add_argument("--seconds", type=float, default=whole.seconds, help="of one round")
    parser.add_argument("--rounds", type=int, default=whole.rounds)
    parser.add_argument("--scale", type=float, default=whole.scale, help="0.02 tries a bench")
    parser.add_argument(
        "--size", type=int, action="append", default=[], help="of durable and fanout, repeatable"
    )
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--profile", type=Path, help="write our processes' profiles here")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(BENCHES):
        parser.error(f"no such bench: {', '.join(sorted(unknown))}")
    return asked


async def measure(asked: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Run the benches one after another, each shown, and saved, when it is done.

    One that fails is told, and the others are run all the same.
    """
    told: dict[str, Any] = {}
    if asked.profile:
        asked.profile.mkdir(parents=True, exist_ok=True)
    options = Options(asked.seconds, asked.rounds, asked.scale, asked.profile, tuple(asked.size))
    with ground(folder) as databases:
        for name in asked.names or BENCHES:
            try:
                told[name] = await measure_one(name, Stage(options, databases, folder))
            except Failed as failed:
                print(f"\n{name}: FAILED: {failed}", flush=True)
                continue
            if asked.save:
                save(name, BENCHES[name].title, BENCHES[name].panels, told[name])
                aims.write_table()
    return told


async def measure_one(name: str, stage: Stage) -> dict[str, Any]:
    """Run one bench and show its table; return its figures, and where and how they were taken."""
    bench, load = BENCHES[name], round(os.getloadavg()[0], 2)
    rows = await bench.run(stage)
    print(f"\n{name}: {bench.title} (load before {load:.1f})\n{show(rows)}", flush=True)
    about = {"load_before": load, "again": again(name, stage.options)}
    return describe() | about | {"rows": document(rows)}


def main() -> int:
    """Run what the command line asks for; the exit code is 1 when a bench failed."""
    asked = read_arguments()
    with tempfile.TemporaryDirectory(prefix="nhipcau-bench-") as folder:
        told = asyncio.run(measure(asked, Path(folder)))
    if asked.json:
        asked.json.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
    return 0 if set(asked.names or BENCHES) <= set(told) else 1


if __name__ == "__main__":
    sys.exit(main())
