"""Door, Zalo OA: the webhook: signed with the OA's secret; 200 is said once the turn is stored."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import orjson
import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.zalo_oa.calls import Json
from bot.doorplates import read_body

log = structlog.get_logger(__name__)

SIGNATURE, TIMESTAMP = "x-zevent-signature", "x-zevent-timestamp"
MOST_BODY = 256 * 1024  # bytes; a message of 2,000 letters takes 8,000
RETURNED = (
    "Đã đồng ý. Chép địa chỉ của trang này vào cửa sổ lệnh đang chờ (nhipcau zalo-oa connect)."
)

TakeEvent = Callable[[Json], Awaitable[None]]


@dataclass
class Signs:
    """Check signatures: sha256 of app id, raw body, timestamp and the OA's secret.

    `source` is where the timestamp is taken from; `other` counts what only the other one fits.
    """

    app_id: str
    secret: str = field(repr=False)
    source: str  # header | body
    right: int = 0
    wrong: int = 0
    other: int = 0

    def are_right(self, body: bytes, event: Json, headers: dict[str, str]) -> bool:
        """Tell whether an event is the service's."""
        given = headers.get(SIGNATURE, "").removeprefix("mac=")
        stamps = {"header": headers.get(TIMESTAMP, ""), "body": str(event.get("timestamp", ""))}
        fits = {name: self._fits(given, body, stamp) for name, stamp in stamps.items()}
        right = fits[self.source]
        self.right += right
        self.wrong += not right
        if not right and any(fits.values()):
            self.other += 1
            log.warning("zalo-oa-other-timestamp", setting=self.source)
        return right

    def _fits(self, given: str, body: bytes, stamp: str) -> bool:
        signed = self.app_id.encode() + body + stamp.encode() + self.secret.encode()
        made = hashlib.sha256(signed).hexdigest()
        return bool(stamp) and hmac.compare_digest(made.encode(), given.encode())


def webhook_path(account: str) -> str:
    """Return where the service posts an account's events."""
    return f"/{account}/webhook"


def return_path(account: str) -> str:
    """Return where a sign-in of an account comes back."""
    return f"/{account}/connected"


def make_routes(account: str, signs: Signs, take: TakeEvent) -> list[Route]:
    """Return the route that events are posted to, and the one where a sign-in comes back."""

    async def receive(request: Request) -> Response:
        body = await read_body(request, MOST_BODY)
        if body is None:
            return Response(status_code=413)
        event = read_event_json(body)
        if event is None:
            return Response(status_code=400)
        if not signs.are_right(body, event, dict(request.headers)):
            return Response(status_code=403)
        try:
            await take(event)
        except Exception as error:
            log.warning("event-not-taken", error=type(error).__name__)
            return Response(status_code=503)  # it comes again, after 30 s first
        return Response(status_code=200)

    async def returned(_: Request) -> Response:
        return PlainTextResponse(RETURNED, headers={"Referrer-Policy": "no-referrer"})

    return [
        Route(webhook_path(account), receive, methods=["POST"]),
        Route(return_path(account), returned),
    ]


def read_event_json(body: bytes) -> Json | None:
    """Read an event, or None for what is none."""
    try:
        event = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return event if isinstance(event, dict) and "event_name" in event else None
