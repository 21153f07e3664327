"""Kit: what a transcript of links, live reports and digests may set up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from bot.messages import Reply
from bot.models import Broadcast, ChannelAccount, Chat, StoredReply
from bot.rendering import parts
from bot.site import Site
from jobs import digest, follow

if TYPE_CHECKING:
    from tests.kit.transcripts import Player


async def bring_up_to_date(player: Player, value: str) -> Sequence[str]:
    """Let everything leave, and the clock look at live reports; show what the chat then sees."""
    await let_leave(player)
    await follow.tick(Site(player.settings, player.clock, player.database))
    shown: list[str] = []
    async with player.database.reading() as session:
        query = (
            select(StoredReply)
            .join(Chat, Chat.id == StoredReply.chat_id)
            .join(ChannelAccount, ChannelAccount.id == Chat.account_id)
            .where(Chat.external_id == player.chat, ChannelAccount.name == player.account)
            .where(StoredReply.id.not_in(player.seen), StoredReply.state == "queued")
            .order_by(StoredReply.id)
        )
        for row in await session.scalars(query):
            player.seen.add(row.id)
            shown += show(player, Reply.from_document(row.body))
    await let_leave(player)
    return shown


async def let_leave(player: Player) -> None:
    """Let every stored reply have left, under its own number."""
    async with player.database.transaction() as session:
        for row in await session.scalars(select(StoredReply).filter_by(state="queued")):
            row.state, row.platform_ref = "sent", str(row.id)


def show(player: Player, reply: Reply) -> list[str]:
    """Write what a chat sees of a reply: a message rewritten, another one, or nothing."""
    from tests.kit.transcripts import CAPABILITIES

    capabilities = CAPABILITIES[player.mode]
    if not parts(reply, capabilities):
        return []
    player.offered.setdefault(player.chat, []).append(reply)
    rewritten = ["(rewritten)"] if reply.edits and capabilities.edits else []
    return ["\n".join([*rewritten, player.show(reply)])]


async def run_digest(player: Player, value: str) -> None:
    """Let the clock look whose digest is due."""
    await digest.tick(Site(player.settings, player.clock, player.database))


async def set_state(player: Player, value: str) -> None:
    """`paused blocked`: the broadcasts are in this state, for this reason."""
    state, _, reason = value.partition(" ")
    async with player.database.transaction() as session:
        await session.execute(update(Broadcast).values(state=state, pause_reason=reason))


FOLLOWING_STAGE: dict[str, Callable[[Player, str], Awaitable[Sequence[str] | None]]] = {
    "digest": run_digest,
    "follow": bring_up_to_date,
    "broadcasts are": set_state,
}
