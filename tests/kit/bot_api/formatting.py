"""The room of marks: HTML as Telegram reads it, entities, and lengths in UTF-16 units."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from tests.kit.bot_api.refusals import Json, Refusal, bad_request

SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "blockquote": "blockquote",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
}
ATTRIBUTES = {"text_link": ("href", "url"), "custom_emoji": ("emoji-id", "custom_emoji_id")}
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*|)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)(>?)")
ATTRIBUTE = re.compile(r"([a-z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+)))?")
NAMED = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"'}
REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
COMMAND = re.compile(r"(?:(?<=\s)|^)/[a-zA-Z0-9_]{1,32}(?:@\w+)?")
ENTITIES_AT_MOST = 100


def units(text: str) -> int:
    """Count the UTF-16 units of a text: what Telegram's offsets and lengths are in."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def find_commands(text: str) -> list[Json]:
    """Find the bot commands of a person's text, as entities."""
    return [
        {"type": "bot_command", "offset": units(text[: m.start()]), "length": units(m[0])}
        for m in COMMAND.finditer(text)
    ]


def _unescape(text: str) -> str:
    """Resolve the references that Telegram knows and leave every other ``&`` as it is."""
    return REFERENCE.sub(lambda m: NAMED.get(m[0]) or html.unescape(m[0]), text)


@dataclass
class _Reading:
    """Hold what has been read of one HTML text so far."""

    source: str
    plain: list[str] = field(default_factory=list)
    length: int = 0
    open: list[tuple[str, int, Json]] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def refuse(self, told: str) -> Refusal:
        return bad_request(f"can't parse entities: {told}")

    def offset(self, position: int) -> int:
        return len(self.source[:position].encode())

    def add(self, text: str) -> None:
        plain = _unescape(text)
        self.plain.append(plain)
        self.length += units(plain)

    def begin(self, name: str, attributes: str, at: int) -> None:
        kind = SIMPLE.get(name)
        found = {m[1]: m[2] or m[3] or m[4] or "" for m in ATTRIBUTE.finditer(attributes)}
        if kind is None or (name == "span" and found.get("class") != "tg-spoiler"):
            told = f'Unsupported start tag "{name}" at byte offset {self.offset(at)}'
            raise self.refuse(told)
        entity: Json = {"type": kind}
        if kind == "blockquote" and "expandable" in found:
            entity["type"] = "expandable_blockquote"
        if kind in ATTRIBUTES:
            attribute, wire = ATTRIBUTES[kind]
            entity[wire] = _unescape(found.get(attribute, ""))
        self.open.append((name, self.length, entity))

    def end(self, name: str, at: int) -> None:
        if not self.open:
            raise self.refuse(f"Unexpected end tag at byte offset {self.offset(at)}")
        opened, start, entity = self.open.pop()
        if name not in ("", opened):
            told = f'expected "</{opened}>", found "</{name}>"'
            raise self.refuse(f"Unmatched end tag at byte offset {self.offset(at)}, {told}")
        if self.length > start:
            self.entities.append({**entity, "offset": start, "length": self.length - start})


def read_html(source: str) -> tuple[str, list[Json]]:
    """Read Telegram's HTML into plain text and entities; refuse what Telegram refuses."""
    if "<" not in source and "&" not in source:
        return source, []
    reading = _Reading(source)
    position = 0
    for tag in TAG.finditer(source):
        reading.add(source[position : tag.start()])
        position = tag.end()
        if tag[2] and not tag[4]:
            told = f"Unclosed start tag at byte offset {reading.offset(tag.start())}"
            raise reading.refuse(told)
        name = tag[2].lower()
        if tag[1]:
            reading.end(name, tag.start())
        else:
            reading.begin(name, tag[3], tag.start())
    reading.add(source[position:])
    if reading.open:
        told = f'Can\'t find end tag corresponding to start tag "{reading.open[-1][0]}"'
        raise reading.refuse(told)
    entities = sorted(reading.entities, key=lambda e: (e["offset"], -e["length"]))
    return "".join(reading.plain), entities[:ENTITIES_AT_MOST]


def read_text(source: str, mode: str | None) -> tuple[str, list[Json]]:
    """Read a text in the parse mode that its sender named."""
    if not mode:
        return source, []
    if mode.lower() == "html":
        return read_html(source)
    raise bad_request(f"kit: parse_mode: {mode!r} is not carried by this server, HTML is")
