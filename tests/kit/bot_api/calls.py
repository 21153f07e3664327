"""The bare client: asks a server in JSON, for tests that want no library in between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import aiohttp

    from tests.kit.bot_api.server import BotApiServer


def ask(server: BotApiServer, client: aiohttp.ClientSession, method: str, **told: Any) -> Any:
    """Ask, to be awaited or entered for the whole answer."""
    return client.post(f"{server.base_url}{server.token}/{method}", json=told)


async def result(
    server: BotApiServer, client: aiohttp.ClientSession, method: str, **told: Any
) -> Any:
    """Ask and return the result, or the description of a refusal."""
    async with ask(server, client, method, **told) as answer:
        read = await answer.json()
    return read["result"] if read["ok"] else read["description"]
