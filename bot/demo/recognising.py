"""The demo: which phrase a message is, so that a made-up resident knows what is asked."""

from __future__ import annotations

import re
from functools import cache

from fluent.syntax import FluentParser, ast

from bot.text import FOLDER

LEAST = 16  # letters below which a phrase says too little to be known by


@cache
def patterns(locale: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return every phrase as a pattern of whole lines."""
    found: list[tuple[str, re.Pattern[str]]] = []
    for path in sorted((FOLDER / locale).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text("utf-8")).body:
            if isinstance(entry, ast.Message) and entry.value is not None:
                written = _pattern_of(entry.value)
                if len(written) < LEAST:
                    continue
                found.append((entry.id.name, re.compile(f"^{written}$", re.MULTILINE)))
    return tuple(found)


def find_phrases(text: str, *, locale: str = "vi") -> set[str]:
    """Return the phrases whose lines stand in a message."""
    return {name for name, pattern in patterns(locale) if pattern.search(text)}


def _pattern_of(value: ast.Pattern) -> str:
    parts = [
        re.escape(element.value.strip("\n")) if isinstance(element, ast.TextElement) else r".*?"
        for element in value.elements
    ]
    return "".join(parts)
