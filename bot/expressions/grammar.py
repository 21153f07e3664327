"""Ground: an expression's text made a tree by elementpath's grammar, cut down to what we know.

`${name}` is no XPath: before parsing each becomes a variable of our own naming.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from elementpath import ElementPathError, XPath1Parser
from elementpath.tdop import Parser
from elementpath.xpath_tokens import XPathToken

from bot.expressions.faults import ExpressionRefused
from bot.expressions.functions import ARITIES, REFUSED, VARIABLE

MOST_SOURCE = 4_000  # characters; a long list of "or selected(…)" of a real form has 2,000
MOST_DEPTH = 24
MOST_PARTS = 500
SYMBOLS = (
    *("(start)", "(end)", "(invalid)", "(unknown)"),
    *("(string)", "(float)", "(decimal)", "(integer)", "(name)"),
    *(",", "(", ")", "$", ".", "and", "or"),
    *("=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod"),
)
QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " "})  # Excel's own
PART = re.compile(
    r"""(?P<text>'[^']*'|"[^"]*")
    |\$\{\s*(?P<name>[^\s{}]+)\s*\}
    |(?P<position>\bposition\s*\(\s*\.\.\s*\))
    |(?P<label>\bjr:choice-name\b)
    |(?P<path>\.\.|//?|@|::|\[|\])
    |(?P<open>\()|(?P<close>\))
    |(?P<call>[A-Za-z][\w.-]*)(?=\s*\()
    |(?P<rest>[<>!]=|[\w.-]+|\S)""",
    re.VERBOSE,
)
OPERATORS = frozenset({"and", "or", "div", "mod"})


class _Grammar(XPath1Parser.create_restricted_parser("Survey", SYMBOLS)):  # type: ignore[misc]
    def parse(self, source: str) -> XPathToken:
        """Parse without evaluating anything, which elementpath's own does at its end."""
        tree: XPathToken = Parser.parse(self, source)
        return tree


for _name, _arity in ARITIES.items():
    _Grammar.function(_name, nargs=_arity)
_Grammar.build()


@dataclass(frozen=True, slots=True)
class Parsed:
    """Hold an expression's tree, and what its variables stand for."""

    tree: XPathToken
    names: tuple[str, ...]


def parse(source: str) -> Parsed:
    """Return an expression's tree, or raise ExpressionRefused."""
    if not source.strip():
        raise ExpressionRefused("empty")
    if len(source) > MOST_SOURCE:
        raise ExpressionRefused("too-long", most=MOST_SOURCE)
    text, names = _rewrite(source.translate(QUOTES))
    try:
        return Parsed(_Grammar().parse(text), names)
    except (ElementPathError, RecursionError) as error:
        if "XPST0017" in str(error):
            name = re.search(r"'(?:fn:)?([\w:-]+)'", str(error))
            raise ExpressionRefused("arguments", name=name[1] if name else "?") from error
        raise ExpressionRefused("syntax", why=_why(error)) from error


def _rewrite(source: str) -> tuple[str, tuple[str, ...]]:
    """Return the text to parse and the names that its variables $v0, $v1, … stand for."""
    names: dict[str, int] = {}
    parts: list[str] = []
    depth = 0
    for number, part in enumerate(PART.finditer(source)):
        depth += (part["open"] is not None) - (part["close"] is not None)
        if depth > MOST_DEPTH:
            raise ExpressionRefused("too-deep", most=MOST_DEPTH)
        if number >= MOST_PARTS:
            raise ExpressionRefused("too-many", most=MOST_PARTS)
        parts.append(_part(part, names))
    return " ".join(parts), tuple(names)


def _part(part: re.Match[str], names: dict[str, int]) -> str:
    if name := part["name"]:
        return f"${VARIABLE}{names.setdefault(name, len(names))}"
    if part["position"]:
        return "position()"
    if part["label"]:
        return "jr-choice-name"
    if part["path"] or part["rest"] == "$":
        raise ExpressionRefused("path", name=part[0])
    if (call := part["call"]) and call not in ARITIES and call not in OPERATORS:
        raise ExpressionRefused(
            "refused-function" if call in REFUSED else "unknown-function", name=call
        )
    return part[0]


def _why(error: Exception) -> str:
    """Return the reason without elementpath's own codes and places, which name rewritten text."""
    told = str(error).partition("]")[2].strip() or "it is incomplete"
    return re.sub(rf"\$?{VARIABLE}\d+", "${…}", told)[:120]
