"""Proofs: `python -m tests.proofs [--quick] [--seed N] [NAME …]`: each ends in a line of counts.

Each part is a child of its own, two at a time; the last line tells how many passed and failed.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import sys
import tempfile
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psycopg

from bot.clock import monotonic
from tests.kit.gates import Failed
from tests.kit.makers import OLD_WARDS
from tests.kit.opinions import LONG, QUESTIONS, SAME_FOR_ALL
from tests.kit.postgres import address, postgres
from tests.proofs import campaign, city, cluster, kills, laws, misfortunes, onslaught, quota

SIDE_BY_SIDE = 2
LAST_WORDS = 3000  # letters of the program's log, shown when a proof fails
Prove = Callable[[Path, str, int], Coroutine[None, None, str]]


@dataclass(frozen=True)
class Part:
    """Hold one proof on one database, in full and in its quick form."""

    database: str
    full: Prove
    quick: Prove | None = None  # none: only in full
    alone: bool = False  # it counts requests a second, which a busy machine bunches together


def live(size: city.Size) -> Prove:
    """Return a city of this size as a proof."""
    return lambda folder, url, seed: campaign.prove(folder, url, size, seed)


def kill(plan: kills.Plan) -> Prove:
    """Return kills by this plan as a proof."""
    return lambda folder, url, seed: kills.prove(folder, url, plan, seed)


def strike(plan: cluster.Plan) -> Prove:
    """Return blows at one of several programs by this plan as a proof."""
    return lambda folder, url, seed: cluster.prove(folder, url, plan, seed)


def storm(plan: onslaught.Plan) -> Prove:
    """Return kills in one large broadcast by this plan as a proof."""
    return lambda folder, url, seed: onslaught.prove(folder, url, plan, seed)


def befall(plan: misfortunes.Plan) -> Prove:
    """Return misfortunes of this plan as a proof."""
    return lambda folder, url, seed: misfortunes.prove(folder, url, plan, seed)


def spend(plan: quota.Plan) -> Prove:
    """Return kills at a spent month by this plan as a proof."""
    return lambda folder, url, seed: quota.prove(folder, url, plan, seed)


async def try_laws(folder: Path, _url: str, seed: int) -> str:
    """Try the laws of the suite on many examples."""
    return await laws.prove(folder, seed)


FEW_OPINIONS = city.Size(
    20, LONG, anonymous=False, hurried=True, within=90, faults=2, wards=tuple(OLD_WARDS)
)
OPINIONS = replace(FEW_OPINIONS, each=6_667, hurried=False, within=300, faults=50)
CITY = city.Size(400, QUESTIONS, anonymous=False, hurried=False, within=60)
SEALED = city.Size(400, SAME_FOR_ALL, anonymous=True, hurried=False, within=60)
KILLS = kills.Plan(kills=20, readers=60, comers=8, hurried=False, within=120)
FEW_KILLS = kills.Plan(kills=10, readers=40, comers=5, hurried=True, within=90)
STORM = onslaught.Plan(kills=100, readers=20_000, rate=500, within=120)
WOES = misfortunes.Plan(readers=600, rate=100, seconds=20, within=180)
KILL, PAUSE = signal.SIGKILL, signal.SIGSTOP
STRIKES = cluster.Plan((KILL, PAUSE) * 10, readers=400, rate=40)
FEW_STRIKES = cluster.Plan((KILL, PAUSE), readers=120, rate=30)
SPENT = quota.Plan(kills=10, readers=60, rate=20)
FEW_SPENT = quota.Plan(kills=1, readers=24, rate=20)

PARTS = {
    "city-sqlite": Part("sqlite", live(OPINIONS), live(FEW_OPINIONS)),
    "kills-sqlite": Part("sqlite", kill(KILLS), kill(FEW_KILLS)),
    "kills-postgresql": Part("postgresql", kill(KILLS), kill(FEW_KILLS)),
    "cluster-postgresql": Part("postgresql", strike(STRIKES), strike(FEW_STRIKES), alone=True),
    "quota-sqlite": Part("sqlite", spend(SPENT), spend(FEW_SPENT)),
    "quota-postgresql": Part("postgresql", spend(SPENT)),
    "city-postgresql": Part("postgresql", live(OPINIONS)),
    "campaign-sqlite": Part("sqlite", live(CITY)),
    "campaign-postgresql": Part("postgresql", live(SEALED)),
    "misfortunes-sqlite": Part("sqlite", befall(WOES)),
    "misfortunes-postgresql": Part("postgresql", befall(WOES)),
    "onslaught-sqlite": Part("sqlite", storm(STORM)),
    "onslaught-postgresql": Part("postgresql", storm(STORM)),
    "laws": Part("sqlite", try_laws),
}
PROOFS = sorted({name.partition("-")[0] for name in PARTS})
NAMES = f"{', '.join(PROOFS)}; {', '.join(PARTS)}"


def main() -> int:
    """Run what was asked for; the exit code is 1 when anything failed."""
    reader = argparse.ArgumentParser(prog="python -m tests.proofs", description=__doc__)
    reader.add_argument("--quick", action="store_true", help="the short form, for every push")
    reader.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    reader.add_argument(
        "names",
        nargs="*",
        metavar="NAME",
        help=NAMES,
    )
    asked = reader.parse_args()
    chosen = [name for name in PARTS if not asked.names or is_named(name, asked.names)]
    if not chosen or any(not is_named_by(name) for name in asked.names):
        reader.error(f"the proofs are: {NAMES}")
    if asked.names == chosen and len(chosen) == 1:
        return run_here(chosen[0], quick=asked.quick, seed=asked.seed)
    if asked.quick:
        chosen = [name for name in chosen if PARTS[name].quick]
    return asyncio.run(run_apart(chosen, quick=asked.quick, seed=asked.seed))


def is_named(name: str, names: Sequence[str]) -> bool:
    """Tell whether a part is meant by one of these names: its own, or its proof's."""
    return name in names or name.partition("-")[0] in names


def is_named_by(name: str) -> bool:
    """Tell whether a name means any part."""
    return any(is_named(part, [name]) for part in PARTS)


def run_here(name: str, *, quick: bool, seed: int) -> int:
    """Run one part in this process and tell its line."""
    part, begun = PARTS[name], monotonic()
    prove = part.quick if quick and part.quick else part.full
    with tempfile.TemporaryDirectory(prefix="nhipcau-proof-") as folder, database(part) as url:
        where = Path(folder)
        try:
            told = asyncio.run(prove(where, url.format(folder=folder), seed))
        except Failed as failed:
            for log in sorted(where.glob("*.log")):
                print(log.read_text(errors="replace")[-LAST_WORDS:])
            print(f"{name}: seed {seed}: FAILED: {failed}", flush=True)
            return 1
    print(f"{name}: seed {seed}: {told}, {monotonic() - begun:.0f} s: ok", flush=True)
    return 0


@contextmanager
def database(part: Part) -> Iterator[str]:
    """Give the address of an empty database; `{folder}` stands for the proof's own folder."""
    if part.database == "sqlite":
        yield "sqlite:///{folder}/proof.db"
        return
    with postgres(durable=True) as home:
        with psycopg.connect(address(home), autocommit=True) as admin:
            admin.execute("CREATE DATABASE proof")
        yield address(home, "proof")


async def run_apart(names: Sequence[str], *, quick: bool, seed: int) -> int:
    """Run each part as a child, some side by side, others alone, and tell how many passed."""
    free = asyncio.Semaphore(SIDE_BY_SIDE)

    async def run(name: str) -> int:
        flags = ["--quick"] if quick else []
        command = [sys.executable, "-m", "tests.proofs", *flags, "--seed", str(seed), name]
        async with free:
            child = await asyncio.create_subprocess_exec(*command)
            return await child.wait()

    codes = await asyncio.gather(*(run(name) for name in names if not PARTS[name].alone))
    codes += [await run(name) for name in names if PARTS[name].alone]
    failed = sum(code != 0 for code in codes)
    print(f"{len(codes) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
