"""Ground: one reply made into what a platform can carry: parts of its size, choices as lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot import markup
from bot.markup import Marked, Span
from bot.messages import Capabilities, Link, Reply

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
    """Return the messages that carry a reply, in order; the last one with words bears the choices.

    A second file goes first of all, a file whose text is too long to go with it before the text, a
    place after it.
    """
    if reply.edits and not capabilities.edits:
        return parts(replace(reply, edits=""), capabilities) if reply.anew else []
    if reply.attachment is not None and not capabilities.buttons_with_files:
        capabilities = replace(capabilities, buttons=False, links=False)
    if reply.beside is not None:
        rest = parts(replace(reply, beside=None), capabilities)
        return [Reply("", attachment=reply.beside), *rest]
    shown = reply if _is_plain(reply) else _fit(reply, capabilities)
    if len(shown.choices) + len(shown.links) > (
        capabilities.buttons and capabilities.most_buttons
    ):
        shown = _with_lines(shown)
    if shown.place is not None:
        bare = Reply("", place=shown.place)
        return [*_worded(replace(shown, place=None), capabilities), bare]
    return _worded(shown, capabilities)


def _worded(shown: Reply, capabilities: Capabilities) -> list[Reply]:
    """Return the messages that carry a reply's file and words."""
    if shown.attachment and utf16(shown.text) > capabilities.most_caption:
        rest = replace(shown, attachment=None, query_ref="")
        return [_bare(shown), *_worded(rest, capabilities)]
    if utf16(shown.text) <= capabilities.most_text:
        return [shown]
    pieces = find_pieces(shown.text, capabilities.most_text, shown.spans)
    made = [
        replace(shown, text=shown.text[begin:end], spans=markup.cut(shown.spans, begin, end))
        for begin, end in pieces
    ]
    if len(made) == 1:
        return made
    first, *others = [_quiet(piece) for piece in made[:-1]]
    middle = [replace(piece, edits="", query_ref="", attachment=None) for piece in others]
    return [first, *middle, replace(made[-1], edits="", query_ref="", attachment=None)]


def _quiet(reply: Reply) -> Reply:
    """Return a reply without anything to press."""
    return replace(reply, choices=(), links=(), ask_contact="", wants_photo=False)


def _is_plain(reply: Reply) -> bool:
    """Tell whether a reply holds nothing that a channel may be unable to carry but its choices."""
    return not (reply.spans or reply.links or reply.place)


def _fit(reply: Reply, capabilities: Capabilities) -> Reply:
    """Write as words what a channel carries in no better way."""
    if reply.links and not capabilities.links:
        for link in reply.links:
            reply = _with_link(reply, link)
        reply = replace(reply, links=())
    if reply.place is not None and not capabilities.places:
        name = f"📍 {reply.place.name}"
        reply = replace(_with_link(reply, Link(name, reply.place.address)), place=None)
    if reply.spans and capabilities.formats and not capabilities.hidden_links:
        shown = markup.spell_links(Marked(reply.text, reply.spans))
        return replace(reply, text=shown.text, spans=shown.spans)
    if reply.spans and not capabilities.formats:
        text = markup.spell_out(Marked(reply.text, reply.spans))
        reply = replace(reply, text=text, spans=())
    return reply


def _with_link(reply: Reply, link: Link) -> Reply:
    """Return a reply with a link as its last line."""
    text = f"{reply.text}\n{link.label}"
    span = Span(len(text) - len(link.label), len(text), "link", link.address)
    return replace(reply, text=text, spans=(*reply.spans, span))


def _bare(reply: Reply) -> Reply:
    """Return a reply's file alone."""
    return replace(_quiet(reply), text="", spans=())


def split(text: str, most: int) -> list[str]:
    """Cut a text into pieces of at most `most` UTF-16 units, at a paragraph, line or sentence.

    A word, and so an address or an entity in it, is cut only when it alone is too long.
    """
    return [text[begin:end] for begin, end in find_pieces(text, most)]


def find_pieces(text: str, most: int, spans: Sequence[Span] = ()) -> list[tuple[int, int]]:
    """Return where the pieces of a text begin and end; no span is cut that fits into one."""
    begin, end = _stripped(text, 0, len(text))
    pieces: list[tuple[int, int]] = []
    while utf16(text[begin:end]) > most:
        head, rest = _cut(text[begin:end], most, markup.cut(spans, begin, end))
        pieces.append((begin, begin + head))
        begin, end = _stripped(text, begin + rest, end)
    return [*pieces, (begin, end)] if begin < end or not pieces else pieces


def utf16(text: str) -> int:
    """Return a text's length as platforms count it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _stripped(text: str, begin: int, end: int) -> tuple[int, int]:
    piece = text[begin:end]
    begin += len(piece) - len(piece.lstrip())
    return begin, begin + len(piece.strip())


def _cut(text: str, most: int, spans: Sequence[Span]) -> tuple[int, int]:
    """Return where the first piece of a text ends, and where the rest begins."""
    limit = _fitting(text, most)
    for whole in (tuple(spans), ()):
        for pattern in BREAKS:
            found = [
                m
                for m in pattern.finditer(text, 0, limit + 1)
                if 0 < m.start() <= limit and not _is_within(m.start(), m.end(), whole)
            ]
            if found and found[-1].start() >= limit // 4:
                place = found[-1]
                return len(text[: place.start()].rstrip()), place.end()
        if not whole:
            break
        inside = [span.begin for span in whole if span.begin < limit < span.end]
        if inside and min(inside) >= limit // 4:
            return min(inside), min(inside)
    return limit, limit


def _is_within(begin: int, end: int, spans: Sequence[Span]) -> bool:
    return any(span.begin < end and begin < span.end for span in spans)


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
