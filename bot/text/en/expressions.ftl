# Expressions of surveys (conditions, constraints, calculations).

expression-empty = The expression says nothing.
expression-too-long = The expression is longer than { $most } characters.
expression-too-deep = More than { $most } layers of the expression stand within each other.
expression-too-many = The expression has more than { $most } parts.
expression-syntax = The expression is not written correctly: { $why }
expression-unknown-function = The function { $name }() is not known.
expression-refused-function = { $name }() is not allowed: the same answers must always mean the same.
expression-arguments = { $name }() takes another number of values.
expression-path = Answers are named by ${"{"}question{"}"} or a full stop only, not by paths such as { $name }.
expression-bare-name = { $name } is not known here; an answer is named ${"{"}{ $name }{"}"}.
expression-pattern = regex() needs its pattern in quotes, without look-ahead or back reference.
expression-reference = { $name }() needs a question, written as ${"{"}question{"}"}.
