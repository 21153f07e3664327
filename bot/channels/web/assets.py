"""Door, web: styles, scripts and letters, under an address that changes when they do."""

from __future__ import annotations

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.channels.web.views import STATIC

FOREVER = "public, max-age=31536000, immutable"


class Assets(StaticFiles):
    """Serve the static files, to be kept for good."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return one file."""
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = FOREVER
        return response
