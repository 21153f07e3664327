"""Ground: kept files at addresses that a platform, and nobody else, is told."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import files
from bot.clock import Clock
from bot.db import Database
from bot.messages import Attachment
from bot.text import say

MARK = 32  # letters that nobody guesses
MOST_NAME = 120
MOST_NOTE = 300  # letters of the line that stands for a file
LOCALE = "vi"


@dataclass
class Showcase:
    """Serve the files that an account's messages carry, where the world can reach us."""

    account: str
    public_url: str
    key: str = field(repr=False)
    database: Database
    clock: Clock

    def address_of(self, attachment: Attachment) -> str:
        """Return where a file can be had; empty where the world does not reach us."""
        if not self.public_url:
            return ""
        return f"{self.public_url}{self._place}/{attachment.file}/{self._mark(attachment.file)}"

    def note_of(self, attachment: Attachment, contact: str) -> str:
        """Return the line that stands for a file which the platform does not carry."""
        address = self.address_of(attachment)
        key = "zalo-file" if address else "zalo-file-elsewhere"
        name = attachment.name[:MOST_NAME]
        return say(LOCALE, key, name=name, address=address, contact=contact or "-")

    def route(self) -> Route:
        """Return the route that shows them."""
        return Route(f"{self._place}/{{number:int}}/{{mark}}", self._show, methods=["GET"])

    async def _show(self, request: Request) -> Response:
        number, given = request.path_params["number"], request.path_params["mark"]
        if not hmac.compare_digest(given.encode(), self._mark(number).encode()):
            return Response(status_code=404)
        async with self.database.reading() as session:
            file = await files.find(session, number, now=self.clock.now())
            if file is None or not file.content:
                return Response(status_code=404)
            content, media_type = file.content, file.media_type
        shown = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=86400"}
        if not media_type.startswith("image/"):
            shown["Content-Disposition"] = "attachment"
        return Response(content, media_type=media_type, headers=shown)

    @property
    def _place(self) -> str:
        return f"/zalo/{self.account}/files"

    def _mark(self, number: int) -> str:
        name = f"nhipcau.zalo.file:{self.account}:{number}"
        return hmac.new(self.key.encode(), name.encode(), hashlib.sha256).hexdigest()[:MARK]
