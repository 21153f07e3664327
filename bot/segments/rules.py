"""Room: a segment's rule, as a document: what is one, and whom it can reach at most.

A rule is {"all": true}, {"organisation": id}, {"ward": key}, {"group": text}, or of rules
{"and": […]}, {"or": […]}, {"not": rule}.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from bot.errors import Refused
from bot.words import fold

Rule = Mapping[str, Any]

EVERYBODY: Rule = {"all": True}
MOST_DEPTH = 6
MOST_PARTS = 200
MOST_TEXT = 120
JOINED = ("and", "or")


def check_rule(document: object) -> Rule:
    """Return the document when it is a rule, or raise Refused with what is wrong."""
    parts = _count_parts(document, MOST_DEPTH)
    if parts > MOST_PARTS:
        raise Refused("segment-too-large", most=MOST_PARTS)
    return cast("Rule", document)


def within(rule: Rule, organisation_id: int) -> Rule:
    """Return a rule narrowed to one organisation's members."""
    if organisation_of(rule) == organisation_id:
        return rule
    return {"and": [{"organisation": organisation_id}, dict(rule)]}


def areas_of(rule: Rule) -> set[str] | None:
    """Return wards that hold everybody whom a rule selects; None means the whole site."""
    (kind, value) = next(iter(rule.items()))
    if kind == "ward":
        return {str(value)}
    parts = [areas_of(part) for part in value] if kind in JOINED else []
    bounds = [part for part in parts if part is not None]
    if kind == "or":
        return set().union(*bounds) if len(bounds) == len(parts) else None
    if not bounds:
        return None
    return set.intersection(*bounds) or min(bounds, key=len)


def organisation_of(rule: Rule) -> int | None:
    """Return the organisation that holds everybody whom a rule selects, or None."""
    (kind, value) = next(iter(rule.items()))
    if kind == "organisation":
        return int(value)
    found = [organisation_of(part) for part in value] if kind in JOINED else []
    if kind == "or":
        return found[0] if len(set(found)) == 1 else None
    return next((one for one in found if one is not None), None)


def scope_of(rule: Rule) -> dict[str, Any]:
    """Return where an actor needs a permission, to reach those whom a rule selects."""
    return {"organisation_id": organisation_of(rule), "area_keys": areas_of(rule)}


def values_of(rule: Rule, wanted: str) -> list[Any]:
    """Return the values of one kind that a rule names, wherever they stand in it."""
    (kind, value) = next(iter(rule.items()))
    if kind == wanted:
        return [value]
    parts = value if kind in JOINED else [value] if kind == "not" else []
    return [found for part in parts for found in values_of(part, wanted)]


def _count_parts(document: object, depth: int) -> int:
    if depth == 0 or not isinstance(document, dict) or len(document) != 1:
        raise Refused("segment-not-a-rule")
    (kind, value) = next(iter(document.items()))
    match kind, value:
        case "all", True:
            return 1
        case "organisation", int() if not isinstance(value, bool):
            return 1
        case (("ward" | "group"), str()) if fold(value) and len(value) <= MOST_TEXT:
            return 1
        case (("and" | "or"), [_, *_]) if len(value) <= MOST_PARTS:
            return 1 + sum(_count_parts(part, depth - 1) for part in value)
        case "not", dict():
            return 1 + _count_parts(value, depth - 1)
        case _:
            raise Refused("segment-not-a-rule")
