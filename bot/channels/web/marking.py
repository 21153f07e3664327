"""Door, web: a text with bold, italic and links made into HTML that holds nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from jinja2.utils import urlize
from markupsafe import Markup, escape

from bot.markup import Span

TAGS = {"bold": "strong", "italic": "em"}
REL, TARGET = "noopener", "_blank"


def mark_up(text: str, spans: Sequence[Span]) -> Markup:
    """Return a text as HTML: every letter of it escaped, addresses in it made links."""
    return _render(text, 0, len(text), list(spans), linked=False)


def _render(text: str, begin: int, end: int, spans: list[Span], *, linked: bool) -> Markup:
    """Return a piece of a text; `linked` when it stands in a link already."""
    made = Markup()
    while spans:
        span, *others = spans
        inner = [one for one in others if one.begin < span.end]
        spans = [one for one in others if one.begin >= span.end]
        is_link = linked or span.kind == "link"
        made += _words(text[begin : span.begin], linked=linked)
        made += _wrap(span, _render(text, span.begin, span.end, inner, linked=is_link))
        begin = span.end
    return made + _words(text[begin:end], linked=linked)


def _words(text: str, *, linked: bool) -> Markup:
    return escape(text) if linked else Markup(urlize(text, rel=REL, target=TARGET))


def _wrap(span: Span, words: Markup) -> Markup:
    if span.kind == "link":
        page = Markup('<a href="{}" rel="{}" target="{}">{}</a>')
        return page.format(span.address, REL, TARGET, words)
    tag = TAGS[span.kind]
    return Markup("<{0}>{1}</{0}>").format(tag, words)
