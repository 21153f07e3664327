"""Door, web: what a browser posted, read with a limit and made of our words, or refused."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.requests import ClientDisconnect, Request

from bot.errors import Refused
from bot.lines import Heard
from bot.messages import Incoming, Kind, Received
from bot.words import nfc

MOST_BODY = 64 * 1024  # bytes; 4,000 letters take 48,000 when every one is escaped
MOST_TEXT = 4000
MOST_ROW = 2**31 - 1  # an INTEGER of PostgreSQL
FORM = "application/x-www-form-urlencoded"
ACCOUNT = "web"
_PAYLOAD = re.compile(r"[0-9A-Za-z_-]{1,64}")  # as Telegram's
_ID = re.compile(r"[0-9A-Za-z_-]{8,64}")
_CONTROLS = {n: None for n in range(32) if chr(n) not in "\n\t"} | {127: None}


@dataclass(frozen=True, slots=True)
class Posted:
    """Hold one thing that a person wrote or pressed."""

    id: str
    text: str = ""
    press: str = ""
    ref: int = 0
    photo: Received | None = None

    def update_id(self, chat: str) -> str:
        """Name the update; its chat is part of it, so that no chat can use up another's names."""
        return hashlib.sha256(f"{chat}\n{self.id}".encode()).hexdigest()[:32]


def _say_too_long() -> Refused:
    return Refused("web-too-long", most=MOST_TEXT)


async def read_fields(request: Request) -> dict[str, Any]:
    """Read a JSON object or a plain form; raise Refused for anything else."""
    match request.headers.get("content-type", "").partition(";")[0].strip().lower():
        case "application/json":
            return _read_json(await read_body(request))
        case kind if kind == FORM or not kind:
            return _read_form(await read_body(request))
        case _:
            raise Refused("web-no-files")


async def read_posted(request: Request) -> Posted:
    """Read a message or a press; raise Refused when it is too long or is neither."""
    fields = {**request.query_params, **await read_fields(request)}  # a button names its id
    wanted = {name: _text_of(fields.get(name)) for name in ("id", "text", "press", "ref")}
    check_id(wanted["id"])
    if wanted["press"]:
        return Posted(wanted["id"], press=wanted["press"][:64], ref=row_number(wanted["ref"]))
    text = clean(wanted["text"])
    if not text:
        raise Refused("web-nothing-written")
    if len(text) > MOST_TEXT:
        raise _say_too_long()
    return Posted(wanted["id"], text=text)


def check_id(text: str) -> str:
    """Return the id that a page gave to what it posts, or raise Refused for what is none."""
    if not _ID.fullmatch(text):
        raise Refused("web-not-understood")
    return text


def make_incoming(
    chat: str, posted: Posted, heard: Heard | None = None, *, locale: str = ""
) -> Incoming:
    """Put what was posted in our words; a press that was never offered here is an old button."""
    update_id = posted.update_id(chat)
    if posted.photo:
        return Incoming(ACCOUNT, update_id, chat, Kind.PHOTO, file=posted.photo, locale=locale)
    if not posted.press:
        return Incoming(ACCOUNT, update_id, chat, Kind.TEXT, text=posted.text, locale=locale)
    if heard is None or heard.offer is None:
        return Incoming(ACCOUNT, update_id, chat, Kind.PRESS)
    return Incoming(
        ACCOUNT,
        update_id,
        chat,
        Kind.PRESS,
        press=posted.press,
        pressed_ref=str(heard.offer.line.id),
        # the page itself spends the buttons and shows what was pressed as the person's own line
    )


def payload_of(value: object) -> str:
    """Return a deep link's payload, nothing for what is none."""
    return value if isinstance(value, str) and _PAYLOAD.fullmatch(value) else ""


def clean(text: str) -> str:
    """Give a text in its composed form, without what no database and no page can show."""
    sound = text.replace("\r\n", "\n").encode("utf-8", "ignore").decode()
    return nfc(sound.translate(_CONTROLS)).strip()


def row_number(text: str) -> int:
    """Read a row's number, 0 for what is none."""
    number = int(text) if re.fullmatch(r"[0-9]{1,10}", text) else 0
    return number if number <= MOST_ROW else 0


async def read_body(
    request: Request, *, most: int = MOST_BODY, too_long: Callable[[], Refused] = _say_too_long
) -> bytes:
    """Read a body of so many bytes at most; raise what `too_long` says of one that has more."""
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                raise too_long()
    except ClientDisconnect as gone:
        raise Refused("web-not-understood") from gone
    return bytes(body)


def _read_json(body: bytes) -> dict[str, Any]:
    try:
        fields = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Refused("web-not-understood") from error
    if not isinstance(fields, dict):
        raise Refused("web-not-understood")
    return fields


def _read_form(body: bytes) -> dict[str, Any]:
    try:
        return dict(parse_qsl(body.decode(), errors="strict", max_num_fields=20))
    except ValueError as error:
        raise Refused("web-not-understood") from error


def _text_of(value: object) -> str:
    return str(value) if isinstance(value, str | int) else ""
