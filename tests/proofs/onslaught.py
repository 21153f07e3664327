"""Proof: kill -9 again and again over one broadcast: everybody once or unknown, none left open."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.kit.towns import Failed
from tests.proofs.kills import TRIES
from tests.proofs.moments import MOMENTS, Moment
from tests.proofs.readers import Library, open_library
from tests.proofs.running import eventually

AIMED = tuple(
    one for one in MOMENTS if one.scene == "broadcast" and one.name != "committed but not replied"
)


@dataclass(frozen=True)
class Plan:
    """Say how many kills, how many readers, and how fast they are written to."""

    kills: int
    readers: int
    rate: float
    within: float


async def prove(folder: Path, database_url: str, plan: Plan, seed: int) -> str:
    """Kill the program so often and return the line of counts; raise Failed."""
    dice = random.Random(seed)
    hits: Counter[str] = Counter()
    missed = 0
    async with open_library(folder, database_url, readers=plan.readers, rate=plan.rate) as library:
        await library.launch()
        await library.watch.start()
        for _ in range(plan.kills):
            moment = dice.choice(AIMED)
            missed += await kill(library, moment, dice)
            hits[moment.name] += 1
        for number in library.numbers:
            over = partial(is_finished, library, number)
            await eventually(over, "all is over", within=plan.within)
        told = await reckon(library)
        await library.bot.stop()
    aimed = ", ".join(f"{n} {name}" for name, n in sorted(hits.items()))
    return f"{plan.kills} kills ({aimed}; {missed} missed), {told}"


async def kill(library: Library, moment: Moment, dice: random.Random) -> int:
    """Kill at a moment and start again; return how often it was missed before."""

    async def stir() -> None:
        if await is_finished(library, library.numbers[-1]):
            await library.launch()

    for missed in range(TRIES):
        await stir()
        hit = await library.watch.kill_at(moment, dice, stir)
        await library.watch.start()
        if hit:
            return missed
    raise Failed(f"{TRIES} times missed: {moment.name}")


async def is_finished(library: Library, number: int) -> bool:
    """Tell whether nothing of a letter is open."""
    return await library.state(number) == "finished"


async def reckon(library: Library) -> str:
    """Hold everything against what arrived; return the line of counts."""
    ends, watch = await library.reckon(), library.watch
    if ends["unknown"] != watch.unknown:
        raise Failed(f"{ends['unknown']} are unknown, {watch.unknown} were in hand at the kills")
    return (
        f"{len(library.numbers)} letters to {library.readers:,}: {ends['sent']:,} sent, "
        f"{ends['unknown']} unknown of at most {watch.allowed:.0f}, 0 lost, 0 twice"
    )
