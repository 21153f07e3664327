"""The kit's Official Account does what the notes say of the real one."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from tests.kit.zalo.oa_server import APP_ID, APP_SECRET, OfficialAccountServer
from tests.kit.zalo.oa_world import CONSULT_PRICE, DAY, HOUR

Json = dict[str, Any]
BUTTON = {"title": "Có", "type": "oa.query.hide", "payload": "x"}


class Moment:
    """Hold the time of the kit's server."""

    at = 1_000_000.0

    def __call__(self) -> float:
        return self.at


@asynccontextmanager
async def opened() -> AsyncIterator[tuple[OfficialAccountServer, Moment, aiohttp.ClientSession]]:
    moment = Moment()
    async with OfficialAccountServer(now=moment) as server, aiohttp.ClientSession() as client:
        yield server, moment, client


async def post(client: aiohttp.ClientSession, url: str, **given: Any) -> Json:
    async with client.post(url, **given) as answer:
        told: Json = await answer.json(content_type=None)
        return told


def cs(who: str, text: str = "Chào", buttons: list[Json] | None = None) -> Json:
    message: Json = {"text": text}
    if buttons:
        message["attachment"] = {"type": "template", "payload": {"buttons": buttons}}
    return {"recipient": {"user_id": who}, "message": message}


async def test_a_code_is_exchanged_once_and_a_refresh_token_works_once() -> None:
    verifier = "v" * 43
    digest = hashlib.sha256(verifier.encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    asked = {"app_id": APP_ID, "redirect_uri": "https://x.example/", "code_challenge": challenge}
    async with opened() as (server, moment, client):
        url = f"{server.url}/v4/oa/permission"
        async with client.get(url, params=asked, allow_redirects=False) as answer:
            query = answer.headers["Location"].partition("?")[2]
        code = dict(pair.split("=") for pair in query.split("&"))["code"]
        token_url, headers = f"{server.url}/v4/oa/access_token", {"secret_key": APP_SECRET}
        form = {"app_id": APP_ID, "code": code, "grant_type": "authorization_code"}
        wrong = await post(
            client, token_url, data={**form, "code_verifier": "w" * 43}, headers=headers
        )
        assert wrong["error"] == -14020
        pair = server.world.tokens.give()
        again = {"app_id": APP_ID, "grant_type": "refresh_token"}
        again["refresh_token"] = pair["refresh_token"]
        fresh = await post(client, token_url, data=again, headers=headers)
        assert fresh["expires_in"] == "90000"
        assert (await post(client, token_url, data=again, headers=headers))["error"] == -14014
        assert server.world.tokens.used_twice == 1
        server.world.person("7").last_at = moment.at
        url, token = f"{server.url}/v3.0/oa/message/cs", {"access_token": fresh["access_token"]}
        assert (await post(client, url, json=cs("7"), headers=token))["error"] == 0
        moment.at += 25 * HOUR
        assert (await post(client, url, json=cs("7"), headers=token))["error"] == -220
        bad = {"access_token": "no"}
        assert (await post(client, url, json=cs("7"), headers=bad))["error"] == -216


AGES = [(0.0, 0, 0), (47 * HOUR, 0, 0), (49 * HOUR, 0, CONSULT_PRICE), (7 * DAY, -230, None)]


@pytest.mark.parametrize(("age", "error", "price"), AGES)
async def test_windows_decide_what_a_message_costs(
    age: float, error: int, price: int | None
) -> None:
    async with opened() as (server, moment, client):
        server.world.person("7").last_at = moment.at
        moment.at += age
        token = {"access_token": server.world.tokens.give()["access_token"]}
        told = await post(client, f"{server.url}/v3.0/oa/message/cs", json=cs("7"), headers=token)
        assert told["error"] == error
        assert [one["price"] for one in server.world.log] == ([] if price is None else [price])


async def test_limits_quotas_templates_and_faults() -> None:
    async with opened() as (server, moment, client):
        world, url = server.world, f"{server.url}/v3.0/oa/message/cs"
        token = {"access_token": world.tokens.give()["access_token"]}

        async def send(body: Json, path: str = url) -> int:
            return int((await post(client, path, json=body, headers=token))["error"])

        assert await send(cs("7")) == -213
        world.person("7").last_at = moment.at
        assert await send(cs("7", "a" * 2001)) == -201
        assert await send(cs("7", buttons=[BUTTON] * 6)) == -201
        assert await send(cs("7", buttons=[BUTTON] * 5)) == 0
        world.rate = 1
        moment.at += 2
        assert [await send(cs("7")), await send(cs("7"))] == [0, -32]
        world.rate = None
        world.consult_quota = 1
        moment.at += 3 * DAY
        token["access_token"] = world.tokens.give()["access_token"]
        assert [await send(cs("7")), await send(cs("7"))] == [0, -211]
        template_url = f"{server.url}/message/template"
        server.add_template("101", "Kính gửi <ten>.")
        body = {"user_id": "7", "template_id": "101", "template_data": {"ten": "bác Lan"}}
        assert await send(body, template_url) == 0
        assert world.log[-1]["text"] == "Kính gửi bác Lan."
        assert await send({**body, "template_data": {}}, template_url) == -1321
        world.person("7").phone = "84912345678"
        by_phone = {**body, "user_id": "", "phone": "84912345678"}
        assert await send(by_phone, template_url) == 0
        assert [one["price"] for one in world.log[-2:]] == [200, 300]
        server.break_next("/message/template", error=-32)
        assert await send(body, template_url) == -32
        server.break_next("/message/template", cut="after")
        with pytest.raises(aiohttp.ClientError):
            await send(body, template_url)
        assert len(world.log) == 6, "taken, though nobody heard of it"


async def test_it_starts_alone() -> None:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.kit.zalo.oa", "--port", "0", stdout=asyncio.subprocess.PIPE
    )
    assert child.stdout is not None
    try:
        line = (await asyncio.wait_for(child.stdout.readline(), 20)).decode()
        address = line.split()[-1]
        async with aiohttp.ClientSession() as client, client.get(f"{address}/kit/log") as answer:
            assert await answer.json() == {"messages": [], "used_twice": 0}
    finally:
        child.terminate()
        await child.wait()
