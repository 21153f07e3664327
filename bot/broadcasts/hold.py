"""Room: the files of broadcasts on their way: read once, uploaded once, then sent by name."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace

from bot import files
from bot.db import Database
from bot.messages import Attachment, Channel, Outcome, Rejected, Reply, Sent
from bot.pacing import Pacer

MOST_HELD = 4  # files, of 10 MB at most


class Withheld(Exception):
    """A file that was just refused under another message; this one has not begun."""


@dataclass
class _Trial:
    """Hold how a first message with a file goes."""

    over: asyncio.Event = field(default_factory=asyncio.Event)
    refused: bool = False


@dataclass
class _Held:
    attachment: Attachment
    is_there: bool  # the platform has it, under a name or without one
    trial: _Trial | None = None  # while a first message takes it there


class Hold:
    """Keep the last files that an account's broadcasts carry; a message without pays nothing."""

    def __init__(self, database: Database, account: str) -> None:
        self._database, self._account = database, account
        self._held: dict[int, _Held] = {}

    async def send(self, channel: Channel, pacer: Pacer, chat: str, part: Reply) -> Outcome:
        """Send a message that may begin now, with its file; raise what the channel raises.

        Until the platform has a file, one message goes alone; the others wait, and for their
        turn anew, so that none of them is begun faster than the account may. When it is refused
        they are not tried one by one: each raises Withheld.
        """
        if part.attachment is None or part.edits:
            return await channel.send(chat, part)
        held = await self._find(part)
        while not held.is_there:
            trial = held.trial
            if trial is None:
                return await self._send_first(channel, chat, part, held)
            await trial.over.wait()
            if trial.refused:
                raise Withheld
            await pacer.grant(chat, lane="broadcast")
        return await channel.send(chat, replace(part, attachment=held.attachment))

    async def _send_first(self, channel: Channel, chat: str, part: Reply, held: _Held) -> Outcome:
        held.trial = trial = _Trial()
        try:
            part = replace(part, attachment=held.attachment)
            outcome = await channel.send(chat, part)
            if isinstance(outcome, Sent):
                await files.note_sent(self._database, part, self._account, outcome)
                known = outcome.file_ref or held.attachment.known_as
                held.attachment = replace(held.attachment, known_as=known)
                held.is_there = True
        except Rejected:
            trial.refused = True
            raise
        finally:
            trial.over.set()
            held.trial = None
        return outcome

    async def _find(self, part: Reply) -> _Held:
        """Return a file that is held, or read it; raise Rejected when it is kept no more."""
        assert part.attachment is not None
        number = part.attachment.file
        if number in self._held:
            return self._held[number]
        found = await files.complete(self._database, part, self._account)
        if found is None or found.attachment is None:
            raise Rejected("its file is kept no more")
        while len(self._held) >= MOST_HELD:
            del self._held[next(iter(self._held))]
        held = _Held(found.attachment, is_there=bool(found.attachment.known_as))
        return self._held.setdefault(number, held)
