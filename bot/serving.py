"""Ground: the web server of this process, started and stopped with the rest."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from bot.errors import BadSettings
from bot.settings import Settings

# seconds that an idle connection stays open: longer than proxies and platforms keep one (60 is
# nginx's), so that it is they who close it. A request that meets our closing half-way is lost,
# and not every platform posts again.
KEEP_ALIVE = 75


class QuietServer(uvicorn.Server):
    """Serve without taking the process's signals: they stop the whole site, not its web alone."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, and say so."""
        try:
            await super().startup(sockets)
        finally:
            self.listening.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the site."""
        yield


class WebServer:
    """Serve one application on the settings' address, inside the running loop."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._server: QuietServer | None = None
        self._task: asyncio.Task[None] | None = None
        self.port = settings.web_port

    async def start(self, app: ASGIApp) -> None:
        """Listen; raise BadSettings when the address is taken."""
        listener = self._listen()
        self.port = listener.getsockname()[1]
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=2,
            timeout_keep_alive=KEEP_ALIVE,
            server_header=False,
        )
        self._server = QuietServer(config)
        self._task = asyncio.create_task(self._server.serve([listener]), name="web")
        await self._server.listening.wait()

    async def stop(self) -> None:
        """Stop listening and let open requests end, for two seconds at most."""
        if self._server is not None and self._task is not None:
            self._server.should_exit = True
            await self._task

    def _listen(self) -> socket.socket:
        address = (self._settings.web_host, self._settings.web_port)
        listener = socket.socket(socket.AF_INET)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
        except OSError as error:
            listener.close()
            wrong = "HOST" if isinstance(error, socket.gaierror) else "PORT"
            raise BadSettings(
                f"NHIPCAU_WEB_{wrong}: {address[0]}:{address[1]} cannot be listened on "
                f"({error.strerror}); choose another {wrong.lower()}"
            ) from error
        return listener
