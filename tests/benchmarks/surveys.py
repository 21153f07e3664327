"""Benchmark `surveys`: a survey of three questions, walked to its end, beside conversations.

And ten thousand people who press at one moment: how long each waits, and that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Any

from tests.benchmarks.children import Child, bot_api, child
from tests.benchmarks.measuring import Round, Row, Stage, interleave
from tests.benchmarks.towns import KINDS, make_town, open_trial
from tests.benchmarks.turns import check, post

MEMBERS = 20_000
AT_ONCE = 10_000
WARM_UP = 1.0
SURVEY = 1  # the only one of its database
OURS, CROWD = "Nhịp Cầu, {}", "Nhịp Cầu, {}, {:,} at once"
CONVERSATION = "python-telegram-bot's ConversationHandler, PicklePersistence (a minute's loss)"
MEMORY, TABLE = "aiogram's FSM, memory (all lost)", "aiogram's FSM, a table, {}"
Start = Callable[..., Awaitable[Child]]


async def run(stage: Stage) -> list[Row]:
    """Measure ours on both databases, and both libraries' conversations."""
    members, people = stage.options.size(MEMBERS), stage.options.size(AT_ONCE)
    seconds = stage.options.seconds
    async with AsyncExitStack() as stack:
        start = partial(begin, stack, stage.folder)
        api = await stack.enter_async_context(bot_api())
        walked = {kind: await make_survey(stage, kind, members) for kind in KINDS}
        pressed = {kind: stage.ground.copy(url) for kind, url in walked.items()}
        ours = partial(start, "turns_ours:Ours", api=api, folder=str(stage.folder), held=True)
        subjects = {OURS.format(kind): await ours(database=url) for kind, url in walked.items()}
        crowds = {
            CROWD.format(kind, people): await ours(database=url) for kind, url in pressed.items()
        }
        subjects |= await start_peers(stage, start, api, members)
        phones = await start("turns_load:Phones", survey=SURVEY, members=members, block=1)
        many = await start("turns_load:Phones", survey=SURVEY, members=people, block=people)
        for one in subjects.values():
            await post(phones, one, WARM_UP)
        stage.ground.tidy_all()
        works = {
            **{name: partial(post, phones, one, seconds) for name, one in subjects.items()},
            **{name: partial(press_at_once, many, one, people) for name, one in crowds.items()},
        }
        done = await interleave(works, stage.options.rounds)
    return [Row(name, rounds, beside_of(name)) for name, rounds in done.items()]


async def begin(stack: AsyncExitStack, folder: Path, subject: str, /, **given: Any) -> Child:
    """Start a process under test, to be ended with the bench."""
    return await stack.enter_async_context(child(folder, subject, **given))


async def make_survey(stage: Stage, kind: str, members: int) -> str:
    """Make a town with a survey that asks everybody, and give its database's URL."""
    url = stage.ground.make(kind)
    await make_town(url, members)
    assert await open_trial(url, stage.folder) == SURVEY
    return url


async def start_peers(stage: Stage, start: Start, api: str, members: int) -> dict[str, Child]:
    """Start the libraries' conversations."""
    machine = partial(start, "surveys_peers:Machine", members=members)
    tables = {
        TABLE.format(kind): await machine(database=stage.ground.make(kind)) for kind in KINDS
    }
    given = {"api": api, "folder": str(stage.folder), "members": members}
    kept = await start("surveys_peers:Conversation", **given)
    return {**tables, MEMORY: await machine(), CONVERSATION: kept}


async def press_at_once(phones: Child, subject: Child, people: int) -> Round:
    """Let everybody answer a question at one moment; each waits from that moment on."""
    before = (await subject.ask())["total"]
    told = await phones.ask(**subject.opened, people=people)
    check(told["posted"], await subject.ask(rest=True))
    after = (await subject.ask())["total"]
    used = after["cpu"] - before["cpu"]
    seen = {name: told[name] for name in ("p50_ms", "p99_ms")}
    return Round(told["items"], told["seconds"], used, seen)


def beside_of(name: str) -> str:
    """Return the peer of one of our rows: the conversation that a kill takes nothing from."""
    kind = next((kind for kind in KINDS if name == OURS.format(kind)), None)
    return TABLE.format(kind) if kind else ""
