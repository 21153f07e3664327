"""Kit: what a transcript of series and dates may set up, and look up."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import members
from bot.access import OPERATOR
from bot.clock import LOCAL
from bot.models import Chat, Member, MemberDate, Series
from bot.site import Site
from jobs import deliver, series
from tests.kit.makers import BEGINNING

if TYPE_CHECKING:
    from tests.kit.transcripts import Player

PAIR = re.compile(r"(\w+)=([^,]+)")


async def set_time(player: Player, value: str) -> None:
    """`2026-12-04 19:30`, of Viet Nam: let it be this late."""
    player.clock.moment = datetime.fromisoformat(value).replace(tzinfo=LOCAL)


async def run_series(player: Player, value: str) -> None:
    """Let the clock look at the series."""
    await series.tick(Site(player.settings, player.clock, player.database))


async def look_after(player: Player, value: str) -> None:
    """Let the clock look after the ledger: wake lines that waited, end what is done."""
    await deliver.tick(Site(player.settings, player.clock, player.database))


async def add_date(player: Player, value: str) -> None:
    """`name=…, kind=card_expiry, day=2026-12-31`: a roll has told a member's date."""
    given = {name: words.strip() for name, words in PAIR.findall(value)}
    async with player.database.transaction() as session:
        number = await session.scalar(select(Member.id).filter_by(full_name=given["name"]))
        day = date.fromisoformat(given["day"])
        row = MemberDate(kind=given["kind"], day=day, source="roll", created_at=BEGINNING)
        row.member_id = number or 0
        session.add(row)


async def add_tag(player: Player, value: str) -> None:
    """`name=…, tag=…`: a member is kept under a tag."""
    given = {name: words.strip() for name, words in PAIR.findall(value)}
    async with player.database.transaction() as session:
        found = await session.scalar(select(Member).filter_by(full_name=given["name"]))
        assert found is not None
        await members.add_tag(session, OPERATOR, found, given["tag"], now=BEGINNING)


async def show_series(session: AsyncSession, chat: Chat) -> str:
    """Show each series' state and schedule."""
    rows = await session.scalars(select(Series).order_by(Series.id))
    return " | ".join(f"{one.state} {one.schedule['at']}" for one in rows) or "none"


async def show_dates(session: AsyncSession, chat: Chat) -> str:
    """Show every date that is kept."""
    rows = await session.scalars(select(MemberDate).order_by(MemberDate.id))
    return " ".join(f"{one.kind}={one.day}" for one in rows) or "none"


SERIES_STAGE: dict[str, Callable[[Player, str], Awaitable[None]]] = {
    "time": set_time,
    "run series": run_series,
    "run deliver": look_after,
    "date": add_date,
    "tag": add_tag,
}
SERIES_FACTS: dict[str, Callable[[AsyncSession, Chat], Awaitable[str]]] = {
    "series": show_series,
    "dates": show_dates,
}
