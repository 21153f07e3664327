"""Ground: webhooks: where a platform finds us, how it shows that it is the one, what it posts."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request


@dataclass(frozen=True, repr=False)
class Doorplate:
    """Hold where a platform finds one account and how it shows who it is; both are secrets."""

    path: str
    secret: str

    @classmethod
    def of(cls, platform: str, secret_key: str, token: str) -> Doorplate:
        """Derive both from the site's key, so that they are the same after a restart."""
        name = f"nhipcau.{platform}.webhook"
        return cls(
            path=f"/{platform}/{_derive(secret_key, f'{name}.path:{token}')[:32]}",
            secret=_derive(secret_key, f"{name}.secret:{token}"),
        )

    def admits(self, given: str) -> bool:
        """Tell whether who knocks knows the secret, in a time that tells nothing of it."""
        return hmac.compare_digest(given.encode(), self.secret.encode())


async def read_body(request: Request, most: int) -> bytes | None:
    """Read what was posted, or None when it is too much."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                return None
    except ClientDisconnect:
        return b""  # nobody waits for the answer; the platform will post it again
    return bytes(body)


def _derive(secret_key: str, name: str) -> str:
    return hmac.new(secret_key.encode(), name.encode(), hashlib.sha256).hexdigest()
