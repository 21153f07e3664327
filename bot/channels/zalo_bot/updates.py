"""Door, Zalo bot: an event, posted or fetched -> an Incoming, or None for what is not ours."""

from __future__ import annotations

import hashlib
from typing import Any

from bot.channels.zalo_bot.calls import Json
from bot.messages import Incoming, Kind, Received
from bot.words import nfc

KINDS = {
    "message.text.received": Kind.TEXT,
    "message.image.received": Kind.PHOTO,
    "message.sticker.received": Kind.STICKER,
    "message.voice.received": Kind.VOICE,
    "message.unsupported.received": Kind.WITHHELD,
}
PHOTO_NAME = "anh.jpg"  # it has none
MOST_ID = 64  # letters of an update's id, as the table holds
CONTROLS = {n: None for n in range(32) if chr(n) not in "\n\t"} | {127: None}


def unwrap(body: Any) -> Json | None:
    """Return the event of a body, which is wrapped as documented or flat as it is in practice."""
    event = body.get("result", body) if isinstance(body, dict) else None
    return event if isinstance(event, dict) and "event_name" in event else None


def read_event(event: Json, account: str) -> Incoming | None:
    """Read one event; raise LookupError, TypeError or ValueError for what is malformed."""
    name = str(event["event_name"])
    kind = KINDS.get(name)
    if kind is None:
        return None
    message = event["message"]
    if message["from"].get("is_bot"):
        return None
    if message["chat"].get("chat_type", "PRIVATE") != "PRIVATE":
        kind = Kind.GROUP
    return Incoming(
        account=account,
        update_id=key_of(name, str(message["message_id"])),
        chat=str(message["chat"]["id"]),
        kind=kind,
        text=clean(str(message.get("text") or message.get("caption") or "")),
        file=_read_photo(message) if kind is Kind.PHOTO else None,
        locale="vi",
    )


def key_of(name: str, message: str) -> str:
    """Return what the same event carries each time that it comes."""
    key = f"{name.removeprefix('message.').removesuffix('.received')}:{message}"
    return key if len(key) <= MOST_ID else hashlib.sha256(key.encode()).hexdigest()


def clean(text: str) -> str:
    """Give a text in its composed form, without what no database can keep."""
    return nfc(text.encode("utf-8", "ignore").decode().translate(CONTROLS))


def _read_photo(message: Json) -> Received | None:
    photo = message.get("photo") or message.get("photo_url") or message.get("url")
    return Received(str(photo), PHOTO_NAME, "image/jpeg", 0) if photo else None
