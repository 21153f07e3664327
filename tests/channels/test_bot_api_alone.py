"""The Bot API server for tests runs alone and logs what it took."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from typing import TYPE_CHECKING

import aiohttp
import pytest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def start_alone(log: Path) -> tuple[asyncio.subprocess.Process, str]:
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.kit.bot_api", "--port", "0", "--token", "9:x", "--log", str(log)),
        stdout=asyncio.subprocess.PIPE,
    )
    assert child.stdout
    line = (await asyncio.wait_for(child.stdout.readline(), 20)).decode()
    return child, line.split("base_url ")[1].strip(")\n").removesuffix("/bot")


async def test_alone_it_logs_each_message_that_it_took_even_across_a_kill(
    client: aiohttp.ClientSession, tmp_path: Path
) -> None:
    log = tmp_path / "taken.jsonl"
    numbers = []
    for text in ("một", "hai"):
        child, url = await start_alone(log)
        started = await client.post(f"{url}/kit/users/7/start", json={})
        numbers.append((await started.json())["update_id"])
        await asyncio.sleep(1.01)  # the numbers go by the clock's seconds
        await client.post(f"{url}/kit/faults", json={"kind": "reset_after"})
        with pytest.raises(aiohttp.ClientError):
            await client.post(f"{url}/bot9:x/sendMessage", json={"chat_id": 7, "text": text})
        child.send_signal(signal.SIGKILL)
        await child.wait()

    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [line["text"] for line in lines] == ["một", "hai"]
    assert {*lines[0]} == {"at", "chat_id", "message_id", "text", "method"}
    assert lines[0]["at"] < lines[1]["at"]
    assert numbers[0] < numbers[1]


async def test_alone_it_stops_when_asked(tmp_path: Path) -> None:
    child, _ = await start_alone(tmp_path / "taken.jsonl")

    child.send_signal(signal.SIGTERM)

    assert await asyncio.wait_for(child.wait(), 5) == 0
