"""The room of refusals: every answer of the server that is no result."""

from __future__ import annotations

from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


class Refusal(Exception):
    """{status} {description}, as the real server words it."""

    def __init__(
        self, status: int, description: str, *, parameters: dict[str, int] | None = None
    ) -> None:
        super().__init__(f"{status} {description}")
        self.status = status
        self.description = description
        self.parameters = parameters


class Violation(Exception):
    """The request breaks the specification in this field."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self.why = why


def bad_request(description: str) -> Refusal:
    """Make a 400 in the real server's wording."""
    return Refusal(400, f"Bad Request: {description}")


def forbidden(description: str) -> Refusal:
    """Make a 403 in the real server's wording."""
    return Refusal(403, f"Forbidden: {description}")


def too_many(seconds: int) -> Refusal:
    """Make a 429 that asks for this many seconds of quiet."""
    text = f"Too Many Requests: retry after {seconds}"
    return Refusal(429, text, parameters={"retry_after": seconds})
