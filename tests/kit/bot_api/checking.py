"""The customs: every request is compared with the specification, field by field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from tests.kit.bot_api.decoding import decode_for
from tests.kit.bot_api.formatting import read_text, units
from tests.kit.bot_api.refusals import Json, Violation

if TYPE_CHECKING:
    from tests.kit.bot_api.limits import Limit
    from tests.kit.bot_api.specification import Field, Kind, Shape, Specification

Check: TypeAlias = Callable[[Any, str], Any]

BUTTONS_AT_MOST, BUTTONS_A_ROW = 100, 8  # python-telegram-bot's constants; not in the API's text


@dataclass(frozen=True)
class Upload:
    """Hold a file that arrived with a request."""

    name: str
    content_type: str
    data: bytes


SCALAR_TESTS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "str": ("a string", lambda value: type(value) is str),
    "int": ("an integer", lambda value: type(value) is int),
    "bool": ("true or false", lambda value: type(value) is bool),
    "float": ("a number", lambda value: type(value) in (int, float)),
    "file": ("a file", lambda value: isinstance(value, Upload)),
    "any": ("anything", lambda value: True),
}
MEASURES: dict[str, tuple[str, Callable[[Any], int]]] = {
    "characters": ("characters", len),
    "parsed": ("characters after entities parsing", units),
    "bytes": ("bytes", lambda value: len(value.encode())),
    "items": ("items", len),
    "value": ("as a value", int),
}


def _limit_check(limit: Limit) -> Check:
    def check(value: Any, path: str) -> Any:
        _hold(limit, value, path)
        return value

    return check


def _hold(limit: Limit, value: Any, path: str) -> None:
    """Refuse a value that is outside of one limit."""
    if limit.what == "one of":
        if value not in limit.allowed:
            raise Violation(path, f"must be one of {sorted(map(str, limit.allowed))}")
        return
    if limit.what == "pattern":
        if not re.fullmatch(limit.pattern, value):
            raise Violation(path, f"must match {limit.pattern}")
        return
    unit, measure = MEASURES[limit.what]
    if not limit.low <= measure(value) <= limit.high:
        long = "; is too long" if measure(value) > limit.high else ""
        raise Violation(
            path, f"{measure(value)} {unit}, allowed are {limit.low}-{limit.high}{long}"
        )


def _scalar_check(name: str) -> Check:
    told, test = SCALAR_TESTS[name]

    def check(value: Any, path: str) -> Any:
        if not test(value):
            raise Violation(path, f"must be {told}, not {type(value).__name__}")
        return value

    return check


def _literal_check(kind: Kind) -> Check:
    def check(value: Any, path: str) -> Any:
        if value not in kind.values:
            raise Violation(path, f"must be one of {sorted(map(str, kind.values))}")
        return value

    return check


def _list_check(item: Check) -> Check:
    def check(value: Any, path: str) -> Any:
        if type(value) is not list:
            raise Violation(path, f"must be a list, not {type(value).__name__}")
        return [item(each, f"{path}[{n}]") for n, each in enumerate(value)]

    return check


class Checker:
    """Compile and keep a check for every method and type of a specification."""

    def __init__(self, specification: Specification) -> None:
        self._specification = specification
        self._types: dict[str, Check] = {}
        self._methods: dict[str, MethodCheck | None] = {}

    def method(self, name: str) -> MethodCheck | None:
        """Find the check of a method by its name on the wire, or None where there is none."""
        if name not in self._methods:
            shape = self._specification.method(name)
            self._methods[name] = MethodCheck(self, shape) if shape else None
        return self._methods[name]

    def field(self, field: Field, *, parsed_later: bool = False) -> Check:
        """Compile the check of one field: its kind, then each of its limits."""
        checks = [self._kind(field.kind)]
        left = [each for each in field.limits if not (parsed_later and each.what == "parsed")]
        checks += [_limit_check(limit) for limit in left]
        if field.name == "inline_keyboard":
            checks.append(_check_keyboard)
        if field.name == "allowed_updates":
            checks.append(self._check_update_kinds)

        def check(value: Any, path: str) -> Any:
            for each in checks:
                value = each(value, path)
            return value

        return checks[0] if len(checks) == 1 else check

    def _kind(self, kind: Kind) -> Check:
        match kind.form:
            case "scalar":
                return _scalar_check(kind.name)
            case "literals":
                return _literal_check(kind)
            case "list":
                return _list_check(self._kind(kind.inner[0]))
            case "object":
                return lambda value, path: self._object(kind.name)(value, path)
        return _union_check([self._kind(each) for each in kind.inner])

    def _object(self, name: str) -> Check:
        if name not in self._types:
            shape = self._specification.type(name)
            checks = {each.name: self.field(each) for each in shape.fields.values()}
            self._types[name] = _object_check(shape, checks)
        return self._types[name]

    def _check_update_kinds(self, value: list[str], path: str) -> list[str]:
        unknown = set(value) - self._specification.update_kinds
        if unknown:
            raise Violation(path, f"no such kind of update: {sorted(unknown)}")
        return value


def _object_check(shape: Shape, checks: dict[str, Check]) -> Check:
    required = [each.name for each in shape.fields.values() if each.required]

    def check(value: Any, path: str) -> Any:
        if type(value) is not dict:
            raise Violation(path, f"must be a {shape.name}, not {type(value).__name__}")
        checked = {}
        for name, each in value.items():
            if name not in checks:
                raise Violation(f"{path}.{name}", f"{shape.name} has no such field")
            if each is not None:
                checked[name] = checks[name](each, f"{path}.{name}")
        _hold_required(required, checked, shape.name, f"{path}.")
        if shape.exclusive_but and len(checked.keys() - shape.exclusive_but) != 1:
            used = sorted(checked.keys() - shape.exclusive_but)
            raise Violation(path, f"a {shape.name} does exactly one thing, this one: {used}")
        return checked

    return check


def _hold_required(required: list[str], checked: Json, holder: str, path: str) -> None:
    for name in required:
        if name not in checked:
            raise Violation(f"{path}{name}", f"is required in {holder}")


def _union_check(options: list[Check]) -> Check:
    """Take the first kind that fits, or tell of the one that came furthest."""

    def check(value: Any, path: str) -> Any:
        refusals = []
        for option in options:
            try:
                return option(value, path)
            except Violation as violation:
                refusals.append(violation)
        raise max(refusals, key=_distance)

    return check


def _distance(violation: Violation) -> tuple[int, bool]:
    """Tell how deep a check came before it refused; an unknown first name is the least."""
    return violation.field.count("."), "no such field" not in violation.why


def _check_keyboard(value: list[list[Json]], path: str) -> list[list[Json]]:
    if any(len(row) > BUTTONS_A_ROW for row in value):
        raise Violation(path, f"at most {BUTTONS_A_ROW} buttons a row")
    if sum(map(len, value)) > BUTTONS_AT_MOST:
        raise Violation(path, f"reply markup is too long: at most {BUTTONS_AT_MOST} buttons")
    return value


class MethodCheck:
    """Check the parameters of one method."""

    def __init__(self, checker: Checker, shape: Shape) -> None:
        self.name = shape.name
        self._fields = {
            each.name: (checker.field(each, parsed_later=True), decode_for(each.kind))
            for each in shape.fields.values()
        }
        self._required = [each.name for each in shape.fields.values() if each.required]
        self._parsed = [
            (each.name, limit)
            for each in shape.fields.values()
            for limit in each.limits
            if limit.what == "parsed"
        ]

    def check(self, given: Mapping[str, Any]) -> Json:
        """Decode by declared type, check every field, and read formatted texts.

        Raises Violation, or Refusal where a text's marks cannot be read.
        """
        checked: Json = {}
        for name, value in given.items():
            if name not in self._fields:
                raise Violation(name, f"{self.name} has no such field")
            check, decode = self._fields[name]
            if value is not None:
                native = decode(value) if type(value) is str else value
                checked[name] = check(native, name)
        _hold_required(self._required, checked, self.name, "")
        for name, limit in self._parsed:
            if name in checked:
                _read_formatted(checked, name, limit)
        return checked


def _read_formatted(checked: Json, name: str, limit: Limit) -> None:
    """Replace a formatted text by its plain one, with its entities beside it."""
    plain_name = name in ("text", "caption")
    prefix = "" if plain_name else f"{name}_"
    listed = f"{'caption_' if name == 'caption' else prefix}entities"
    plain, entities = read_text(checked[name], checked.get(f"{prefix}parse_mode"))
    checked[name] = plain.rstrip()
    checked[listed] = entities or checked.get(listed, [])
    _hold(limit, checked[name], name)
