"""The room of small print: limits, as the docstrings of a field state them in English."""

from __future__ import annotations

import re
from dataclasses import dataclass

WORDS = "one of"
MARKS = r":code:`A-Z`, :code:`a-z`, :code:`0-9`, :code:`_` and :code:`-` are allowed"


@dataclass(frozen=True)
class Limit:
    """State one limit: what is measured and between which bounds, or what is allowed."""

    what: str
    low: int = 0
    high: int = 0
    allowed: frozenset[object] = frozenset()
    pattern: str = ""


TEXT_RANGES: tuple[tuple[str, str], ...] = (
    ("parsed", r"(\d+)-(\d+) characters(?: with at most \d+ line feeds)? after entities parsing"),
    ("characters", r"(\d+)-(\d+) characters(?!.* after entities parsing)"),
    ("bytes", r"(\d+)-(\d+) [Bb]ytes"),
    ("characters", r"\bup to()\s(\d+) characters"),
)
TEXT_PATTERNS: tuple[tuple[str, str], ...] = (
    (MARKS, r"[A-Za-z0-9_-]*"),
    (r"only lowercase English letters, digits and underscores", r"[a-z0-9_]*"),
    (r"two-letter ISO 639-1 language code", r"(?:[a-z]{2})?"),
)
ITEM_RANGES: tuple[tuple[str, str], ...] = (
    ("items", r"(?:[Ll]ist|[Aa]rray) of (\d+)-(\d+)\b"),
    ("items", r"(?:[Ll]ist|[Aa]rray) of up to()\s(\d+)\b"),
    ("items", r"must include (\d+)-(\d+) items"),
    ("items", r"At most()\s(\d+) [a-z ]+ can be specified"),
)
NUMBER_RANGES: tuple[tuple[str, str], ...] = (
    ("value", r"(?<![\w.-])(\d+)-(\d+)(?![\w-])"),
    ("value", r"must be between (\d+) and (\d+)\b(?!.* between )"),
    ("value", r"should be between (\d+) and (\d+)(?!.*0x7FFFFFFF)"),
)
RANGES = {"str": TEXT_RANGES, "list": ITEM_RANGES, "int": NUMBER_RANGES, "float": NUMBER_RANGES}

QUOTED = r"'([a-z_]+)'(?: \([^()]*(?:\([^()]*\)[^()]*)*\)| for [^,']*)?"
LISTED = re.compile(
    r"(?:[Mm]ust be one of|[Cc]urrently, can be|^Poll type,) "
    rf"({QUOTED}(?:(?:,? or |, ){QUOTED})*)"
)


def read_limits(doc: str, *, form: str) -> tuple[Limit, ...]:
    """Read every limit that a field's docstring states, for a field of this form."""
    found = [
        Limit(what, low=int(match[1] or 0), high=int(match[2]))
        for what, pattern in RANGES.get(form, ())
        if (match := re.search(pattern, doc))
    ]
    if form == "str":
        found += [Limit("pattern", pattern=p) for told, p in TEXT_PATTERNS if re.search(told, doc)]
        found += _read_choices(doc)
    return tuple(dict.fromkeys(found))


def _read_choices(doc: str) -> list[Limit]:
    listed = LISTED.search(doc)
    allowed = re.findall(QUOTED, listed[1]) if listed else []
    if "Choose one, depending on" in doc:
        allowed = re.findall(r"\*(\w+)\*", doc)
    return [Limit(WORDS, allowed=frozenset(allowed))] if allowed else []


def read_exclusive(doc: str) -> frozenset[str] | None:
    """Read "exactly one of the fields other than … must be used", as the names left out."""
    told = re.search(r"Exactly one of the fields other than (.*?) must be used", doc)
    return frozenset(re.findall(r"\*(\w+)\*", told[1])) if told else None
