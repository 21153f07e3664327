"""Door, web: the pages of the chat; a GET changes nothing, a POST is answered once stored."""

from __future__ import annotations

import math
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route

from bot.channels.web import photos, recovering
from bot.channels.web.assets import Assets
from bot.channels.web.bodies import (
    Posted,
    make_incoming,
    payload_of,
    read_fields,
    read_posted,
    row_number,
)
from bot.channels.web.downloads import make_download
from bot.channels.web.guard import GuardHeaders, comes_from_here
from bot.channels.web.history import History
from bot.channels.web.limits import Limits
from bot.channels.web.sessions import (
    find_chat_of,
    new_chat_id,
    open_chat,
    open_file,
    recovery_path,
    remember_chat,
    seal_chat,
)
from bot.channels.web.stream import MOST_STREAMS, Stream, wait_for
from bot.channels.web.views import Views
from bot.errors import Refused
from bot.lines import Heard
from bot.messages import Take
from bot.settings import Settings
from bot.text import LOCALES, say

MOST_LINES = 100
STATUS = {
    "web-from-elsewhere": 403,
    "web-no-chat": 403,
    "web-photo-unasked": 409,
    "picture-too-large": 413,
    "picture-unreadable": 415,
    "web-link-unknown": 404,
    "web-file-gone": 404,
    "web-too-long": 413,
    "web-no-files": 415,
    "web-too-fast": 429,
    "web-too-many-pages": 429,
}
View = Callable[["Pages", Request], Awaitable[Response]]


def guarded(view: View) -> View:
    """Refuse what another site posts, and answer every refusal in the person's words."""

    @wraps(view)
    async def answer(self: Pages, request: Request) -> Response:
        try:
            if request.method == "POST":
                self.check_origin(request)
            return await view(self, request)
        except Refused as refused:
            return await self.refuse(request, refused)

    return answer


@dataclass
class Pages:
    """Serve the chat page of one site."""

    settings: Settings
    history: History
    limits: Limits
    take: Take
    reply_wait: float  # seconds that a plain form waits for the reply, to show it at once
    views: Views = field(init=False)
    darkroom: photos.Darkroom = field(default_factory=photos.Darkroom)

    def __post_init__(self) -> None:
        self.views = Views(self.settings)

    def routes(self) -> Sequence[BaseRoute]:
        """Return every path, with what may be asked of it."""
        paths: list[tuple[str, str, View]] = [
            ("GET", "/chat", Pages.show_chat),
            ("POST", "/chat/start", Pages.start),
            ("POST", "/chat/messages", Pages.post_message),
            ("POST", "/chat/photos", guarded(photos.post_photo)),
            ("GET", "/chat/events", Pages.stream),
            ("GET", "/chat/files/{token}", Pages.send_file),
            ("GET", "/chat/r/{token}", guarded(recovering.show_recovery)),
            ("POST", "/chat/r/{token}", guarded(recovering.recover)),
            ("POST", "/chat/renew", guarded(recovering.renew)),
        ]
        headers = [Middleware(GuardHeaders)]
        pages = [
            Route(path, self._bind(view), methods=[method], middleware=headers)
            for method, path, view in paths
        ]
        return [*pages, Mount(self.views.assets, Assets(), middleware=headers)]

    @guarded
    async def show_chat(self, request: Request) -> Response:
        """Show the history and where to write, or a welcome to who is new."""
        chat = find_chat_of(self.settings, request)
        payload = payload_of(request.query_params.get("start", ""))
        if chat is None:
            return self._welcome(request, payload)
        before = row_number(request.query_params.get("before", "")) or None
        rows = await self.history.find_latest(chat, most=MOST_LINES, before=before)
        standing = await self.history.find_standing(chat)
        return self.views.page(
            "chat.html",
            standing.locale,
            rows=rows,
            live=before is None,
            older=rows[0].id if len(rows) == MOST_LINES else None,
            payload=payload,
            new_id=secrets.token_urlsafe(12),
            recovery=self._address(request) + recovery_path(self.settings, chat),
            renewal=recovering.make_ticket(self.settings, chat),
        )

    def _welcome(self, request: Request, payload: str) -> Response:
        wanted = request.query_params.get("lang", "")
        return self.views.page(
            "welcome.html",
            wanted if wanted in LOCALES else "vi",
            payload=payload,
            ticket=seal_chat(self.settings, "start", new_chat_id()),
        )

    @guarded
    async def start(self, request: Request) -> Response:
        """Open a chat for who has none, and take the first hello; a double press opens one."""
        self.check_pace(request)
        fields = await read_fields(request)
        payload, ticket = payload_of(fields.get("start")), str(fields.get("ticket", ""))
        known = find_chat_of(self.settings, request)
        chat = known or open_chat(self.settings, "start", ticket) or new_chat_id()
        if not known or payload:
            posted = Posted(ticket or secrets.token_urlsafe(12), text=f"/start {payload}".strip())
            lang = str(fields.get("lang", ""))
            await self._take(chat, posted, locale=lang if lang in LOCALES else "")
        return self.back_to_chat(request, chat)

    @guarded
    async def post_message(self, request: Request) -> Response:
        """Take what was written or pressed: stored when answered, once for each id."""
        chat = self.chat_of(request)
        _check_wait(self.limits.wait_to_write(chat, _address_of(request)))
        return await self.store(request, chat, await read_posted(request))

    async def store(self, request: Request, chat: str, posted: Posted) -> Response:
        """Store what was posted and take it, and answer when that is done."""
        heard = await self.history.store_own(chat, posted)
        if not _speaks_json(request):
            await self._take(chat, posted, heard)
            return self.back_to_chat(request, chat)
        await self.take(make_incoming(chat, posted, heard))
        response = JSONResponse({"stored": posted.id})
        remember_chat(self.settings, request, response, chat)
        return response

    @guarded
    async def stream(self, request: Request) -> Response:
        """Stream what arrives, from the last line that the page has."""
        chat = self.chat_of(request)
        if self.history.bells.count(chat) >= MOST_STREAMS:
            raise Refused("web-too-many-pages")
        standing = await self.history.find_standing(chat)
        after = request.headers.get("last-event-id") or request.query_params.get("after", "")
        stream = Stream(
            self.history.database,
            self.history.bells,
            chat,
            lambda row: self.views.line(row, standing),
            row_number(after),
            row_number(request.query_params.get("since", "")),
        )
        headers = {"X-Accel-Buffering": "no"}
        return StreamingResponse(stream.events(), media_type="text/event-stream", headers=headers)

    @guarded
    async def send_file(self, request: Request) -> Response:
        """Hand out a file that was sent to this browser's chat, while it is kept."""
        chat = self.chat_of(request)
        number = open_file(self.settings, chat, request.path_params["token"])
        still = number is not None and await self.history.is_known(chat)  # not given up since
        row = await self.history.find_file(number) if number is not None and still else None
        if row is None:
            raise Refused("web-file-gone")
        return make_download(row)

    def check_origin(self, request: Request) -> None:
        """Raise Refused when another site's page posts."""
        if not comes_from_here(request.headers, self.settings.public_url):
            raise Refused("web-from-elsewhere")

    def check_pace(self, request: Request) -> None:
        """Raise Refused when chats are opened too fast from one address."""
        _check_wait(self.limits.wait_to_start(_address_of(request)))

    def check_photo_pace(self, request: Request, chat: str) -> None:
        """Raise Refused when a chat sends photos too fast."""
        _check_wait(self.limits.wait_to_send_photo(chat, _address_of(request)))

    async def refuse(self, request: Request, refused: Refused) -> Response:
        """Say why not, as a page or as JSON."""
        chat = find_chat_of(self.settings, request)
        locale = (await self.history.find_standing(chat)).locale if chat else "vi"
        sentence = say(locale, refused.code, **refused.values)
        status = STATUS.get(refused.code, 400)
        response: Response
        if _speaks_json(request):
            response = JSONResponse({"error": sentence}, status)
        else:
            response = self.views.page("sorry.html", locale, status=status, sentence=sentence)
        if "seconds" in refused.values:
            response.headers["Retry-After"] = str(refused.values["seconds"])
        return response

    async def _take(
        self, chat: str, posted: Posted, heard: Heard | None = None, *, locale: str = ""
    ) -> None:
        """Take what a plain form posted, and wait a moment for the reply."""
        with self.history.bells.listen(chat) as bell:
            await self.take(make_incoming(chat, posted, heard, locale=locale))
            await wait_for(bell, self.reply_wait)

    def chat_of(self, request: Request) -> str:
        """Return the chat of this browser, or raise Refused where it has none."""
        chat = find_chat_of(self.settings, request)
        if chat is None:
            raise Refused("web-no-chat")
        return chat

    def back_to_chat(self, request: Request, chat: str) -> Response:
        """Show a chat, which this browser keeps from now on."""
        response = RedirectResponse("/chat#end", 303)
        remember_chat(self.settings, request, response, chat)
        return response

    def _address(self, request: Request) -> str:
        return self.settings.public_url or str(request.base_url).rstrip("/")

    def _bind(self, view: View) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            return await view(self, request)

        return answer


def _check_wait(seconds: float) -> None:
    if seconds:
        raise Refused("web-too-fast", seconds=math.ceil(seconds))


def _address_of(request: Request) -> str:
    return request.client.host if request.client else ""


def _speaks_json(request: Request) -> bool:
    return request.headers.get("content-type", "").startswith(("application/json", "image/"))
