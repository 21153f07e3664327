"""Ground: the functions that an expression may call; nothing else can be reached.

Each takes the scope and its values. What decides by itself which values to look at (`if`,
`coalesce`) is in `compiling.py`. Sources: XPath 1.0, section 4; the XLSForm and ODK form logic
reference for the rest.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from bot.expressions.scopes import Scope
from bot.expressions.values import (
    DAY_SECONDS,
    Value,
    to_boolean,
    to_day,
    to_number,
    to_string,
    write_day,
)

Arity = int | tuple[int, int | None]
Function = Callable[..., Value]  # of the scope, then its values
REFUSED = frozenset({"once", "uuid", "random", "randomize", "pulldata", "instance", "digest"})
LISTING = frozenset({"sum", "count", "min", "max", "join", "count-non-empty"})  # over all copies
MOST_PLACES = 12
MOST_TEXT = 10_000  # characters that a text may come to
MINUTES = 60
VARIABLE = "v"  # how the names in an expression are rewritten: $v0, $v1, …


def _selected(scope: Scope, chosen: Value, code: Value) -> Value:
    return to_string(code).strip() in to_string(chosen).split()


def _selected_at(scope: Scope, chosen: Value, place: Value) -> Value:
    codes, at = to_string(chosen).split(), to_number(place)
    return codes[int(at)] if at.is_integer() and 0 <= at < len(codes) else ""


def _count_selected(scope: Scope, chosen: Value) -> Value:
    return float(len(to_string(chosen).split()))


def _int(scope: Scope, value: Value) -> Value:
    found = to_number(value)
    return float(math.trunc(found)) if math.isfinite(found) else found


def _round(scope: Scope, value: Value, places: Value = 0.0) -> Value:
    found, to = to_number(value), to_number(places)
    if not math.isfinite(found) or not abs(to) <= MOST_PLACES:
        return found
    if to == 0:  # XPath 1.0: a half goes up, below 0 too
        return float(math.floor(found + 0.5))
    shown = Decimal(repr(found)).quantize(Decimal(1).scaleb(-int(to)), ROUND_HALF_UP)
    return float(shown)


def _pow(scope: Scope, bottom: Value, exponent: Value) -> Value:
    try:
        return math.pow(to_number(bottom), to_number(exponent))
    except OverflowError:
        return math.inf
    except ValueError:
        return math.nan


def _of_number(work: Callable[[float], float]) -> Function:
    def call(scope: Scope, value: Value) -> Value:
        try:
            return float(work(to_number(value)))
        except (ValueError, OverflowError):
            return math.nan

    return call


def _concat(scope: Scope, *values: Value) -> Value:
    return "".join(_flat(values))[:MOST_TEXT]


def _join(scope: Scope, between: Value, *values: Value) -> Value:
    return to_string(between).join(_flat(values))[:MOST_TEXT]


def _flat(values: Sequence[Value]) -> list[str]:
    return [
        text
        for value in values
        for text in ([to_string(value)] if isinstance(value, str | float | bool) else value)
    ]


def _numbers(values: Sequence[Value]) -> list[float]:
    return [to_number(text) for text in _flat(values) if text != ""]


def _sum(scope: Scope, *values: Value) -> Value:
    return math.fsum(numbers) if all(map(math.isfinite, numbers := _numbers(values))) else math.nan


def _least(scope: Scope, *values: Value) -> Value:
    return min(_numbers(values), default=math.nan)


def _most(scope: Scope, *values: Value) -> Value:
    return max(_numbers(values), default=math.nan)


def _count(scope: Scope, *values: Value) -> Value:
    return float(len(_flat(values)))


def _count_non_empty(scope: Scope, *values: Value) -> Value:
    return float(sum(text != "" for text in _flat(values)))


def _substr(scope: Scope, text: Value, start: Value, end: Value = math.inf) -> Value:
    """Cut from `start`, counted from 0, to before `end`; negative ones count from the end."""
    whole = to_string(text)
    edges = [_edge(to_number(edge), len(whole)) for edge in (start, end)]
    return whole[edges[0] : edges[1]]


def _edge(place: float, length: int) -> int:
    if math.isnan(place):
        return 0
    at = length + place if place < 0 else place
    return int(min(max(at, 0), length))


def _substring(scope: Scope, text: Value, start: Value, length: Value = math.inf) -> Value:
    """Cut as XPath 1.0 does: places are counted from 1, and rounded."""
    begin = to_number(_round(scope, start))
    end = begin + to_number(_round(scope, length))
    return "".join(c for place, c in enumerate(to_string(text), 1) if begin <= place < end)


def _translate(scope: Scope, text: Value, old: Value, new: Value) -> Value:
    into = to_string(new)
    table: dict[int, str | None] = {}
    for place, letter in enumerate(to_string(old)):
        table.setdefault(ord(letter), into[place] if place < len(into) else None)
    return to_string(text).translate(table)


def _date(scope: Scope, value: Value) -> Value:
    moment = to_day(value)
    return write_day(moment) if moment else ""


def _date_time(scope: Scope, value: Value) -> Value:
    moment = to_day(value)
    return moment.isoformat(timespec="seconds") if moment else ""


def _format_date(scope: Scope, value: Value, pattern: Value) -> Value:
    """Write a moment by ODK's marks: %Y %y %m %n %b %d %e %H %h %M %S %3 %a."""
    moment = to_day(value)
    if moment is None:
        return ""
    marks = {
        **{mark: moment.strftime(f"%{mark}") for mark in "YymdHMSab"},
        **{"n": str(moment.month), "e": str(moment.day), "h": str(moment.hour), "3": "000"},
    }
    head, *pieces = to_string(pattern)[:100].split("%")
    return head + "".join(marks.get(piece[:1], piece[:1]) + piece[1:] for piece in pieces)


def _decimal_time(scope: Scope, value: Value) -> Value:
    hours, _, minutes = to_string(value).partition(":")
    if not (hours.isdecimal() and minutes[:2].isdecimal()):
        return math.nan
    return (int(hours) * MINUTES + int(minutes[:2])) * MINUTES / DAY_SECONDS


def _boolean_from_string(scope: Scope, value: Value) -> Value:
    return to_string(value).lower() in ("true", "1")


def _position(scope: Scope) -> Value:
    return float(scope.position)


def _string_length(scope: Scope, text: Value) -> Value:
    return float(len(to_string(text)))


def _normalized(scope: Scope, text: Value) -> Value:
    return " ".join(to_string(text).split())


ANY = None
FUNCTIONS: dict[str, tuple[Arity, Function]] = {
    "selected": (2, _selected),
    "selected-at": (2, _selected_at),
    "count-selected": (1, _count_selected),
    "int": (1, _int),
    "number": (1, lambda scope, value: to_number(value)),
    "string": (1, lambda scope, value: to_string(value)),
    "boolean": (1, lambda scope, value: to_boolean(value)),
    "boolean-from-string": (1, _boolean_from_string),
    "true": (0, lambda scope: True),
    "false": (0, lambda scope: False),
    "not": (1, lambda scope, value: not to_boolean(value)),
    "concat": ((1, ANY), _concat),
    "join": ((2, ANY), _join),
    "round": ((1, 2), _round),
    "pow": (2, _pow),
    "abs": (1, _of_number(abs)),
    "sqrt": (1, _of_number(math.sqrt)),
    "floor": (1, _of_number(math.floor)),
    "ceiling": (1, _of_number(math.ceil)),
    "exp": (1, _of_number(math.exp)),
    "log": (1, _of_number(math.log)),
    "log10": (1, _of_number(math.log10)),
    "sum": ((1, ANY), _sum),
    "count": ((1, ANY), _count),
    "count-non-empty": ((1, ANY), _count_non_empty),
    "min": ((1, ANY), _least),
    "max": ((1, ANY), _most),
    "position": (0, _position),
    "string-length": (1, _string_length),
    "substr": ((2, 3), _substr),
    "substring": ((2, 3), _substring),
    "substring-before": (2, lambda s, a, b: _before(to_string(a), to_string(b))),
    "substring-after": (2, lambda s, a, b: to_string(a).partition(to_string(b) or "\0")[2]),
    "contains": (2, lambda s, a, b: to_string(b) in to_string(a)),
    "starts-with": (2, lambda s, a, b: to_string(a).startswith(to_string(b))),
    "ends-with": (2, lambda s, a, b: to_string(a).endswith(to_string(b))),
    "translate": (3, _translate),
    "normalize-space": (1, _normalized),
    "today": (0, lambda scope: write_day(scope.now)),
    "now": (0, lambda scope: scope.now.replace(tzinfo=None).isoformat(timespec="seconds")),
    "date": (1, _date),
    "date-time": (1, _date_time),
    "format-date": (2, _format_date),
    "format-date-time": (2, _format_date),
    "decimal-date-time": (1, lambda scope, value: to_number(value)),
    "decimal-time": (1, _decimal_time),
}
LAZY: dict[str, Arity] = {  # see compiling.py
    "if": 3,
    "coalesce": (2, ANY),
    "regex": 2,
    "indexed-repeat": 3,
    "jr-choice-name": 2,
}
ARITIES: dict[str, Arity] = {**LAZY, **{name: arity for name, (arity, _) in FUNCTIONS.items()}}


def _before(text: str, mark: str) -> str:
    head, found, _ = text.partition(mark) if mark else ("", "", "")
    return head if found else ""
