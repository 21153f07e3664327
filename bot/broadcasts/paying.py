"""Room: claimed lines that would cost: moved to where it is free, paid as agreed, or skipped.

Law: what all lines of a broadcast have cost, or may have, never passes what was agreed, and what
an account sends after the free hours never passes what its platform allows a month.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import quotas
from bot.broadcasts.bundles import Bundle, Fare
from bot.broadcasts.detours import EXPIRED, move_on
from bot.broadcasts.fares import COSTS, FREE, PAID, PAST, Fares
from bot.broadcasts.parting import count_messages
from bot.messages import QUOTA
from bot.models import Broadcast, ChannelAccount, Delivery

Going = tuple[list[Row[Any]], dict[int, Fare]]


async def pay(
    session: AsyncSession,
    broadcast: Broadcast,
    account_id: int,
    rows: Sequence[Row[Any]],
    fares: Fares,
) -> Going:
    """Return the lines that go, and each chat's fare; the others are moved, wait or are skipped.

    What a window has closed on since the launch goes where it is free, before it goes for money,
    unless the broadcast is to go where people wrote last.
    """
    if account_id not in fares.terms or broadcast.kind == "recall":
        return list(rows), {}
    stands = {row.chat_id: fares.stand(account_id, row.last_in_at) for row in rows}
    dear = [row.id for row in rows if stands[row.chat_id] != FREE]
    leaves = [] if broadcast.where_last else dear
    moved = await move_on(session, leaves, EXPIRED, held="queued", fares=fares)
    rows = [row for row in rows if row.id not in moved]
    rows = await _let_sleep(session, rows, stands, account_id, fares)
    return await _charge(session, broadcast, account_id, rows, stands, fares)


async def give_back(session: AsyncSession, bundles: Iterable[Bundle]) -> None:
    """Take back what messages would have cost that have not arrived."""
    alike: defaultdict[tuple[int, int, str], list[int]] = defaultdict(list)
    for one in bundles:
        if one.price:
            key = one.price, one.late, quotas.month_of(one.claimed_at)
            alike[key].append(one.delivery_ids[0])
    for (price, late, month), lines in alike.items():
        given = await session.scalars(
            update(Delivery)
            .where(Delivery.id.in_(lines), Delivery.state == "sending")
            .values(cost=Delivery.cost - price)
            .returning(Delivery.account_id)
            .execution_options(synchronize_session=False)
        )
        for account_id, count in Counter(given).items() if late else ():
            if account_id is not None:
                await quotas.spend(session, account_id, month, -count * late)


async def find_spent(session: AsyncSession, broadcast_id: int) -> int:
    """Return what a broadcast has cost so far, or may have, in dong."""
    spent = select(func.coalesce(func.sum(Delivery.cost), 0))
    return int(await session.scalar(spent.where(Delivery.broadcast_id == broadcast_id)) or 0)


async def _let_sleep(
    session: AsyncSession,
    rows: list[Row[Any]],
    stands: dict[int, int],
    account_id: int,
    fares: Fares,
) -> list[Row[Any]]:
    """Let templates wait for the hours in which they may leave; return the other lines."""
    opens = fares.terms[account_id].opens_at(fares.now)
    late = [row.id for row in rows if opens and stands[row.chat_id] == PAST]
    if late:
        await _change(session, late, state="waiting", not_before=opens)
    return [row for row in rows if row.id not in set(late)]


async def _charge(  # noqa: PLR0913, PLR0917 - whose lines, how they stand, on which terms
    session: AsyncSession,
    broadcast: Broadcast,
    account_id: int,
    rows: list[Row[Any]],
    stands: dict[int, int],
    fares: Fares,
) -> Going:
    """Note each chat's price on its first line, as far as what was agreed and the month go."""
    charged: dict[int, Fare] = {}
    beyond: defaultdict[str, set[int]] = defaultdict(set)
    dear = {row.chat_id: row.id for row in reversed(rows) if stands[row.chat_id] != FREE}
    if not dear:
        return rows, {}
    money = broadcast.most_cost - await find_spent(session, broadcast.id)
    allowance = (await quotas.find_allowances(session, now=fares.now)).get(account_id)
    month = allowance.left if allowance else None
    account = await session.get_one(ChannelAccount, account_id)
    each = await count_messages(session, broadcast, account.name)
    late = 0
    for chat_id, line in sorted(dear.items(), key=lambda one: one[1]):
        more = each if stands[chat_id] == PAID else 0
        price = fares.price(broadcast, account_id, stands[chat_id], each=each)
        if price > money:
            beyond[COSTS].add(chat_id)
        elif more and month is not None and late + more > month:
            beyond[QUOTA].add(chat_id)
        else:
            money, late = money - price, late + more
            charged[chat_id] = Fare(price, by_template=not more, late=more)
            await _change(session, [line], cost=Delivery.cost + price)
    if late:
        await quotas.spend(session, account_id, quotas.month_of(fares.now), late)
    for reason, chats in beyond.items():
        lines = [row.id for row in rows if row.chat_id in chats]
        await _change(session, lines, state="skipped", reason=reason)
    gone = set().union(*beyond.values())
    return [row for row in rows if row.chat_id not in gone], charged


async def _change(session: AsyncSession, lines: Sequence[int], **values: Any) -> None:
    await session.execute(
        update(Delivery)
        .where(Delivery.id.in_(lines))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
