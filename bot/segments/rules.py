"""Room: a segment's rule, as a document: what is one, and whom it can reach at most.

A rule is {"all": true}, {"organisation": id}, {"ward": key}, {"group": text}, one of the kinds of
`bot/segments/kinds.py`, or of rules {"and": […]}, {"or": […]}, {"not": rule}.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from bot.clock import to_local
from bot.errors import Refused
from bot.segments.kinds import ANY, OF_BROADCASTS, OF_SURVEYS, SHAPES

Rule = Mapping[str, Any]

EVERYBODY: Rule = {"all": True}
MOST_DEPTH = 6
MOST_PARTS = 200
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


def both(rule: Rule, also: Rule) -> Rule:
    """Return those of a rule whom another one selects too, without nesting deeper."""
    if rule == EVERYBODY:
        return also
    return {"and": [*rule.get("and", [rule]), *also.get("and", [also])]}


def kept_up(rule: Rule, *, now: datetime) -> Rule:
    """Return a kept rule as it is meant today: ages are reckoned in the present year."""
    (kind, value) = next(iter(rule.items()))
    if kind == "age":
        return {"age": [value[0], value[1], to_local(now).year]}
    if kind in JOINED:
        return {kind: [dict(kept_up(part, now=now)) for part in value]}
    return {"not": dict(kept_up(value, now=now))} if kind == "not" else rule


def bounds_of(rule: Rule) -> Rule:
    """Return what a rule says of who people are, without what was sent to them and said."""
    parts = [part for part in rule.get("and", [rule]) if not _asks_events(part)]
    return parts[0] if len(parts) == 1 else {"and": parts} if parts else EVERYBODY


def silent_on(broadcast_id: int) -> Rule:
    """Return those who got a broadcast and pressed none of its buttons."""
    return {"and": [{"got": broadcast_id}, {"not": {"pressed": [broadcast_id, ANY]}}]}


def is_private(rule: Rule) -> bool:
    """Tell whether a rule asks who answered a survey: few people are then not told apart."""
    return any(values_of(rule, kind) for kind in OF_SURVEYS)


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


def _asks_events(rule: Rule) -> bool:
    return any(values_of(rule, kind) for kind in (*OF_BROADCASTS, *OF_SURVEYS, "date"))


def _count_parts(document: object, depth: int) -> int:
    if depth == 0 or not isinstance(document, dict) or len(document) != 1:
        raise Refused("segment-not-a-rule")
    (kind, value) = next(iter(document.items()))
    match kind, value:
        case (("and" | "or"), [_, *_]) if len(value) <= MOST_PARTS:
            return 1 + sum(_count_parts(part, depth - 1) for part in value)
        case "not", dict():
            return 1 + _count_parts(value, depth - 1)
        case _ if kind in SHAPES and SHAPES[kind](value):
            return 1
        case _:
            raise Refused("segment-not-a-rule")
