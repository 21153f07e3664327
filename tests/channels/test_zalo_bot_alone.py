"""The kit's Bot Platform does what the notes say of the real one, and refuses what they do not."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.kit.zalo.bot_faults import Fault
from tests.kit.zalo.bot_methods import find_wrong
from tests.kit.zalo.bot_server import ZaloBotServer
from tests.kit.zalo.bot_world import Settings

ROOT = Path(__file__).parents[2]
DECEMBER = 1_796_083_200.0  # 01/12/2026 07:00 in Viet Nam


class Moment:
    """Hold the time of the kit's server."""

    at = DECEMBER

    def __call__(self) -> float:
        return self.at


class Client:
    """Ask the server as a bot does."""

    def __init__(self, server: ZaloBotServer, session: aiohttp.ClientSession) -> None:
        self.server, self._session = server, session

    async def ask(self, method: str, **given: Any) -> dict[str, Any]:
        """Return the answer's body, whatever its status."""
        url = f"{self.server.url}/bot{self.server.bot.settings.token}/{method}"
        async with self._session.post(url, json=given) as answer:
            assert answer.status == 200, "an error hides in a body"
            told: dict[str, Any] = await answer.json()
            return told


@pytest.fixture
async def moment() -> Moment:
    return Moment()


@pytest.fixture
async def client(moment: Moment) -> AsyncIterator[Client]:
    settings = Settings(quota=2, cap=1, now=moment)
    async with ZaloBotServer(settings) as server, aiohttp.ClientSession() as session:
        yield Client(server, session)


@pytest.mark.parametrize(
    ("method", "given", "wrong"),
    [
        ("sendMessage", {"chat_id": "a", "text": "x" * 2000}, ""),
        ("sendMessage", {"chat_id": "a", "text": "x" * 2001}, "text: must be 1-2000 characters"),
        ("sendMessage", {"chat_id": 7, "text": "x"}, "chat_id: must be an id, a string"),
        ("sendMessage", {"chat_id": "a"}, "text: is missing"),
        ("sendMessage", {"chat_id": "a", "text": "x", "buttons": []}, "there is no such field"),
        (
            "sendMessage",
            {"chat_id": "a", "text": "xy", "text_styles": [{"start": 1, "len": 2, "st": ["b"]}]},
            "a run ends behind the text",
        ),
        ("sendPhoto", {"chat_id": "a", "photo": "file.jpg"}, "photo: must be an address"),
        ("setWebhook", {"url": "https://a.vn/x", "secret_token": "short"}, "8-256 characters"),
        ("sendVoice", {"chat_id": "a", "voice_url": "https://a.vn/x.mp3"}, "must end in .aac"),
    ],
)
def test_requests_are_held_to_the_table(method: str, given: dict[str, Any], wrong: str) -> None:
    assert wrong in "; ".join(find_wrong(method, given))
    assert bool(wrong) == bool(find_wrong(method, given))


async def test_the_months_quota_ends_and_begins_anew(client: Client, moment: Moment) -> None:
    bot = client.server.bot
    bot.say(1, text="xin chào")
    chat = bot.person(1).id
    for _ in range(2):
        assert (await client.ask("sendMessage", chat_id=chat, text="Chào"))["ok"]
    refused = await client.ask("sendMessage", chat_id=chat, text="Chào")
    assert (refused["error_code"], refused["description"]) == (429, "Quota exceeded")
    assert "retry_after" not in str(refused)

    moment.at += 31 * 86_400
    assert (await client.ask("sendMessage", chat_id=chat, text="Chào"))["ok"]
    assert bot.spent == {"2026-12": 2, "2027-01": 1}


async def test_a_full_bot_hears_nobody_new_and_writes_to_nobody_unknown(client: Client) -> None:
    bot = client.server.bot
    assert bot.say(1, text="một") is not None
    assert bot.say(2, text="hai") is None
    assert bot.say(1, text="lại một") is not None
    assert bot.turned_away == {bot.person(2).id}
    assert (await client.ask("sendMessage", chat_id="nobody", text="x"))["error_code"] == 404


async def test_polling_hands_out_one_event_that_is_gone_with_that(client: Client) -> None:
    bot = client.server.bot
    first, second = bot.say(1, text="một"), bot.say(1, text="hai")
    assert (await client.ask("getUpdates", timeout=1))["result"] == first
    assert (await client.ask("getUpdates", timeout="1"))["result"] == second
    assert (await client.ask("getUpdates", timeout=0))["error_code"] == 408


async def test_a_private_address_is_no_webhook(client: Client) -> None:
    secret = "a secret for tests"
    for url in ("https://192.168.1.9/zalo", "https://localhost/zalo", "http://phuong.vn/zalo"):
        told = await client.ask("setWebhook", url=url, secret_token=secret)
        assert told["error_code"] == 400
    assert (await client.ask("getWebhookInfo"))["result"]["url"] == ""


async def test_faults_strike_in_their_turn(client: Client) -> None:
    bot = client.server.bot
    bot.say(1, text="xin chào")
    bot.faults.add(Fault(kind="403", method="sendMessage", after=1, taken=True))
    chat = bot.person(1).id
    answers = [await client.ask("sendMessage", chat_id=chat, text=str(n)) for n in range(2)]
    assert [answer.get("error_code") for answer in answers] == [None, 403]
    assert len(bot.person(1).inbox) == 2, "it was taken all the same"


async def test_it_starts_alone(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.kit.zalo", "--port", "0", "--log", "zalo.jsonl"]
    child = await asyncio.create_subprocess_exec(
        *command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    url = (await child.stdout.readline()).decode().split()[-1]
    async with aiohttp.ClientSession(url) as session:
        async with session.post("/kit/5150/said", json={"who": 1, "text": "xin chào"}) as answer:
            chat = (await answer.json())["message"]["chat"]["id"]
        sending = {"chat_id": chat, "text": "Chào bác"}
        async with session.post("/bot5150:kit-zalo-bot-token/sendMessage", json=sending) as answer:
            assert (await answer.json())["ok"]
        async with session.get("/kit/5150/inboxes") as answer:
            assert (await answer.json())[chat][0]["text"] == "Chào bác"
    child.terminate()
    assert await child.wait() == 0
    assert "Chào bác" in (tmp_path / "zalo.jsonl").read_text("utf-8")
