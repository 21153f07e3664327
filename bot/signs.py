"""Room: what a platform shows of us beside messages: the bot's name, a chat's own commands.

It is compared with what should be shown again and again, so that whatever changed it (a code, the
command line, another process) and whenever the platform was away, it comes right by itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import structlog
from sqlalchemy import delete, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from bot import addresses, organizers
from bot.db import Database
from bot.messages import Blocked, Channel, Rejected, SendError
from bot.models import ChannelAccount, Chat, Menu
from bot.organizers import commands_of

log = structlog.get_logger(__name__)
EVERY = 5.0  # seconds between two looks; an organizer who has just come in is still reading
MOST_AT_ONCE = 20  # a chat takes two requests


@dataclass(frozen=True, slots=True)
class Sign:
    """Name a chat whose commands should be others than the platform lists now."""

    chat_id: int
    account: str
    external_id: str
    commands: tuple[str, ...]


@dataclass
class Signs:
    """Keep the platforms' lists of commands, and our notes of the bots' names, right."""

    database: Database
    channels: Mapping[str, Channel]
    every: float = EVERY
    _names: dict[str, str] = field(default_factory=dict)  # as noted

    async def run(self) -> None:
        """Look and mend, until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(self.every)

    async def look(self) -> None:
        """Mend what is not as it should be; what fails is tried again at the next look."""
        await self._note_names()
        ready = [name for name, channel in self.channels.items() if channel.state == "ready"]
        async with self.database.reading() as session:
            wrong = await find_wrong(session, ready)
        for sign in wrong:
            try:
                await self.channels[sign.account].show_commands(sign.external_id, sign.commands)
            except (Blocked, Rejected) as error:  # would be refused again: as good as shown
                log.info("commands-refused", chat=sign.chat_id, why=type(error).__name__)
            except SendError as error:
                log.info("commands-not-shown", chat=sign.chat_id, why=type(error).__name__)
                return
            async with self.database.transaction() as session:
                await note_shown(session, sign)

    async def _note_names(self) -> None:
        for account, channel in self.channels.items():
            name = channel.public_name
            if name and self._names.get(account) != name:
                async with self.database.transaction() as session:
                    await addresses.note_name(session, account, name)
                self._names[account] = name


async def find_wrong(session: AsyncSession, accounts: Sequence[str]) -> list[Sign]:
    """Return chats of these accounts whose commands are not listed as they should be."""
    organized = select(Chat.id).where(Chat.organizer_id.is_not(None))
    query = (
        select(Chat.id, Chat.external_id, Chat.organizer_id, ChannelAccount.name, Menu.commands)
        .join(ChannelAccount, ChannelAccount.id == Chat.account_id)
        .outerjoin(Menu, Menu.chat_id == Chat.id)
        .where(Chat.id.in_(union(organized, select(Menu.chat_id))))
        .where(ChannelAccount.name.in_(accounts))
        .order_by(Chat.id)
    )
    rows = (await session.execute(query)).all()
    roles = await organizers.find_roles(session) if rows else {}
    signs = (
        (Sign(chat, account, external_id, commands_of(roles.get(organizer or 0, ()))), shown)
        for chat, external_id, organizer, account, shown in rows
    )
    return [sign for sign, shown in signs if " ".join(sign.commands) != (shown or "")][
        :MOST_AT_ONCE
    ]


async def note_shown(session: AsyncSession, sign: Sign) -> None:
    """Note what a chat's list says now."""
    await session.execute(delete(Menu).where(Menu.chat_id == sign.chat_id))
    if sign.commands:
        session.add(Menu(chat_id=sign.chat_id, commands=" ".join(sign.commands)))
