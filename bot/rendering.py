"""Ground: one reply made into what a platform can carry: parts of its size, choices as lines."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.messages import Capabilities, Reply

ONE_UNIT = 0xFFFF  # the last code point that UTF-16 writes as one unit
MARKS = range(0x300, 0x370)  # combining marks
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# from the best place to break to the worst; each keeps what stands before the break whole
BREAKS = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"(?<=[.!?…;:])\s+"),
    re.compile(r"\s+"),
)


def parts(reply: Reply, capabilities: Capabilities) -> list[Reply]:
    """Return the messages that carry a reply, in order; the last one bears the choices."""
    if reply.edits and not capabilities.edits:
        return []
    shown = reply if capabilities.buttons else _with_lines(reply)
    texts = split(shown.text, capabilities.most_text)
    if len(texts) == 1:
        return [shown]
    bare = replace(shown, choices=(), ask_contact="", edits="", query_ref="")
    first = replace(bare, text=texts[0], edits=shown.edits, query_ref=shown.query_ref)
    middle = [replace(bare, text=text) for text in texts[1:-1]]
    last = replace(shown, text=texts[-1], edits="", query_ref="")
    return [first, *middle, last]


def split(text: str, most: int) -> list[str]:
    """Cut a text into pieces of at most `most` UTF-16 units, at a paragraph, line or sentence.

    A word, and so an address or an entity in it, is cut only when it alone is too long.
    """
    pieces: list[str] = []
    rest = text.strip()
    while utf16(rest) > most:
        head, rest = _cut(rest, most)
        pieces.append(head)
    return [*pieces, rest] if rest or not pieces else pieces


def utf16(text: str) -> int:
    """Return a text's length as platforms count it."""
    return len(text) + sum(1 for c in text if ord(c) > ONE_UNIT)


def _cut(text: str, most: int) -> tuple[str, str]:
    limit = _fitting(text, most)
    for pattern in BREAKS:
        found = [m for m in pattern.finditer(text, 0, limit + 1) if 0 < m.start() <= limit]
        if found and found[-1].start() >= limit // 4:
            place = found[-1]
            return text[: place.start()].rstrip(), text[place.end() :].lstrip()
    return text[:limit], text[limit:]


def _fitting(text: str, most: int) -> int:
    """Return how many characters fit, never parting a letter from its combining marks."""
    units, place = 0, 0
    for place, char in enumerate(text):  # noqa: B007 - the place is the answer
        units += 2 if ord(char) > ONE_UNIT else 1
        if units > most:
            break
    while place > 1 and ord(text[place]) in MARKS:
        place -= 1
    return max(1, place)


def _with_lines(reply: Reply) -> Reply:
    if not reply.choices:
        return replace(reply, ask_contact="")
    if reply.marks == "none":
        lines = " · ".join(choice.label for choice in reply.choices)
        return replace(reply, text=f"{reply.text}\n({lines})", choices=(), ask_contact="")
    marks = LETTERS if reply.marks == "letters" else [str(n) for n in range(1, 100)]
    lines = "\n".join(
        f"{mark}. {choice.label}" for mark, choice in zip(marks, reply.choices, strict=False)
    )
    return replace(reply, text=f"{reply.text}\n{lines}", choices=(), ask_contact="")
