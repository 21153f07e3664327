"""Door, Zalo bot: a Reply -> the method that carries it, and what is said where none does."""

from __future__ import annotations

from typing import Any

from bot.channels.zalo_bot.calls import Json
from bot.messages import Capabilities, Rejected, Reply
from bot.rendering import utf16
from bot.showing import MOST_NOTE, Showcase

MOST_TEXT = 2000
CAPABILITIES = Capabilities(
    most_text=MOST_TEXT,
    buttons=False,
    edits=False,
    contact_button=False,
    most_caption=MOST_TEXT - MOST_NOTE,
    formats=True,
    hidden_links=False,
    documents=False,
)
STYLES = {"bold": "b", "italic": "i"}


def write(reply: Reply, showcase: Showcase, contact: str) -> tuple[str, Json]:
    """Return the method and its fields for one message; raise Rejected for what is none."""
    file = reply.attachment
    if file is None:
        return "sendMessage", _write_words(reply)
    address = showcase.address_of(file)
    if file.is_picture and address:
        caption = {"caption": reply.text} if reply.text.strip() else {}
        return "sendPhoto", {"photo": address, **caption}
    note = showcase.note_of(file, contact)
    words = f"{reply.text}\n\n{note}" if reply.text.strip() else note
    return "sendMessage", _write_words(reply, words)


def _write_words(reply: Reply, text: str = "") -> Json:
    """Return words with how pieces of them look, counted in UTF-16 units."""
    words = text or reply.text
    if not words.strip():
        raise Rejected("a message without text")
    styles: list[dict[str, Any]] = [
        {
            "start": utf16(reply.text[: span.begin]),
            "len": utf16(reply.text[span.begin : span.end]),
            "st": [STYLES[span.kind]],
        }
        for span in reply.spans
        if span.kind in STYLES
    ]
    return {"text": words} | ({"text_styles": styles} if styles else {})
