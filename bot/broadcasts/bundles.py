"""Room: what a sender is handed: lines of one broadcast to one chat, as one message."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from bot.broadcasts.fields import FILLED, Recipient
from bot.broadcasts.priors import Prior
from bot.broadcasts.rendering import Wording


@dataclass(frozen=True, slots=True)
class Bundle:
    """Hold the lines of one broadcast that one message to one chat carries."""

    delivery_ids: tuple[int, ...]
    chat_id: int
    chat: str  # the platform's id
    locale: str
    wording: Wording
    recipients: tuple[Recipient, ...]
    claimed_at: datetime
    priors: tuple[Sequence[Prior], ...] = ()  # of each recipient, where a message is amended
    price: int = 0  # dong; it stands on the first of the lines
    by_template: bool = False
    late: int = 0  # messages of the month, after the free hours


@dataclass(frozen=True, slots=True)
class Claim:
    """Hold what one claim took: messages to send, and how many lines it looked at."""

    bundles: tuple[Bundle, ...] = ()
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Fare:
    """Hold what it costs to reach one chat, and whether that goes as a template."""

    price: int = 0  # dong
    by_template: bool = False
    late: int = 0  # messages of the month, after the free hours


FREE_FARE = Fare()


def bundle(
    rows: Sequence[Row[Any]],
    wording: Wording,
    priors: Mapping[int, Sequence[Prior]],
    fares: Mapping[int, Fare],
    *,
    now: datetime,
) -> list[Bundle]:
    """Return claimed lines as messages, one a chat; `fares` are by chat."""
    families: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        families[row.chat_id].append(row)
    more = [name for name in FILLED if rows and name in rows[0]._fields]
    return [
        Bundle(
            tuple(row.id for row in family),
            chat_id,
            family[0].external_id,
            family[0].locale,
            wording,
            tuple(_recipient(row, more) for row in family),
            now,
            tuple(priors.get(row.member_id, ()) for row in family) if priors else (),
            (fare := fares.get(chat_id, FREE_FARE)).price,
            fare.by_template,
            fare.late,
        )
        for chat_id, family in families.items()
    ]


def _recipient(row: Row[Any], more: Sequence[str]) -> Recipient:
    ward = f"{row.kind.lower()} {row.ward}" if row.ward else ""
    recipient = Recipient(row.member_id, row.full_name, row.address_form, ward)
    return replace(recipient, **{name: getattr(row, name) for name in more}) if more else recipient
