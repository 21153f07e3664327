"""Door, Telegram: the webhook; 2xx is said only once the update's turn is stored."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import orjson
import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.telegram.updates import Json
from bot.doorplates import Doorplate, read_body

log = structlog.get_logger(__name__)

SECRET_HEADER = "x-telegram-bot-api-secret-token"
MOST_BODY = 1024 * 1024  # bytes; a message of 4,096 letters with 100 entities takes 40,000
RETRY_SECONDS = 5  # the Bot API server honours Retry-After

TakeUpdate = Callable[[Json], Awaitable[None]]


def make_route(plate: Doorplate, take: TakeUpdate) -> Route:
    """Return the route that Telegram posts updates to."""

    async def receive(request: Request) -> Response:
        if not plate.admits(request.headers.get(SECRET_HEADER, "")):
            return Response(status_code=403)
        body = await read_body(request, MOST_BODY)
        if body is None:
            return Response(status_code=413)
        update = read_json(body)
        if update is None:
            return Response(status_code=400)
        try:
            await take(update)
        except Exception as error:
            log.warning("update-not-taken", error=type(error).__name__)
            return Response(status_code=503, headers={"Retry-After": str(RETRY_SECONDS)})
        return Response(status_code=200)

    return Route(plate.path, receive, methods=["POST"])


def read_json(body: bytes) -> Json | None:
    """Read an update, or None for what is none."""
    try:
        update = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return update if isinstance(update, dict) and "update_id" in update else None
