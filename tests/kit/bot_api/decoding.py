"""The interpreter: a form field's text becomes a value, by the kind that its field declares."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

import orjson

if TYPE_CHECKING:
    from tests.kit.bot_api.specification import Kind

Decode: TypeAlias = Callable[[str], Any]

INTEGER = re.compile(r"-?\d{1,18}\Z")
BOOLEANS = {"true": True, "True": True, "1": True, "false": False, "False": False, "0": False}


def _decode_json(raw: str) -> Any:
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return raw  # a text where an object is due: the check names the field


def _decode_scalar(name: str) -> Decode:
    if name == "int":
        return lambda raw: int(raw) if INTEGER.match(raw) else raw
    if name == "bool":
        return lambda raw: BOOLEANS.get(raw, raw)
    return _decode_json if name == "float" else lambda raw: raw


def decode_for(kind: Kind) -> Decode:
    """Choose how a form field's text becomes a value, by the declared kind."""
    match kind.form:
        case "scalar":
            return _decode_scalar(kind.name)
        case "one of" if all(each.form == "scalar" for each in kind.inner):
            has_int = any(each.name == "int" for each in kind.inner)
            return _decode_scalar("int" if has_int else "str")
        case "literals":
            return lambda raw: raw
    return _decode_json
