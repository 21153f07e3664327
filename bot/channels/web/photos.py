"""Door, web: a photo that answers a question, made anew before anything is stored.

Law: it is read only where the page was asked for one, and its original is never written down.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from bot.channels.web.bodies import Posted, check_id, read_body, row_number
from bot.errors import Refused
from bot.messages import PICTURES, Received
from bot.pictures import MOST_BYTES, Picture, clean

if TYPE_CHECKING:
    from bot.channels.web.pages import Pages

MOST_AT_ONCE = 8  # photos in memory
PATIENCE = 120.0  # seconds; a phone at the edge of its network needs most of them
BUSY = 5  # seconds until somebody whose photo found no place tries again


@dataclass
class Darkroom:
    """Read photos, few at a time, and make one after the other anew from its points."""

    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_AT_ONCE))
    _table: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def develop(self, request: Request) -> Picture:
        """Return what a request brings as it may be kept, or raise Refused."""
        if self._places.locked():
            raise Refused("web-too-fast", seconds=BUSY)
        async with self._places:
            try:
                async with asyncio.timeout(PATIENCE):
                    data = await read_body(request, most=MOST_BYTES, too_long=_say_too_large)
            except TimeoutError as late:
                raise Refused("web-not-understood") from late
            async with self._table:  # a large one takes much memory for a moment
                return await asyncio.to_thread(clean, data)


async def post_photo(pages: Pages, request: Request) -> Response:
    """Take a photo where one is asked for: stored when answered, once for each id."""
    try:
        chat, posted = await _check(pages, request)
    except Refused:
        await _pass_over(request)
        raise
    picture = await pages.darkroom.develop(request)
    photo = Received(
        posted.id, "photo.jpg", picture.media_type, len(picture.data), content=picture.data
    )
    return await pages.store(request, chat, Posted(posted.id, ref=posted.ref, photo=photo))


async def _check(pages: Pages, request: Request) -> tuple[str, Posted]:
    """Return whose photo it is and what it answers, before any of it is read."""
    chat = pages.chat_of(request)
    pages.check_photo_pace(request, chat)
    if request.headers.get("content-type", "") not in PICTURES:
        raise Refused("picture-unreadable")
    asked = request.query_params
    posted = Posted(check_id(asked.get("id", "")), ref=row_number(asked.get("ref", "")))
    if not await pages.history.wants_photo(chat, posted.ref, posted.id):
        raise Refused("web-photo-unasked")
    return chat, posted


async def _pass_over(request: Request) -> None:
    """Let what is being sent pass by: a browser that is cut off would try again for ever."""
    with suppress(ClientDisconnect, TimeoutError):
        async with asyncio.timeout(PATIENCE):
            passed = 0
            async for chunk in request.stream():
                passed += len(chunk)
                if passed > MOST_BYTES:
                    return


def _say_too_large() -> Refused:
    return Refused("picture-too-large", most=MOST_BYTES // 1024**2)
