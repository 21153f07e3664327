"""Room: which broadcast goes first on an account that several wait for.

Law: who launches to few never waits behind a million, and the million hardly feels it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, or_, true

from bot.models import Broadcast

FEW = 1000  # people: half a minute at a bot's usual rate


def rank() -> tuple[ColumnElement[Any] | Any, ...]:
    """Return by what running broadcasts are ordered: urgent, then to few, then the oldest."""
    return Broadcast.urgent.desc(), Broadcast.audience > FEW, Broadcast.starts_at, Broadcast.id


def goes_before(*, urgent: bool, people: int) -> ColumnElement[bool]:
    """Tell which running broadcasts go before one that would be launched now."""
    few = Broadcast.audience <= FEW
    match urgent, people <= FEW:
        case True, True:
            return Broadcast.urgent & few
        case True, False:
            return Broadcast.urgent.is_(True)
        case False, True:
            return or_(Broadcast.urgent, few)
        case _:
            return true()
