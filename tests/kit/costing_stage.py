"""Kit: what a transcript of messages that cost may set up: an Official Account, its templates."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.models import ChannelAccount, Chat, MessageTemplate
from tests.kit.makers import BEGINNING, make_member
from tests.kit.organizing_stage import read_pairs

if TYPE_CHECKING:
    from tests.kit.transcripts import Player

ACCOUNT = "zalo-oa"


async def open_account(player: Player, value: str) -> None:
    """`name=Mời họp, number=101, place=ten`: an Official Account with an approved template."""
    given = read_pairs(value)
    async with player.database.transaction() as session:
        account = ChannelAccount(name=ACCOUNT, halted_reason="", offset="")
        session.add(account)
        await session.flush()
        session.add(
            MessageTemplate(
                account_id=account.id,
                number=given["number"],
                name=given["name"],
                status="ENABLE",
                tag="",
                price=200,
                parameters=[[given["place"], 30]],
                fetched_at=BEGINNING,
            )
        )


async def follow(player: Player, value: str) -> None:
    """`name=…, hours=60`: a member who wrote to the Official Account so long ago."""
    given = read_pairs(value)
    async with player.database.transaction() as session:
        await make_member(session, name=given["name"], chat=f"{ACCOUNT}:{given['name']}")
        chat = await session.scalar(select(Chat).where(Chat.external_id == given["name"]))
        assert chat is not None
        chat.last_in_at = player.clock.now() - timedelta(hours=float(given["hours"]))


COSTING_STAGE: dict[str, Callable[[Player, str], Awaitable[Sequence[str] | None]]] = {
    "official account": open_account,
    "follower": follow,
}
