"""DOOR · pages: what a line of PAGES holds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response


@dataclass(frozen=True, slots=True)
class Page:
    """Name a path, what answers there, and the permission that it needs (empty: public)."""

    path: str
    endpoint: Callable[[Request], Awaitable[Response]]
    permission: str = ""
