"""Door, Telegram: the webhook; 2xx is said only once the update's turn is stored."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import orjson
import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.telegram.updates import Json

log = structlog.get_logger(__name__)

SECRET_HEADER = "x-telegram-bot-api-secret-token"
MOST_BODY = 1024 * 1024  # bytes; a message of 4,096 letters with 100 entities takes 40,000
RETRY_SECONDS = 5  # the Bot API server honours Retry-After

TakeUpdate = Callable[[Json], Awaitable[None]]


@dataclass(frozen=True, repr=False)
class Doorplate:
    """Hold where Telegram finds us and how it shows that it is Telegram; both are secrets."""

    path: str
    secret: str

    @classmethod
    def of(cls, secret_key: str, token: str) -> Doorplate:
        """Derive both from the site's key, so that they are the same after a restart."""
        return cls(
            path=f"/telegram/{_derive(secret_key, 'path', token)[:32]}",
            secret=_derive(secret_key, "secret", token),
        )


def make_route(plate: Doorplate, take: TakeUpdate) -> Route:
    """Return the route that Telegram posts updates to."""

    async def receive(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), plate.secret.encode()):
            return Response(status_code=403)
        body = await read_body(request)
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


async def read_body(request: Request) -> bytes | None:
    """Read what was posted, or None when it is too much."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MOST_BODY:
                return None
    except ClientDisconnect:
        return b""  # nobody waits for the answer; Telegram will post it again
    return bytes(body)


def read_json(body: bytes) -> Json | None:
    """Read an update, or None for what is none."""
    try:
        update = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return update if isinstance(update, dict) and "update_id" in update else None


def _derive(secret_key: str, purpose: str, token: str) -> str:
    name = f"nhipcau.telegram.webhook.{purpose}:{token}"
    return hmac.new(secret_key.encode(), name.encode(), hashlib.sha256).hexdigest()
