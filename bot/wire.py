"""Ground: HTTP that tells what never left from what may have arrived, and writes for who holds."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp

from bot.cluster import may_write
from bot.pacing import note_answer, note_wire


class Withheld(aiohttp.ClientError):
    """The account was lost while the request waited for its connection."""


class PacedRequest(aiohttp.ClientRequest):
    """Tell the pacer when a request has its connection: then it is written, not when granted."""

    async def send(self, conn: Any) -> aiohttp.ClientResponse:
        """Write the request, unless the account is held elsewhere by now."""
        if not may_write():
            raise Withheld
        note_wire()
        return await super().send(conn)


class PacedResponse(aiohttp.ClientResponse):
    """Tell the pacer when a request is answered: by then it has arrived."""

    async def start(self, connection: Any) -> aiohttp.ClientResponse:
        """Read the head of the answer."""
        started = await super().start(connection)
        note_answer()
        return started


def never_left(error: Exception) -> bool:
    """Tell of a failed request whether it surely has not arrived."""
    return isinstance(
        error,
        aiohttp.ClientConnectorError
        | aiohttp.ConnectionTimeoutError
        | aiohttp.ClientHttpProxyError
        | aiohttp.InvalidURL
        | Withheld,
    )


def find_proxy(address: str) -> str | None:
    """Return the proxy that the environment names for an address, as other clients heed it."""
    parts = urlsplit(address)
    if not parts.hostname or proxy_bypass(parts.hostname):
        return None
    named = getproxies()
    return named.get(parts.scheme) or named.get("all")
