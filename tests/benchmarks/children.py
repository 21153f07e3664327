"""Benchmarks: starting processes under test, and the Bot API server, and talking to them."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp

from tests.kit.parents import die_with_parent
from tests.kit.tokens import TOKEN

ROOT = Path(__file__).parents[2]
# as installed: structlog loads rich, a tool of development, wherever it finds it
START = "import sys; sys.modules['rich'] = None; from tests.benchmarks.child import main; main()"
LAST_WORDS = 2000
ACTS_AT_ONCE = 2000
NUMBERS = count()  # of the logs


class Failed(Exception):
    """A process under test ended, or answered nonsense: its last words are the reason."""


class Child:
    """Talk to one process under test."""

    def __init__(self, running: asyncio.subprocess.Process, log: Path, name: str) -> None:
        self.name = name
        self.opened: dict[str, Any] = {}
        self._running, self._log = running, log

    async def ask(self, **asked: Any) -> dict[str, Any]:
        """Let it work once and return what it did and used; nothing asked: only what it used."""
        assert self._running.stdin is not None
        self._running.stdin.write(json.dumps(asked).encode() + b"\n")
        return await self.hear()

    async def hear(self) -> dict[str, Any]:
        """Wait for its next line."""
        assert self._running.stdout is not None
        line = await self._running.stdout.readline()
        if not line:
            words = self._log.read_text(errors="replace")[-LAST_WORDS:]
            raise Failed(f"{self.name} ended:\n{words}")
        return dict(json.loads(line))

    async def close(self) -> None:
        """Let it end by itself."""
        assert self._running.stdin is not None
        self._running.stdin.close()
        await self._running.wait()


@asynccontextmanager
async def child(folder: Path, subject: str, /, **given: Any) -> AsyncIterator[Child]:
    """Run `module:Class` of tests/benchmarks in a process of its own."""
    log = folder / f"{subject.replace(':', '-')}-{next(NUMBERS)}.log"
    with log.open("wb") as errors:
        running = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-c", START, f"tests.benchmarks.{subject}", json.dumps(given)),
            cwd=ROOT,
            env={k: v for k, v in os.environ.items() if not k.startswith("NHIPCAU_")},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
            preexec_fn=die_with_parent,
        )
    made = Child(running, log, subject)
    try:
        made.opened = await made.hear()
        yield made
        await made.close()
    finally:
        if running.returncode is None:
            running.kill()
            await running.wait()


@asynccontextmanager
async def bot_api() -> AsyncIterator[str]:
    """Run the kit's Bot API server, checking on and without limits, and give its address."""
    running = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.kit.bot_api", "--port", "0", "--rate", "none", "--token", TOKEN),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        preexec_fn=die_with_parent,
    )
    assert running.stdout is not None
    try:
        said = (await running.stdout.readline()).decode().split()
        yield next(word for word in said if word.startswith("http"))
    finally:
        running.send_signal(signal.SIGTERM)
        await running.wait()


async def tell_kit(api: str, path: str, told: Any) -> Any:
    """Drive the Bot API server: `faults`, `limits`, `acts`."""
    async with aiohttp.request("POST", f"{api}/kit/{path}", json=told) as answer:
        answer.raise_for_status()
        return await answer.json()


async def ask_kit(api: str, path: str) -> Any:
    """Ask the Bot API server: `rates`, `arrivals`, `violations`."""
    async with aiohttp.request("GET", f"{api}/kit/{path}") as answer:
        answer.raise_for_status()
        return await answer.json()


async def add_people(api: str, many: int) -> None:
    """Let people 1 to `many` have started the bot, each in a private chat of the same number."""
    for first in range(1, many + 1, ACTS_AT_ONCE):
        numbers = range(first, min(first + ACTS_AT_ONCE, many + 1))
        await tell_kit(
            api, "acts", [{"user_id": n, "act": "add", "started": True} for n in numbers]
        )


def find_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
