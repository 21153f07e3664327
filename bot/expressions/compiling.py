"""Ground: an expression's tree made a function once, to be run many times."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from bot.expressions.faults import ExpressionRefused
from bot.expressions.functions import FUNCTIONS, LISTING, VARIABLE
from bot.expressions.scopes import Scope
from bot.expressions.values import Value, to_boolean, to_number, to_string

if TYPE_CHECKING:
    from elementpath.xpath_tokens import XPathToken

Run = Callable[[Scope], Value]
MOST_KEPT = 4_096  # compiled expressions
MOST_STEPS = 200  # within each other, far from where Python would give up
CONSTANTS = frozenset({"(string)", "(integer)", "(decimal)", "(float)"})
ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}
ORDER: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
OPERATORS = frozenset({*ORDER, *ARITHMETIC, "=", "!=", "div", "mod", "and", "or"})


class Reference(NamedTuple):
    """Name an answer that an expression looks at; `every`: in all copies of what repeats."""

    name: str
    every: bool


@dataclass(frozen=True, slots=True)
class Expression:
    """Hold an expression that is ready to run; running it never raises."""

    source: str
    references: frozenset[Reference]
    run: Run

    def holds(self, scope: Scope) -> bool:
        """Tell whether it is true."""
        return to_boolean(self.run(scope))

    def text(self, scope: Scope) -> str:
        """Return what it comes to as an answer is written; nothing where that is no number."""
        value = self.run(scope)
        if isinstance(value, float) and not math.isfinite(value):
            return ""
        return to_string(value)


@lru_cache(maxsize=MOST_KEPT)
def compile_expression(source: str, *, of_choice: bool = False) -> Expression:
    """Make an expression ready, or raise ExpressionRefused.

    `of_choice` is for choice filters, where a bare name is one of the choice's own columns.
    """
    # elementpath takes a third of a second to load: only where there is something to compile
    from bot.expressions.grammar import parse

    parsed = parse(source)
    compiler = _Compiler(parsed.names, of_choice=of_choice)
    run = compiler.compile(parsed.tree)
    return Expression(source, frozenset(compiler.references), run)


class _Compiler:
    def __init__(self, names: Sequence[str], *, of_choice: bool) -> None:
        self.names, self.of_choice = names, of_choice
        self.references: set[Reference] = set()
        self.depth = 0

    def compile(self, token: XPathToken, *, every: bool = False) -> Run:
        """Return a token's function; `every`: where a name means all its copies."""
        self.depth += 1
        if self.depth > MOST_STEPS:
            raise ExpressionRefused("too-deep", most=MOST_STEPS)
        symbol = token.symbol
        if symbol in CONSTANTS:
            run = _constant(token)
        elif symbol == "(":
            run = self.compile(token[0], every=every)
        elif symbol == "$":
            run = self._reference(token, every=every)
        elif symbol in OPERATORS:
            run = self._operate(token)
        elif symbol == "(name)":
            run = self._own(str(token.value))
        else:
            run = self._call(symbol, list(token))
        self.depth -= 1
        return run

    def _operate(self, token: XPathToken) -> Run:
        symbol = token.symbol
        if symbol in ("and", "or"):
            return self._all_or_any(token)
        if not len(token):  # a * that stands for any element
            raise ExpressionRefused("path", name=symbol)
        parts = [self.compile(part) for part in token]
        if len(parts) == 1:
            return _signed(symbol, *parts)
        compare = symbol in ORDER or symbol in ("=", "!=")
        return (_comparing if compare else _counting)(symbol, *parts)

    def _reference(self, token: XPathToken, *, every: bool) -> Run:
        name = self.names[int(str(token[0].value).removeprefix(VARIABLE))]
        self.references.add(Reference(name, every))
        if every:
            return lambda scope: scope.every(name)
        return lambda scope: scope.value(name)

    def _own(self, name: str) -> Run:
        """Read a choice's own column."""
        if not self.of_choice:
            raise ExpressionRefused("bare-name", name=name)
        return lambda scope: scope.item.get(name, "")

    def _all_or_any(self, token: XPathToken) -> Run:
        """Flatten a chain, so that a long one is no deep one."""
        parts, rest = [], token
        while rest.symbol == token.symbol:
            parts.append(self.compile(rest[1]))
            rest = rest[0]
        parts = [self.compile(rest), *reversed(parts)]
        if token.symbol == "and":
            return lambda scope: all(to_boolean(part(scope)) for part in parts)
        return lambda scope: any(to_boolean(part(scope)) for part in parts)

    def _call(self, name: str, tokens: Sequence[XPathToken]) -> Run:
        match name:
            case ".":
                return lambda scope: scope.here
            case "regex":
                return _matching(self.compile(tokens[0]), tokens[1])
            case "indexed-repeat":
                return self._indexed(tokens)
            case "jr-choice-name":
                return self._named(tokens)
        parts = [self.compile(token, every=name in LISTING) for token in tokens]
        if name in CHOOSING:
            return CHOOSING[name](*parts)
        function = FUNCTIONS[name][1]
        return lambda scope: function(scope, *[part(scope) for part in parts])

    def _indexed(self, tokens: Sequence[XPathToken]) -> Run:
        """Read `indexed-repeat(${question}, ${group}, 2)`."""
        if tokens[0].symbol != "$" or tokens[1].symbol != "$":
            raise ExpressionRefused("reference", name="indexed-repeat")
        found, place = self.compile(tokens[0], every=True), self.compile(tokens[2])

        def run(scope: Scope) -> Value:
            values, at = found(scope), to_number(place(scope))
            known = isinstance(values, Sequence) and at.is_integer() and 1 <= at <= len(values)
            return values[int(at) - 1] if known and isinstance(values, Sequence) else ""

        return run

    def _named(self, tokens: Sequence[XPathToken]) -> Run:
        """Read `jr:choice-name(code, '${question}')`: the words of a choice."""
        code, quoted = self.compile(tokens[0]), str(tokens[1].value)
        name = quoted.strip().removeprefix("${").removesuffix("}").strip()
        if tokens[1].symbol != "(string)" or not quoted.strip().startswith("${"):
            raise ExpressionRefused("reference", name="jr:choice-name")
        self.references.add(Reference(name, every=False))
        return lambda scope: scope.label(name, to_string(code(scope)))


def _constant(token: XPathToken) -> Run:
    text = str(token.value)
    value: Value = text if token.symbol == "(string)" else float(text)
    return lambda scope: value


def _comparing(symbol: str, left: Run, right: Run) -> Run:
    if symbol in ORDER:
        order = ORDER[symbol]
        return lambda scope: order(to_number(left(scope)), to_number(right(scope)))
    wanted = symbol == "="
    return lambda scope: _are_equal(left(scope), right(scope)) is wanted


def _are_equal(left: Value, right: Value) -> bool:
    """Compare as XPath 1.0 does (section 3.4): as truths, else as numbers, else as texts."""
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) == to_boolean(right)
    if isinstance(left, float) or isinstance(right, float):
        return to_number(left) == to_number(right)
    return to_string(left) == to_string(right)


def _signed(symbol: str, part: Run) -> Run:
    sign = -1.0 if symbol == "-" else 1.0
    return lambda scope: sign * to_number(part(scope))


def _counting(symbol: str, left: Run, right: Run) -> Run:
    work = {"div": _divide, "mod": _remain}.get(symbol) or ARITHMETIC[symbol]
    return lambda scope: work(to_number(left(scope)), to_number(right(scope)))


def _divide(left: float, right: float) -> float:
    if right:
        return left / right
    return math.nan if left == 0 or math.isnan(left) else math.copysign(math.inf, left)


def _remain(left: float, right: float) -> float:
    return math.fmod(left, right) if right and math.isfinite(left) else math.nan


def _matching(text: Run, token: XPathToken) -> Run:
    """Match the whole text, in time that grows with its length only (RE2)."""
    if token.symbol != "(string)":
        raise ExpressionRefused("pattern")
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        pattern = re2.compile(str(token.value), options)
    except re2.error as error:
        raise ExpressionRefused("pattern") from error
    return lambda scope: pattern.fullmatch(to_string(text(scope))) is not None


def _if(test: Run, then: Run, otherwise: Run) -> Run:
    return lambda scope: then(scope) if to_boolean(test(scope)) else otherwise(scope)


def _coalesce(*parts: Run) -> Run:
    return lambda scope: next((text for part in parts if (text := to_string(part(scope)))), "")


CHOOSING: dict[str, Callable[..., Run]] = {"if": _if, "coalesce": _coalesce}
