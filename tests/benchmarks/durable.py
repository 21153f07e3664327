"""Benchmark `durable`: messages a second that a kill loses nothing of, by the size of the list."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import asdict
from functools import partial
from typing import Any

from tests.benchmarks.broadcast import no_violations, sender
from tests.benchmarks.children import Child, Failed, add_people, ask_kit, bot_api, child, tell_kit
from tests.benchmarks.measuring import Options, Round, Row, Stage, interleave, round_of
from tests.benchmarks.towns import KINDS
from tests.kit.bot_api import NO_LIMITS

SIZES = (10_000, 100_000, 1_000_000)
NANO = 1e9
FASTEST = 8000  # messages a second that nobody reaches: so many chats are enough
MOST_ROUNDS = 100_000  # on the list; larger ones are measured once, as nothing is small there
OURS, PEER = "Nhịp Cầu, {}, {:,} on the list", "aiogram-broadcaster, SQLite, {:,} on the list"


async def run(stage: Stage) -> list[Row]:
    """Send to lists of each size, both for the same seconds; each size has its own Bot API."""
    rows = []
    for members in stage.options.all_sizes(SIZES):
        async with AsyncExitStack() as stack:
            api = await stack.enter_async_context(bot_api())
            await add_people(api, reachable(stage.options, members))
            ours = {OURS.format(kind, members): kind for kind in KINDS}
            works: dict[str, Any] = {}
            for name, kind in ours.items():
                start = await sender(stage, kind, api, members)
                one = await stack.enter_async_context(start)
                works[name] = partial(send, api, one, stage.options.seconds)
            path = str(stage.folder / f"broadcaster-{members}.db")
            given = {"api": api, "path": path, "members": members}
            peer = child(stage.folder, "durable_peers:AiogramBroadcaster", **given)
            name = PEER.format(members)
            one = await stack.enter_async_context(peer)
            works[name] = partial(send, api, one, stage.options.seconds)
            many = stage.options.rounds if members < MOST_ROUNDS else 1
            done = await interleave(works, many)
            await no_violations(api)
        rows += [Row(each, rounds, name if each in ours else "") for each, rounds in done.items()]
    return rows


def reachable(options: Options, members: int) -> int:
    """Return how many of a list can be written to in the time: only they need be there."""
    return min(members, round(options.seconds * FASTEST))


async def send(api: str, subject: Child, seconds: float) -> Round:
    """Let a subject send for some seconds, and see when its first message came."""
    await tell_kit(api, "limits", asdict(NO_LIMITS))  # the count begins anew
    told = await subject.ask(seconds=seconds)
    arrivals = await ask_kit(api, "arrivals")
    if not arrivals or not told["items"]:
        raise Failed(f"{subject.name} sent nothing within {seconds} s")
    seen = {
        "first_s": arrivals[0]["at"] / NANO - told["began"],
        "peak_mb": told["total"]["peak_mb"],
    }
    return round_of(told | seen, *seen)
