"""Room: what a broadcast would cost, said before it is confirmed and agreed with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import segments
from bot.broadcasts.detours import chosen_chat
from bot.broadcasts.fares import COSTS, FREE, PAID, PAST, WINDOW, Fares, load_fares
from bot.broadcasts.parting import count_messages
from bot.broadcasts.verdicts import is_meant, skip_reason
from bot.models import Broadcast, ChannelAccount, Chat, Member
from bot.text import say


@dataclass(frozen=True, slots=True)
class Estimate:
    """Hold messages for money, and what they come to, in dong; a family's chat gets one."""

    paid: int = 0  # messages after the free hours
    templates: int = 0
    cost: int = 0  # if all left at that moment
    most: int = 0  # if every window closed before its message left
    left_out: int = 0  # members who could be reached for money only, and are not
    is_second_hand: bool = False  # the prices are not from the service itself


async def estimate(session: AsyncSession, broadcast: Broadcast, *, now: datetime) -> Estimate:
    """Return what a launch at a moment would come to."""
    fares = await load_fares(session, now, where_last=broadcast.where_last)
    if not fares.terms:
        return Estimate()
    reason, standing = skip_reason(broadcast, fares), fares.standing()
    chats = func.count(Chat.id.distinct())
    query = (
        select(Chat.account_id, reason.label("why"), standing.label("stand"))
        .add_columns(chats.label("chats"), func.count().label("members"))
        .select_from(Member)
        .join(Chat, Chat.id == chosen_chat(fares))
        .where(segments.members_where(broadcast.rule), Chat.account_id.in_(fares.terms))
        .group_by(Chat.account_id, reason, standing)
    )
    counts, each = {PAID: 0, PAST: 0}, await _count_each(session, broadcast, fares)
    cost = most = left_out = 0
    for row in await session.execute(query):
        if row.why in (WINDOW, COSTS):
            left_out += row.members
        elif not row.why and broadcast.may_cost:
            cost += row.chats * fares.price(
                broadcast, row.account_id, row.stand, each=each[row.account_id]
            )
            most += row.chats * _dearest(
                broadcast, row.account_id, fares, each=each[row.account_id]
            )
            counts[row.stand] = counts.get(row.stand, 0) + row.chats
    second_hand = any(terms.is_second_hand for terms in fares.terms.values())
    return Estimate(counts[PAID], counts[PAST], cost, most, left_out, second_hand)


async def has_prices(session: AsyncSession, *, now: datetime) -> bool:
    """Tell whether a message can cost anything on this site."""
    return bool((await load_fares(session, now)).terms)


async def count_late(
    session: AsyncSession, broadcast: Broadcast, *, now: datetime
) -> dict[int, int]:
    """Return how many messages a launch would send after the free hours, by account."""
    fares = await load_fares(session, now, where_last=broadcast.where_last)
    if not fares.terms:
        return {}
    late = fares.standing() == PAID
    query = (
        select(Chat.account_id, func.count(Chat.id.distinct()).filter(late).label("n"))
        .select_from(Member)
        .join(Chat, Chat.id == chosen_chat(fares))
        .where(is_meant(broadcast), Chat.account_id.in_(fares.terms))
        .where(skip_reason(broadcast, fares) == "")
        .group_by(Chat.account_id)
    )
    each = await _count_each(session, broadcast, fares)
    rows = await session.execute(query)
    counted = {row.account_id: row.n * each[row.account_id] for row in rows}
    return dict.fromkeys(fares.terms, 0) | counted


def say_estimate(found: Estimate, locale: str) -> list[str]:
    """Say what it would cost and who is left out; nothing where nothing costs."""
    lines = []
    if found.most:
        given = {"cost": found.cost, "most": found.most}
        counts = {"paid": found.paid, "templates": found.templates}
        lines.append(say(locale, "broadcast-cost", **given, **counts))
    if found.most and found.is_second_hand:
        lines.append(say(locale, "broadcast-cost-second-hand"))
    if found.left_out:
        lines.append(say(locale, "broadcast-left-out", count=found.left_out))
    return lines


def say_agreed(broadcast: Broadcast, locale: str) -> list[str]:
    """Say what is agreed on with a broadcast that may cost."""
    if not broadcast.may_cost:
        return []
    agreed = say(locale, "broadcast-cost-agreed", most=broadcast.most_cost)
    where = [say(locale, "broadcast-where-last")] if broadcast.where_last else []
    return [agreed, *where, *say_template(broadcast, locale)]


def say_template(broadcast: Broadcast, locale: str) -> list[str]:
    """Say by which template some are reached, and what stands in it."""
    if not broadcast.template:
        return []
    texts = broadcast.template["fields"].items()
    filled = "; ".join(f"{name}: {text}" for name, (text, _) in texts)
    given = {"number": broadcast.template["number"], "price": int(broadcast.template["price"])}
    return [say(locale, "broadcast-by-template", filled=filled, **given)]


async def _count_each(session: AsyncSession, broadcast: Broadcast, fares: Fares) -> dict[int, int]:
    """Return how many messages reach one chat of each account where they may cost."""
    if not broadcast.may_cost:
        return dict.fromkeys(fares.terms, 1)
    named = select(ChannelAccount.id, ChannelAccount.name)
    accounts = await session.execute(named.where(ChannelAccount.id.in_(fares.terms)))
    return {one.id: await count_messages(session, broadcast, one.name) for one in accounts.all()}


def _dearest(broadcast: Broadcast, account_id: int, fares: Fares, *, each: int) -> int:
    """Return the most that one message may come to, whenever it leaves."""
    stands = (FREE, PAID, PAST) if fares.has_template(broadcast, account_id) else (FREE, PAID)
    return max(fares.price(broadcast, account_id, stand, each=each) for stand in stands)
