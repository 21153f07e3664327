"""Door, Telegram: an update as the wire carries it -> an Incoming, or None for what is not ours.

It is read from its JSON, not through the library's objects: those refuse an update that lacks one
field of their version of the Bot API, and with it the whole batch, for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.channels.telegram.entities import read_spans
from bot.messages import Contact, Incoming, Kind, Link, Received
from bot.words import nfc

PHOTO_NAME = "anh.jpg"  # a photo has none; Telegram makes every one a JPEG
ALLOWED = ("message", "callback_query", "my_chat_member")
Json: TypeAlias = dict[str, Any]

# What a message holds -> its kind, first match; whatever holds none of these is a service message.
# A game or an animation carries a document too, for old clients.
CONTENTS: dict[str, Kind] = {
    "text": Kind.TEXT,
    "contact": Kind.CONTACT,
    "photo": Kind.PHOTO,
    "voice": Kind.VOICE,
    "video_note": Kind.VOICE,
    "audio": Kind.VOICE,
    "sticker": Kind.STICKER,
    "location": Kind.LOCATION,
    "venue": Kind.LOCATION,
    "animation": Kind.OTHER,
    "document": Kind.DOCUMENT,
    **dict.fromkeys(
        ("video", "live_photo", "paid_media", "story", "dice", "game", "poll", "checklist"),
        Kind.OTHER,
    ),
}
STANDINGS = {"kicked": Kind.BLOCKED, "member": Kind.UNBLOCKED}
CONTROLS = {n: None for n in range(32) if chr(n) not in "\n\t"} | {127: None}


@dataclass(frozen=True, slots=True)
class Self:
    """Tell who we are on the platform; the name is known once Telegram was reached.

    The account is what we call ourselves.
    """

    id: int
    username: str = ""
    account: str = "telegram"


def read_update(update: Json, me: Self) -> Incoming | None:
    """Read one update; raise LookupError, TypeError or ValueError for what is malformed."""
    number = str(int(update["update_id"]))
    match update:
        case {"message": dict(message)}:
            return _read_message(number, message, me)
        case {"callback_query": dict(query)}:
            return _read_press(number, query, me)
        case {"my_chat_member": dict(change)}:
            return _read_standing(number, change, me)
    return None


def chat_of(update: Json) -> int:
    """Return whose order an update belongs to: its chat's, or else its sender's; 0 is nobody's."""
    for name in ALLOWED:
        body = update.get(name)
        if isinstance(body, dict):
            place = body.get("chat") or (body.get("message") or {}).get("chat") or body["from"]
            return int(place["id"])
    return 0


def clean(text: str) -> str:
    """Give a text in its composed form, without what no database can keep."""
    sound = text.encode("utf-8", "ignore").decode()
    return nfc(sound.translate(CONTROLS))


def _read_message(number: str, message: Json, me: Self) -> Incoming | None:
    sender = message.get("from") or {}
    kind = next((kind for name, kind in CONTENTS.items() if name in message), None)
    if kind is None or not sender or sender.get("is_bot"):
        return None
    if message["chat"]["type"] != "private":
        if not _is_to_us(message, me):
            return None
        kind = Kind.GROUP
    return Incoming(
        account=me.account,
        update_id=number,
        chat=str(message["chat"]["id"]),
        kind=kind,
        text=clean(message.get("text") or message.get("caption") or ""),
        contact=_read_contact(message["contact"], sender) if kind is Kind.CONTACT else None,
        file=_read_file(message) if kind in (Kind.PHOTO, Kind.DOCUMENT) else None,
        locale=_locale_of(sender),
    )


def _read_file(message: Json) -> Received:
    """Name the file of a message; a photo comes in sizes, the largest last."""
    if message.get("photo"):
        largest = message["photo"][-1]
        return Received(largest["file_id"], PHOTO_NAME, "image/jpeg", largest.get("file_size", 0))
    document = message["document"]
    name, media_type = document.get("file_name", ""), document.get("mime_type", "")
    return Received(
        document["file_id"],
        clean(name) or "tep",
        media_type or "application/octet-stream",
        document.get("file_size", 0),
    )


def _read_contact(card: Json, sender: Json) -> Contact:
    name = " ".join(filter(None, (card.get("first_name"), card.get("last_name"))))
    return Contact(
        phone=clean(card["phone_number"]),
        name=clean(name),
        own=card.get("user_id") == sender["id"],
    )


def _read_press(number: str, query: Json, me: Self) -> Incoming | None:
    message = query.get("message")
    if not message or "data" not in query or message["chat"]["type"] != "private":
        return None
    return Incoming(
        account=me.account,
        update_id=number,
        chat=str(message["chat"]["id"]),
        kind=Kind.PRESS,
        press=query["data"],
        pressed_ref=str(message["message_id"]),
        pressed_label=clean(_find_label(message, query["data"])),
        **_read_words(message),
        locale=_locale_of(query["from"]),
        query_ref=query["id"],
    )


def _read_words(message: Json) -> Json:
    """Return what a message of ours said and how it looked, with the buttons that lead away."""
    text = message.get("text") or message.get("caption") or ""
    said = clean(text)
    marks = message.get("entities") or message.get("caption_entities") or []
    links = (Link(b["text"], b["url"]) for b in _buttons_of(message) if "url" in b)
    return {
        "pressed_text": said,
        "pressed_spans": read_spans(text, marks) if said == text else (),
        "pressed_links": tuple(links),
    }


def _find_label(message: Json, data: str) -> str:
    buttons = _buttons_of(message)
    return next((b["text"] for b in buttons if b.get("callback_data") == data), "")


def _buttons_of(message: Json) -> list[Json]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def _read_standing(number: str, change: Json, me: Self) -> Incoming | None:
    kind = STANDINGS.get(change["new_chat_member"]["status"])
    if kind is None or change["chat"]["type"] != "private":
        return None
    chat, locale = str(change["chat"]["id"]), _locale_of(change["from"])
    return Incoming(account=me.account, update_id=number, chat=chat, kind=kind, locale=locale)


def _is_to_us(message: Json, me: Self) -> bool:
    """Say whether somebody in a group speaks to us: a command, our name, or an answer to us."""
    answered = message.get("reply_to_message", {}).get("from", {}).get("id")
    text = message.get("text") or message.get("caption") or ""
    marks = message.get("entities") or message.get("caption_entities") or []
    return answered == me.id or any(_names_us(text, mark, me) for mark in marks)


def _names_us(text: str, mark: Json, me: Self) -> bool:
    name = f"@{me.username}".lower()
    match mark["type"]:
        case "bot_command":
            _, at, whom = _marked(text, mark).partition("@")
            return not at or f"@{whom}".lower() == name
        case "mention":
            return _marked(text, mark).lower() == name
        case "text_mention":
            return bool(mark["user"]["id"] == me.id)
    return False


def _marked(text: str, mark: Json) -> str:
    """Return the piece of a text that an entity marks; its place is counted in UTF-16 units."""
    begin, end = 2 * mark["offset"], 2 * (mark["offset"] + mark["length"])
    return text.encode("utf-16-le")[begin:end].decode("utf-16-le", "ignore")


def _locale_of(sender: Json) -> str:
    return str(sender.get("language_code") or "").partition("-")[0].lower()
