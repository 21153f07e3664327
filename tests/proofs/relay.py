"""Proofs: a road to the Bot API server that can be closed, as when the network or its names go."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from urllib.parse import urlsplit

CHUNK = 65536


class Relay:
    """Carry bytes to a server and back, while the road is open."""

    def __init__(self, url: str) -> None:
        self._host, self._target = urlsplit(url).hostname, urlsplit(url).port
        self._server: asyncio.Server | None = None
        self._ways: set[asyncio.StreamWriter] = set()
        self.port = 0

    @property
    def url(self) -> str:
        """Return the address of this end."""
        return f"http://127.0.0.1:{self.port}"

    async def open(self) -> None:
        """Let everybody through, at the same address as before."""
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Cut every connection and refuse new ones."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for way in list(self._ways):
            way.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(self._host, self._target)
        ways = {writer, back}
        self._ways |= ways
        try:
            await asyncio.gather(_pour(reader, back), _pour(there, writer))
        finally:
            self._ways -= ways
            for way in ways:
                way.transport.abort()


async def _pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while chunk := await reader.read(CHUNK):
            writer.write(chunk)
            await writer.drain()
        writer.write_eof()
