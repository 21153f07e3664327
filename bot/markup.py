"""Ground: a text with bold, italic and links in it: read from a few tags, kept as plain and spans.

Law: only what an organizer wrote is ever read for tags. What is filled in afterwards, a name
typed by anybody, is put into the plain text, where a tag is nothing but letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from bot.errors import Refused

KINDS = {"b": "bold", "i": "italic", "a": "link"}
REFERENCES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&"}
MOST_ADDRESS = 1000
MOST_SPANS = 50  # Telegram shows the first hundred entities, the addresses it finds among them
_TOKEN = re.compile(r"</?[A-Za-z/][^<>]*>?|&(?:lt|gt|quot|amp);")
_TAG = re.compile(r"<(?P<end>/?)\s*(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<rest>[^<>]*)>")
_HREF = re.compile(r"\s+href\s*=\s*[\"'“”‘’](?P<address>[^\"'“”‘’]*)[\"'“”‘’]\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """Say how a piece of a text looks; places are counted in characters."""

    begin: int
    end: int
    kind: str  # bold | italic | link
    address: str = ""  # where a link leads

    def as_document(self) -> list[int | str]:
        """Return what a row keeps."""
        return [self.begin, self.end, self.kind, self.address]


@dataclass(frozen=True, slots=True)
class Marked:
    """Hold a text as it is shown, and which pieces of it look otherwise than the rest."""

    text: str
    spans: tuple[Span, ...] = ()


def escape(text: str) -> str:
    """Return a source that shows a text just as it is, whatever it holds."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def parse(source: str) -> Marked:
    """Read a text with <b>, <i> and <a href="https://…">; raise Refused for any other tag."""
    reading = _Reading()
    place = 0
    for found in _TOKEN.finditer(source):
        reading.say(source[place : found.start()])
        place = found.end()
        if found[0] in REFERENCES:
            reading.say(REFERENCES[found[0]])
        else:
            reading.take(found[0])
    reading.say(source[place:])
    return reading.end()


def fill(marked: Marked, puts: Iterable[tuple[int, int, str]]) -> Marked:
    """Put words in the place of others (from, to, what), whatever they look like."""
    pieces: list[str] = []
    moves: list[tuple[int, int, int]] = []  # begin and end of what was found, and its new length
    place = 0
    for begin, end, put in puts:
        pieces += [marked.text[place:begin], put]
        moves.append((begin, end, len(put)))
        place = end
    pieces.append(marked.text[place:])
    if not marked.spans:
        return Marked("".join(pieces))
    spans = (
        replace(span, begin=_moved(span.begin, moves), end=_moved(span.end, moves))
        for span in marked.spans
    )
    return Marked("".join(pieces), tuple(span for span in spans if span.begin < span.end))


def shift(spans: Iterable[Span], by: int) -> tuple[Span, ...]:
    """Return spans of a text that so many characters were put before."""
    return tuple(replace(span, begin=span.begin + by, end=span.end + by) for span in spans)


def cut(spans: Iterable[Span], begin: int, end: int) -> tuple[Span, ...]:
    """Return what of these spans lies in a piece of their text, counted from its beginning."""
    clipped = (
        replace(span, begin=max(span.begin, begin) - begin, end=min(span.end, end) - begin)
        for span in spans
    )
    return tuple(span for span in clipped if span.begin < span.end)


def spell_out(marked: Marked) -> str:
    """Return the text for where nothing can be marked: a link's address follows in parentheses."""
    return spell_links(marked).text


def spell_links(marked: Marked) -> Marked:
    """Return a text for where no link is behind words; bold and italic stay where they are."""
    text, spans = marked.text, [span for span in marked.spans if span.kind != "link"]
    links = [span for span in marked.spans if span.kind == "link"]
    for link in sorted(links, key=lambda span: span.end, reverse=True):
        if text[link.begin : link.end].strip() != link.address:
            put = f" ({link.address})"
            text = f"{text[: link.end]}{put}{text[link.end :]}"
            spans = [_past(span, link.end, len(put)) for span in spans]
    return Marked(text, tuple(spans))


def is_address(address: str) -> bool:
    """Tell whether people can be sent to an address: https, a host, and no name before it."""
    if len(address) > MOST_ADDRESS or re.search(r"[\s<>\"]", address):
        return False
    try:
        split = urlsplit(address)
        _ = split.port  # a port that is no number
    except ValueError:
        return False
    return split.scheme == "https" and "." in (split.hostname or "") and "@" not in split.netloc


@dataclass
class _Reading:
    """Hold what has been read of a source so far."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    open: list[Span] = field(default_factory=list)  # whose ends are to come
    done: list[Span] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.pieces.append(text)
        self.length += len(text)

    def take(self, token: str) -> None:
        tag = _TAG.fullmatch(token)
        name = tag["name"].lower() if tag else ""
        if tag is None or name not in KINDS:
            raise Refused("markup-unknown-tag", tag=token[:30])
        if tag["end"]:
            self._close(name, token)
        else:
            self.open.append(Span(self.length, 0, KINDS[name], self._address(name, tag["rest"])))

    def end(self) -> Marked:
        if self.open:
            raise Refused("markup-unclosed", tag=_tag_of(self.open[-1]))
        if len(self.done) > MOST_SPANS:
            raise Refused("markup-too-many", most=MOST_SPANS)
        spans = sorted(self.done, key=lambda span: (span.begin, -span.end))
        return Marked("".join(self.pieces), tuple(spans))

    def _close(self, name: str, token: str) -> None:
        if not self.open or self.open[-1].kind != KINDS[name]:
            raise Refused("markup-unopened", tag=token[:30])
        span = self.open.pop()
        if span.begin < self.length:
            self.done.append(replace(span, end=self.length))

    def _address(self, name: str, rest: str) -> str:
        if name != "a":
            if rest.strip():
                raise Refused("markup-unknown-tag", tag=f"<{name}{rest}>"[:30])
            return ""
        href = _HREF.fullmatch(rest)
        address = _resolve(href["address"].strip()) if href else ""
        if not is_address(address) or any(span.kind == "link" for span in self.open):
            raise Refused("markup-bad-link")
        return address


def _resolve(address: str) -> str:
    for reference, character in REFERENCES.items():
        address = address.replace(reference, character)
    return address


def _tag_of(span: Span) -> str:
    return next(f"<{name}>" for name, kind in KINDS.items() if kind == span.kind)


def _past(span: Span, place: int, length: int) -> Span:
    """Return a span of a text into which so many characters were put at a place."""
    begin = span.begin + (length if span.begin >= place else 0)
    return replace(span, begin=begin, end=span.end + (length if span.end > place else 0))


def _moved(place: int, moves: Sequence[tuple[int, int, int]]) -> int:
    """Return where a place of a text is, once values stand in it."""
    by = 0
    for begin, end, length in moves:
        if place < end:
            return place + by if place <= begin else begin + by
        by += length - (end - begin)
    return place + by
