"""Door, Zalo bot: the webhook; 2xx is said only once the event's turn is stored."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import orjson
import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.doorplates import Doorplate, read_body

log = structlog.get_logger(__name__)

SECRET_HEADER = "x-bot-api-secret-token"
MOST_BODY = 256 * 1024  # bytes; a message of 2,000 letters takes 8,000

TakeBody = Callable[[Any], Awaitable[None]]


def make_route(plate: Doorplate, take: TakeBody) -> Route:
    """Return the route that events are posted to.

    Whatever else is posted with the secret is answered well: the platform tries the address with
    a request whose form is not documented.
    """

    async def receive(request: Request) -> Response:
        if not plate.admits(request.headers.get(SECRET_HEADER, "")):
            return Response(status_code=403)
        body = await read_body(request, MOST_BODY)
        if body is None:
            return Response(status_code=413)
        try:
            await take(read_json(body))
        except Exception as error:
            log.warning("update-not-taken", error=type(error).__name__)
            return Response(status_code=503)
        return Response(status_code=200)

    return Route(plate.path, receive, methods=["POST"])


def read_json(body: bytes) -> Any:
    """Read what was posted, or None for what is no JSON."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
