"""Kit: seven members for a ledger: two families, and three who have a second chat."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from tests.kit.makers import make_chat, make_city, make_member, tie

CHATS = ("0", "0", "1", "2", "3", "3", "4")  # each member's chat in the web
SECOND = (4, 5, 6)  # members who have one in Telegram too


async def make_people(session: AsyncSession) -> tuple[list[int], list[int]]:
    """Make the city and its people; return the accounts, web first, and the members."""
    city = await make_city(session)
    made = [
        await make_member(session, name=f"Người {place}", chat=f"web:{chat}")
        for place, chat in enumerate(CHATS)
    ]
    for place in SECOND:
        await tie(session, made[place], await make_chat(session, f"telegram:{place}"))
    return [city.accounts["web"], city.accounts["telegram"]], [member.id for member in made]
