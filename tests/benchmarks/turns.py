"""Benchmark `turns`: a survey's answer, from Telegram's webhook to its commit."""

from __future__ import annotations

from contextlib import AsyncExitStack
from functools import partial
from typing import Any

from tests.benchmarks.children import Child, add_people, bot_api, child
from tests.benchmarks.measuring import Round, Row, Stage, interleave
from tests.benchmarks.towns import KINDS, QUESTIONS, make_town, open_trial
from tests.benchmarks.turns_load import BLOCK

MEMBERS = 20_000
WARM_UP = 1.0
OURS, SENDING = "Nhịp Cầu, {}", "Nhịp Cầu, {}, replies sent"
AIOGRAM, BARE = "aiogram, {}, one commit a message", "python-telegram-bot, nothing stored"


async def run(stage: Stage) -> list[Row]:
    """Measure ours, and both dispatchers, on both databases."""
    members = stage.options.size(MEMBERS)
    sized = {"block": min(BLOCK, members)}
    async with AsyncExitStack() as stack:
        api = await stack.enter_async_context(bot_api())
        await add_people(api, members)
        subjects: dict[str, Child] = {}
        for kind in KINDS:
            url = stage.ground.make(kind)
            await make_town(url, members)
            survey = await open_trial(url, stage.folder)
            given: dict[str, Any] = {"api": api, "folder": str(stage.folder)}
            copies = {OURS: url, SENDING: stage.ground.copy(url)}  # before anybody opens them
            for name, database in copies.items():
                held = name == OURS
                told = {**given, "database": database, "held": held}
                if profile := stage.profile(f"turns-{kind}-{'held' if held else 'sent'}"):
                    told["profile"] = profile
                start = child(stage.folder, "turns_ours:Ours", **told)
                subjects[name.format(kind)] = await stack.enter_async_context(start)
            start = child(stage.folder, "turns_peers:Aiogram", database=stage.ground.make(kind))
            subjects[AIOGRAM.format(kind)] = await stack.enter_async_context(start)
        start = child(stage.folder, "turns_peers:Bare")
        subjects[BARE] = await stack.enter_async_context(start)
        start = child(stage.folder, "turns_load:Phones", survey=survey, members=members, **sized)
        phones = await stack.enter_async_context(start)
        seconds = stage.options.seconds
        works = {n: partial(post, phones, one, seconds) for n, one in subjects.items()}
        for one in subjects.values():
            await post(phones, one, WARM_UP)
        stage.ground.tidy_all()
        done = await interleave(works, stage.options.rounds)
    return [Row(name, rounds, beside_of(name)) for name, rounds in done.items()]


async def post(phones: Child, subject: Child, seconds: float) -> Round:
    """Let the phones post to one subject, and read what it used for that."""
    before = (await subject.ask())["total"]
    told = await phones.ask(**subject.opened, seconds=seconds)
    kept = await subject.ask(rest=True)
    check(told["posted"], kept)
    after = (await subject.ask())["total"]
    used = after["cpu"] - before["cpu"]
    return Round(
        told["items"],
        after["wall"] - before["wall"],
        used,
        {name: told[name] for name in ("p50_ms", "p99_ms")},
    )


def check(posted: int, kept: dict[str, Any]) -> None:
    """Hold what a program has stored against what it acknowledged, while no chat begins anew."""
    if "answers" not in kept or posted > kept["members"] * QUESTIONS:
        return
    assert kept["answers"] == posted, f"{posted} acknowledged, {kept['answers']} stored"
    assert kept.get("responses") == kept.get("people"), (
        "somebody has more than one response, or none"
    )


def beside_of(name: str) -> str:
    """Return the peer of one of our rows: the dispatcher that writes the same."""
    if not name.startswith("Nhịp Cầu"):
        return ""
    return AIOGRAM.format(next(kind for kind in KINDS if kind in name))
