"""Room: the ledger as a queue: lines are claimed in batches, marked, and only then sent.

Law: consent, opt-out, block, quiet hours, the send-by deadline and the contact budget are looked
at again in the claim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Row,
    Select,
    false,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot import windows
from bot.broadcasts.budget import Budget, find_waits
from bot.broadcasts.bundles import Bundle, Claim, bundle
from bot.broadcasts.detours import BLOCKED, EXPIRED, move_on
from bot.broadcasts.fares import COSTS, WINDOW, Fares, load_fares
from bot.broadcasts.fields import columns_for
from bot.broadcasts.ordering import rank
from bot.broadcasts.paying import pay
from bot.broadcasts.planning import prefer_indexes
from bot.broadcasts.priors import find_priors
from bot.broadcasts.rendering import wording_of
from bot.broadcasts.trying import try_again
from bot.broadcasts.verdicts import skip_reason
from bot.broadcasts.waiting import drop_cancelled
from bot.models import Area, Broadcast, ChannelAccount, Chat, Delivery, Member, Organisation
from bot.settings import Settings

FAMILY_MOST = 20  # lines after the last one of a batch that may belong to its chat


async def claim(  # noqa: PLR0913 - whose lines, when, how many, and what the account can
    session: AsyncSession,
    account_id: int,
    settings: Settings,
    *,
    now: datetime,
    limit: int,
    edits: bool = True,
) -> Claim:
    """Take the next lines of an account, by the rank of broadcasts, and mark them as sending.

    A line that must not be sent any more is skipped with its reason, one whose member has had
    enough for now waits; a chat in conversation is passed over, and so is a broadcast whose
    organisation's window is closed. `edits`: the account rewrites what it has sent, which is no
    contact and waits for no budget.
    """
    budget, fares = Budget.of(settings), await load_fares(session, now)
    connection = await session.connection()  # whose rows are made quicker than a session's
    bundles: list[Bundle] = []
    lines = 0
    for broadcast, sender in await _find_leaving(session, settings, now):
        await prefer_indexes(session)
        query = _find_lines(account_id, broadcast, fares, limit=limit - lines)
        rows = _cut((await connection.execute(query)).all(), limit - lines)
        lines += len(rows)
        wanted = [row for row in rows if not row.reason]
        moved = await _move_on(session, rows, fares)
        await _skip(session, [row for row in rows if row.id not in moved])
        priors = await find_priors(session, broadcast, [row.member_id for row in wanted])
        kept = priors if edits else {}  # who has a message that is rewritten
        members = [row.member_id for row in wanted if row.member_id not in kept]
        waits = await find_waits(session, budget, broadcast, members, now=now)
        await _let_wait(session, wanted, waits, budget.gives_up_at(broadcast))
        going = [row for row in wanted if row.member_id not in waits]
        going, charged = await pay(session, broadcast, account_id, going, fares)
        await _mark(session, going, state="sending", begun_at=now)
        bundles += bundle(going, wording_of(broadcast, sender), priors, charged, now=now)
        if lines >= limit:
            break
    return Claim(tuple(bundles), lines)


async def has_work(session: AsyncSession) -> bool:
    """Tell whether any broadcast runs at all; cheap, for an idle sender."""
    query = select(Broadcast.id).where(Broadcast.state == "running").limit(1)
    return await session.scalar(query) is not None


async def recover(session: AsyncSession, account_id: int) -> int:
    """After a start: what was in the hands of a killed process is unknown; return how many.

    What may come twice is queued once more.
    """
    held = await _find_held(session, account_id)
    if await try_again(session, Delivery.account_id == account_id):
        await drop_cancelled(session, held)
    cut = await session.execute(
        update(Delivery)
        .where(Delivery.account_id == account_id, Delivery.state == literal_column("'sending'"))
        .values(state="unknown", reason="killed")
    )
    await session.execute(
        update(ChannelAccount).where(ChannelAccount.id == account_id).values(halted_reason="")
    )
    return cast("CursorResult[Any]", cut).rowcount


async def release(session: AsyncSession, account_id: int) -> int:
    """Queue what a claim took whose answer was lost: nobody has it in hand; return how many lines.

    Only for the account's one sender, before it takes anything, and once nothing of its own waits
    to be recorded.
    """
    held = await _find_held(session, account_id)
    lost = await session.execute(
        update(Delivery)
        .where(Delivery.account_id == account_id, Delivery.state == literal_column("'sending'"))
        .values(state="queued", begun_at=None, cost=0)
    )
    await drop_cancelled(session, held)
    return cast("CursorResult[Any]", lost).rowcount


async def _find_held(session: AsyncSession, account_id: int) -> Sequence[int]:
    """Return the broadcasts that have lines in an account's hands."""
    held = select(Delivery.broadcast_id).where(
        Delivery.account_id == account_id, Delivery.state == literal_column("'sending'")
    )
    return (await session.scalars(held.distinct())).all()


async def _find_leaving(
    session: AsyncSession, settings: Settings, now: datetime
) -> list[tuple[Broadcast, str]]:
    """Return the running broadcasts whose window is open, in their order, with their senders."""
    running = [(row.Broadcast, row.name) for row in await _find_running(session, now)]
    senders = {broadcast.organisation_id for broadcast, _ in running}
    found = await windows.load(session, senders, settings)
    return [
        (broadcast, sender)
        for broadcast, sender in running
        if broadcast.kind == "recall"  # it disturbs nobody
        or found[broadcast.organisation_id].of(urgent=broadcast.urgent).is_open(now)
    ]


async def _find_running(session: AsyncSession, now: datetime) -> Sequence[Row[Broadcast, str]]:
    """Return what runs, and goes on running until we are done; what is being stopped is not of it.

    Of a broadcast that is cancelled or paused nothing is claimed from then on, though its lines
    may all be queued still.
    """
    query = (
        select(Broadcast, Organisation.name)
        .join(Organisation, Organisation.id == Broadcast.organisation_id)
        .where(Broadcast.state == "running", ~func.coalesce(Broadcast.send_by <= now, false()))
        .order_by(*rank())
        .with_for_update(of=Broadcast, read=True, key_share=True, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return (await session.execute(query)).all()


def _find_lines(
    account_id: int, broadcast: Broadcast, fares: Fares, *, limit: int
) -> Select[*tuple[Any, ...]]:
    """Read the next queued lines with all that is needed to judge and to write to them.

    The state is no parameter: SQLite uses a partial index only for what it can read. Where
    several processes claim, each passes over the lines, and the members, that another holds.
    """
    return (
        select(
            Delivery.id,
            Delivery.chat_id,
            Chat.external_id,
            Chat.locale,
            Member.id.label("member_id"),
            Member.full_name,
            Member.address_form,
            Area.kind,
            Area.name.label("ward"),
            Chat.last_in_at,
            skip_reason(broadcast, fares).label("reason"),
            *columns_for(broadcast),
        )
        .join(Chat, Chat.id == Delivery.chat_id)
        .join(Member, Member.id == Delivery.member_id)
        .outerjoin(Area, Area.key == Delivery.ward_key)
        .where(
            Delivery.account_id == account_id,
            Delivery.broadcast_id == broadcast.id,
            Delivery.state == literal_column("'queued'"),
            _is_past(Chat.busy_until, fares.now),
            _is_past(Chat.hushed_until, fares.now),
        )
        .order_by(Delivery.id)
        .limit(limit + FAMILY_MOST)
        .with_for_update(of=[Delivery, Member], skip_locked=True, key_share=True)
    )


def _is_past(column: Any, now: datetime) -> ColumnElement[bool]:
    return or_(column.is_(None), column <= now)


def _cut(rows: Sequence[Row[Any]], limit: int) -> list[Row[Any]]:
    """Keep the first rows, and those after them that share a chat with one of them."""
    chats = {row.chat_id for row in rows[:limit]}
    return [row for place, row in enumerate(rows) if place < limit or row.chat_id in chats]


async def _move_on(session: AsyncSession, rows: Sequence[Row[Any]], fares: Fares) -> set[int]:
    """Move lines whose chat is closed to us, or would cost; return those that have another."""
    given: dict[str, Any] = {"held": "queued", "fares": fares}
    closed = [row.id for row in rows if row.reason == BLOCKED]
    late = [row.id for row in rows if row.reason in (WINDOW, COSTS)]
    moved = await move_on(session, closed, BLOCKED, **given)
    return moved | await move_on(session, late, EXPIRED, **given)


async def _skip(session: AsyncSession, rows: Sequence[Row[Any]]) -> None:
    by_reason: defaultdict[str, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        if row.reason:
            by_reason[row.reason].append(row)
    for reason, group in by_reason.items():
        await _mark(session, group, state="skipped", reason=reason)


async def _let_wait(
    session: AsyncSession,
    rows: Sequence[Row[Any]],
    waits: Mapping[int, datetime],
    gives_up_at: datetime | None,
) -> None:
    """Let lines wait for their member's budget, or give up those that would wait too long."""
    by_moment: defaultdict[datetime, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        if row.member_id in waits:
            by_moment[waits[row.member_id]].append(row)
    for until, group in by_moment.items():
        if gives_up_at is not None and until >= gives_up_at:
            await _mark(session, group, state="skipped", reason="over_budget")
        else:
            await _mark(session, group, state="waiting", not_before=until)


async def _mark(session: AsyncSession, rows: Sequence[Row[Any]], **values: Any) -> None:
    if not rows:
        return
    await session.execute(
        update(Delivery)
        .where(Delivery.id.in_([row.id for row in rows]))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
