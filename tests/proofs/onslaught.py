"""Proof: kill -9 again and again over one broadcast: everybody once or unknown, none left open."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.kit.gates import Failed
from tests.proofs.kills import TRIES
from tests.proofs.moments import MOMENTS, Moment
from tests.proofs.readers import Hall, open_hall
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
    async with open_hall(folder, database_url, readers=plan.readers, rate=plan.rate) as hall:
        await hall.launch()
        await hall.watch.start()
        for _ in range(plan.kills):
            moment = dice.choice(AIMED)
            missed += await kill(hall, moment, dice)
            hits[moment.name] += 1
        for number in hall.numbers:
            over = partial(is_finished, hall, number)
            await eventually(over, "all is over", within=plan.within)
        told = await reckon(hall)
        await hall.bot.stop()
    aimed = ", ".join(f"{n} {name}" for name, n in sorted(hits.items()))
    return f"{plan.kills} kills ({aimed}; {missed} missed), {told}"


async def kill(hall: Hall, moment: Moment, dice: random.Random) -> int:
    """Kill at a moment and start again; return how often it was missed before."""

    async def stir() -> None:
        if await is_finished(hall, hall.numbers[-1]):
            await hall.launch()

    for missed in range(TRIES):
        await stir()
        hit = await hall.watch.kill_at(moment, dice, stir)
        await hall.watch.start()
        if hit:
            return missed
    raise Failed(f"{TRIES} times missed: {moment.name}")


async def is_finished(hall: Hall, number: int) -> bool:
    """Tell whether nothing of a letter is open."""
    return await hall.state(number) == "finished"


async def reckon(hall: Hall) -> str:
    """Hold everything against what arrived; return the line of counts."""
    ends, watch = await hall.reckon(), hall.watch
    if ends["unknown"] != watch.unknown:
        raise Failed(f"{ends['unknown']} are unknown, {watch.unknown} were in hand at the kills")
    return (
        f"{len(hall.numbers)} letters to {hall.readers:,}: {ends['sent']:,} sent, "
        f"{ends['unknown']} unknown of at most {watch.allowed:.0f}, 0 lost, 0 twice; "
        f"the machine late by {watch.bystander.worst:.3f} s"
    )
