"""Room: which chats can be written to free of charge now, which for money, which by template only.

Only platforms with tariffs have such chats; where no account is of one, nothing is asked of the
database that was not asked before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import tariffs
from bot.accounts import platform_of
from bot.models import Broadcast, ChannelAccount, Chat
from bot.tariffs import Terms

FREE, PAID, PAST = 0, 1, 2  # how a chat stands
WINDOW = "window"  # too long ago: nothing but a template may be sent, and there is none
COSTS = "costs"  # a message would cost, and the broadcast has no money for it
TEMPLATE_PRICE, TEMPLATE_ACCOUNT = "price", "account"


@dataclass(frozen=True, slots=True)
class Fares:
    """Hold the terms of the accounts that have any, at a moment."""

    now: datetime
    terms: Mapping[int, Terms] = field(default_factory=dict)
    where_last: bool = False  # what is free of charge is not preferred

    def standing(self, chat: Any = Chat) -> ColumnElement[int]:
        """Return how a chat stands."""
        if not self.terms:
            return literal(FREE)
        whens = []
        for account_id, terms in self.terms.items():
            own = chat.account_id == account_id
            whens += [
                (and_(own, chat.last_in_at > self.now - terms.free_for), literal(FREE)),
                (and_(own, chat.last_in_at > self.now - terms.paid_for), literal(PAID)),
                (own, literal(PAST)),
            ]
        return case(*whens, else_=literal(FREE))

    def stand(self, account_id: int, last_in_at: datetime | None) -> int:
        """Return how a chat of an account stands whose person wrote last at a moment."""
        terms = self.terms.get(account_id)
        if terms is None:
            return FREE
        age = self.now - last_in_at if last_in_at else terms.paid_for
        return FREE if age < terms.free_for else PAID if age < terms.paid_for else PAST

    def obstacles(self, broadcast: Broadcast) -> list[tuple[ColumnElement[bool], str]]:
        """Return why a broadcast cannot be sent to Chat for what it may cost, and when that is."""
        if not self.terms:
            return []
        standing = self.standing()
        found: list[tuple[ColumnElement[bool], str]] = []
        without = [one for one in self.terms if not self.has_template(broadcast, one)]
        if without:
            found.append(((standing == PAST) & Chat.account_id.in_(without), WINDOW))
        if not broadcast.may_cost:
            found.append((standing != FREE, COSTS))
        return found

    def has_template(self, broadcast: Broadcast, account_id: int) -> bool:
        """Tell whether a broadcast has a template of an account's: each has its own."""
        return bool(broadcast.template) and (
            broadcast.template.get(TEMPLATE_ACCOUNT, account_id) == account_id
        )

    def price(self, broadcast: Broadcast, account_id: int, standing: int, *, each: int = 1) -> int:
        """Return what it costs to reach one chat by `each` messages, in dong."""
        if standing == FREE:
            return 0
        if standing == PAID:
            return self.terms[account_id].consult_price * each
        return int(broadcast.template[TEMPLATE_PRICE])


async def load_fares(session: AsyncSession, now: datetime, *, where_last: bool = False) -> Fares:
    """Return the fares of the site's accounts at a moment."""
    accounts = await session.execute(select(ChannelAccount.id, ChannelAccount.name))
    found = {one.id: tariffs.terms_of(platform_of(one.name), now) for one in accounts}
    return Fares(
        now, {number: terms for number, terms in found.items() if terms is not None}, where_last
    )
