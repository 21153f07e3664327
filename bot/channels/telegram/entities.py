"""Door, Telegram: how pieces of a text look, to and from entities; never by tags in the text.

Entities cannot fail to be read, so that no text of anybody's can make a message fail.
"""

from __future__ import annotations

from typing import Any

from telegram import MessageEntity

from bot.markup import Span
from bot.messages import Reply
from bot.rendering import utf16

TYPES = {"bold": "bold", "italic": "italic", "link": "text_link"}
KINDS = {entity: kind for kind, entity in TYPES.items()}
Json = dict[str, Any]


def write_entities(reply: Reply) -> list[Json]:
    """Return a reply's spans as entities, whose places are counted in UTF-16 units."""
    return [_write(reply.text, span) for span in reply.spans]


def as_objects(reply: Reply) -> list[MessageEntity] | None:
    """Return a reply's entities as the library takes them."""
    return [MessageEntity(**entity) for entity in write_entities(reply)] or None


def read_spans(text: str, entities: list[Json]) -> tuple[Span, ...]:
    """Return the spans that entities of a message of ours say; other entities are no spans."""
    if not entities:
        return ()
    units = text.encode("utf-16-le")

    def place(offset: int) -> int:
        return len(units[: 2 * offset].decode("utf-16-le", "ignore"))

    return tuple(
        Span(
            place(one["offset"]),
            place(one["offset"] + one["length"]),
            KINDS[one["type"]],
            str(one.get("url", "")),
        )
        for one in entities
        if one["type"] in KINDS
    )


def _write(text: str, span: Span) -> Json:
    entity: Json = {
        "type": TYPES[span.kind],
        "offset": utf16(text[: span.begin]),
        "length": utf16(text[span.begin : span.end]),
    }
    return entity | {"url": span.address} if span.address else entity
