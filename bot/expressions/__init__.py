"""Ground: the expressions of XLSForm (XPath 1.0 and its functions), in a sandbox.

Law: an expression sees the answers that it names and the clock that it is handed; no document,
no environment, no chance. What it costs is bounded before it is run.
"""

from bot.expressions.compiling import Expression, Reference, compile_expression
from bot.expressions.faults import ExpressionRefused
from bot.expressions.scopes import Scope
from bot.expressions.values import to_boolean, to_number, to_string

__all__ = [
    "Expression",
    "ExpressionRefused",
    "Reference",
    "Scope",
    "compile_expression",
    "to_boolean",
    "to_number",
    "to_string",
]
