"""Benchmarks: one process under test, which does what its parent asks: a line of JSON each way.

What the work costs is read here, from the process itself, so that load generators, the Bot API
server and PostgreSQL stay out of it.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import logging
import os
import sys
from pathlib import Path
from typing import Any, Protocol, TextIO

import structlog

from bot.collecting import settle
from bot.commands.running import run_on_loop
from tests.benchmarks.costs import cost, used_between
from tests.benchmarks.sampling import Sampler


class Subject(Protocol):
    """Be measured: open, work as often as asked, close."""

    async def open(self) -> dict[str, Any]:
        """Get ready, and say what the parent must know: a port, say."""

    async def work(self, **asked: Any) -> dict[str, Any]:
        """Do one round; `items` says how many things were done.

        Where only a part of the work counts, `used` says what that part has used.
        """

    async def close(self) -> None:
        """Let go of everything."""


async def serve(subject: Subject, answers: TextIO, profile: str) -> None:
    """Answer the parent until it closes our input."""
    say(answers, await subject.open())
    settle()  # as `nhipcau run` does, for each of us
    sampler = Sampler()
    if profile:
        sampler.start()
    while line := await asyncio.to_thread(sys.stdin.readline):
        asked = json.loads(line)
        before = cost()
        done = await subject.work(**asked) if asked else {}
        after = cost()
        say(answers, {"used": used_between(before, after), "total": after, **done})
    if profile:
        sampler.stop()
        sampler.write(Path(profile))
    await subject.close()


def say(answers: TextIO, told: dict[str, Any]) -> None:
    """Write one line to the parent."""
    answers.write(json.dumps(told) + "\n")
    answers.flush()


def main() -> None:
    """Make the subject `module:Class` with its options and serve it."""
    name, given = sys.argv[1:]
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever else is printed goes to the log
    logging.basicConfig(level=logging.WARNING)
    wrapper = structlog.make_filtering_bound_logger(logging.WARNING)
    structlog.configure(wrapper_class=wrapper)
    module, _, kind = name.partition(":")
    options = json.loads(given)
    profile = options.pop("profile", "")
    subject = getattr(importlib.import_module(module), kind)(**options)
    run_on_loop(serve(subject, answers, profile))
