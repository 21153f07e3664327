"""The web server of this process: who closes an idle connection."""

from __future__ import annotations

import asyncio

import aiohttp
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from bot.serving import WebServer
from bot.settings import Settings

LONGEST_OF_PROXIES = 60.0  # seconds that nginx keeps an idle connection to who stands behind it


async def test_an_idle_connection_is_left_to_whoever_opened_it() -> None:
    web = WebServer(Settings(_env_file=None, web_port=0))
    await web.start(Starlette(routes=[Route("/", lambda _: Response())]))
    try:
        async with aiohttp.ClientSession() as client:
            async with client.get(f"http://127.0.0.1:{web.port}/") as answer:
                assert answer.status == 200
            assert web._server is not None
            [connection] = web._server.server_state.connections
            closes = connection.timeout_keep_alive_task.when()
            assert closes - asyncio.get_running_loop().time() > LONGEST_OF_PROXIES
    finally:
        await web.stop()
