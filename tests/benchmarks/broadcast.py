"""Benchmark `broadcast`: messages a second and CPU a message, with no limit to the rate."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, AsyncExitStack
from functools import partial
from typing import Any

from tests.benchmarks.children import Child, Failed, add_people, ask_kit, bot_api, child
from tests.benchmarks.measuring import Round, Row, Stage, interleave, round_of
from tests.benchmarks.towns import KINDS, make_town

MESSAGES = 10_000
OURS = "Nhịp Cầu, {}, whole ledger"
AIOGRAM, TELEGRAM = "aiogram's client", "python-telegram-bot's client, as installed"
LIBRARIES = {AIOGRAM: "Aiogram", TELEGRAM: "PythonTelegramBot"}


async def run(stage: Stage) -> list[Row]:
    """Measure ours on both databases, and both libraries' clients."""
    members = stage.options.size(MESSAGES)
    async with AsyncExitStack() as stack:
        api = await stack.enter_async_context(bot_api())
        await add_people(api, members)
        ours: dict[str, Child] = {}
        for kind in KINDS:
            start = await sender(stage, kind, api, members)
            ours[OURS.format(kind)] = await stack.enter_async_context(start)
        peers: dict[str, Child] = {}
        for name, subject in LIBRARIES.items():
            start = child(stage.folder, f"broadcast_peers:{subject}", api=api, members=members)
            peers[name] = await stack.enter_async_context(start)
        seconds = stage.options.seconds
        works = {name: partial(launch, one, seconds) for name, one in (ours | peers).items()}
        done = await interleave(works, stage.options.rounds)
        await no_violations(api)
    return [Row(name, rounds, AIOGRAM if name in ours else "") for name, rounds in done.items()]


async def sender(
    stage: Stage, kind: str, api: str, members: int, rate: int | None = None
) -> AbstractAsyncContextManager[Child]:
    """Return a sender of ours, to be entered, on a fresh town."""
    url = stage.ground.make(kind)
    account = await make_town(url, members)
    given: dict[str, Any] = {"database": url, "api": api, "folder": str(stage.folder)}
    if profile := stage.profile(f"broadcast-{kind}-{rate or 'unpaced'}"):
        given["profile"] = profile
    return child(stage.folder, "broadcast_ours:Ours", **given, account=account, rate=rate)


async def launch(subject: Child, seconds: float) -> Round:
    """Let a subject send one round."""
    return round_of(await subject.ask(seconds=seconds))


async def no_violations(api: str) -> None:
    """Raise Failed when anything that was sent broke the Bot API's specification."""
    if found := await ask_kit(api, "violations"):
        raise Failed(f"the Bot API's specification was broken: {found[:3]}")
