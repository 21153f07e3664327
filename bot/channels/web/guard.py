"""Door, web: what every page is wrapped in: a strict content policy, and no writing from afar."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    [
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("script", "style", "font", "img", "connect")),
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    # Nothing leaves this site. Under "no-referrer" a browser would send `Origin: null` with our
    # own forms, and over plain http, without Sec-Fetch-Site, nothing could tell them from others'.
    "referrer-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class GuardHeaders:
    """Add the headers of every page; what says nothing else of it is stored nowhere."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with the headers."""

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        await self._app(scope, receive, send_guarded)


def comes_from_here(headers: Headers, public_url: str) -> bool:
    """Say whether a POST was made by a page of ours, or by no browser at all.

    Sec-Fetch-Site decides; older browsers, and plain http, tell by Origin. No page of another
    site can leave both out.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None:
        return True
    ours = {headers.get("host", ""), urlsplit(public_url).netloc} - {""}
    return urlsplit(origin).netloc in ours
