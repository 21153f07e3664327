"""The reading room: the Bot API's methods and types, read with ``ast`` from aiogram's sources.

Nothing of aiogram is imported: a module is parsed when its method or type is first asked for.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from tests.kit.bot_api.limits import Limit, read_exclusive, read_limits

if TYPE_CHECKING:
    from collections.abc import Iterator

SCALARS = {
    "str": "str",
    "int": "int",
    "bool": "bool",
    "float": "float",
    "Any": "any",
    "DateTime": "int",
    "datetime": "int",
    "timedelta": "int",
    "InputFile": "file",
    "CallbackGame": "any",
}
DROPPED = frozenset({"Default", "None"})
ROOTS = frozenset({"TelegramObject", "MutableTelegramObject", "TelegramMethod"})


@dataclass(frozen=True)
class Kind:
    """Say what a value may be: a scalar, literals, a list, an object or one of several kinds."""

    form: str
    name: str = ""
    inner: tuple[Kind, ...] = ()
    values: frozenset[object] = frozenset()


@dataclass(frozen=True)
class Field:
    """Describe one field of a method or of a type."""

    name: str
    kind: Kind
    required: bool
    limits: tuple[Limit, ...]


@dataclass(frozen=True)
class Shape:
    """Describe a method's parameters or a type's fields."""

    name: str
    fields: dict[str, Field] = field(hash=False)
    exclusive_but: frozenset[str] | None = None


def _imported_names(path: Path) -> dict[str, str]:
    """Map each name that a package's ``__init__`` offers to the module it comes from."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        alias.name: node.module
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.level == 1 and node.module
        for alias in node.names
    }


def _wire_name(class_name: str) -> str:
    return class_name[:1].lower() + class_name[1:]


class Specification:
    """Answer what the Bot API allows, from the sources in one folder of aiogram."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._type_modules = _imported_names(root / "types" / "__init__.py")
        self._shapes: dict[tuple[str, str], Shape] = {}
        self._trees: dict[Path, ast.Module] = {}

    @cached_property
    def methods(self) -> dict[str, str]:
        """Map each method's lower-case name to its class: names on the wire ignore case."""
        names = _imported_names(self._root / "methods" / "__init__.py")
        skipped = {"TelegramMethod", "Request", "Response"}
        return {name.lower(): name for name in names if name not in skipped}

    @cached_property
    def update_kinds(self) -> frozenset[str]:
        """Name every kind of update, as ``allowed_updates`` may list them."""
        return frozenset(self.type("Update").fields) - {"update_id"}

    def method(self, name: str) -> Shape | None:
        """Find a method by its name on the wire."""
        found = self.methods.get(name.lower())
        return self._shape("methods", found) if found else None

    def type(self, name: str) -> Shape:
        """Get a type by its name."""
        return self._shape("types", name)

    def _shape(self, folder: str, name: str) -> Shape:
        if (folder, name) not in self._shapes:
            self._shapes[folder, name] = self._read_shape(folder, name)
        return self._shapes[folder, name]

    def _read_shape(self, folder: str, name: str) -> Shape:
        node = self._class(folder, name)
        fields = {each.name: each for each in self._inherited(folder, node)}
        fields |= {each.name: each for each in self._fields(node)}
        wire = _wire_name(name) if folder == "methods" else name
        return Shape(wire, fields, read_exclusive(ast.get_docstring(node) or ""))

    def _inherited(self, folder: str, node: ast.ClassDef) -> Iterator[Field]:
        for parent in node.bases:
            if folder == "types" and isinstance(parent, ast.Name) and parent.id not in ROOTS:
                yield from self._shape("types", parent.id).fields.values()

    def _module(self, path: Path) -> ast.Module:
        if path not in self._trees:
            self._trees[path] = ast.parse(path.read_text(encoding="utf-8"))
        return self._trees[path]

    def _class(self, folder: str, name: str) -> ast.ClassDef:
        snake = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
        module = self._type_modules[name] if folder == "types" else snake
        tree = self._module(self._root / folder / f"{module}.py")
        return next(n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == name)

    def _fields(self, node: ast.ClassDef) -> Iterator[Field]:
        for statement, after in zip(node.body, [*node.body[1:], None], strict=True):
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                read = self._field(statement.target.id, statement, _docstring(after))
                if read:
                    yield read

    def _field(self, name: str, statement: ast.AnnAssign, doc: str) -> Field | None:
        default = statement.value
        options = _field_options(default)
        if "json_schema_extra" in options or name.startswith("_"):
            return None
        kind = self._kind(statement.annotation)
        alias = options.get("alias")
        wire = alias.value if isinstance(alias, ast.Constant) else name
        required = default is None or kind.form == "literals" or _is_demanded(default)
        return Field(str(wire), kind, required, read_limits(doc, form=_form_of(kind)))

    def _kind(self, node: ast.expr) -> Kind:
        match node:
            case ast.BinOp(left=left, right=right):
                return _one_of(self._kind(left), self._kind(right))
            case ast.Constant(value=None):
                return Kind("nothing")
            case ast.Subscript(value=ast.Name(id="list"), slice=inner):
                return Kind("list", inner=(self._kind(inner),))
            case ast.Subscript(value=ast.Name(id="Literal"), slice=inner):
                return Kind("literals", values=frozenset({self._literal(inner)}))
            case ast.Attribute(attr=attr):
                return Kind("scalar", SCALARS[attr])
            case ast.Name(id=name):
                return self._named(name)
        raise TypeError(f"an annotation of an unknown form: {ast.unparse(node)}")

    def _named(self, name: str) -> Kind:
        if name in DROPPED:
            return Kind("nothing")
        if name in SCALARS:
            return Kind("scalar", SCALARS[name])
        alias = self._alias(name)
        return self._kind(alias) if alias is not None else Kind("object", name)

    def _alias(self, name: str) -> ast.expr | None:
        """Find what ``Name: TypeAlias = …`` stands for, or None where the name is a class."""
        tree = self._module(self._root / "types" / f"{self._type_modules[name]}.py")
        for node in tree.body:
            if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == name:
                return node.value
        return None

    def _literal(self, node: ast.expr) -> object:
        if isinstance(node, ast.Constant):
            return node.value
        if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)):
            raise TypeError(f"a literal of an unknown form: {ast.unparse(node)}")
        return _enum_values(self._root, node.value.id)[node.attr]


def _docstring(statement: ast.stmt | None) -> str:
    match statement:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return text
    return ""


def _field_options(default: ast.expr | None) -> dict[str | None, ast.expr]:
    match default:
        case ast.Call(func=ast.Name(id="Field"), keywords=keywords):
            return {keyword.arg: keyword.value for keyword in keywords}
    return {}


def _is_demanded(default: ast.expr) -> bool:
    """Tell whether a default is ``Field(...)``, which is none."""
    match default:
        case ast.Call(func=ast.Name(id="Field"), args=[ast.Constant(value=value), *_]):
            return value is Ellipsis
    return False


def _form_of(kind: Kind) -> str:
    """Name the form by which a docstring's limits are understood."""
    return kind.name if kind.form == "scalar" else kind.form


def _one_of(left: Kind, right: Kind) -> Kind:
    found: list[Kind] = []
    for kind in (left, right):
        parts = kind.inner if kind.form == "one of" else (kind,)
        found += [part for part in parts if part.form != "nothing" and part not in found]
    return found[0] if len(found) == 1 else Kind("one of", inner=tuple(found))


@cache
def _enum_values(root: Path, name: str) -> dict[str, object]:
    module = _imported_names(root / "enums" / "__init__.py")[name]
    tree = ast.parse((root / "enums" / f"{module}.py").read_text(encoding="utf-8"))
    (node,) = (n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == name)
    return {
        statement.targets[0].id: statement.value.value
        for statement in node.body
        if isinstance(statement, ast.Assign)
        and isinstance(statement.targets[0], ast.Name)
        and isinstance(statement.value, ast.Constant)
    }


@cache
def read_specification() -> Specification:
    """Read the specification of the installed aiogram, once in a program."""
    found = find_spec("aiogram")
    if found is None or not found.submodule_search_locations:
        raise RuntimeError("aiogram is not installed; the test server reads its sources")
    return Specification(Path(found.submodule_search_locations[0]))
