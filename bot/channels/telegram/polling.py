"""Door, Telegram: long polling; an update is confirmed only once its turn is stored.

The library's own loop confirms what has merely reached a queue in memory: a kill would lose it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.channels.telegram.updates import Json, chat_of

Fetch = Callable[[int], Awaitable[Sequence[Json]]]
TakeUpdate = Callable[[Json], Awaitable[None]]


class NotTaken(Exception):
    """An update could not be stored; it and what follows it will be asked for again."""


@dataclass
class Poller:
    """Fetch updates and have them taken: chats side by side, each chat's in their order."""

    fetch: Fetch
    take: TakeUpdate
    offset: int = 0

    async def round(self) -> None:
        """Fetch once and move on past what is stored; raise NotTaken when not all of it is."""
        updates = sorted(await self.fetch(self.offset), key=lambda u: int(u["update_id"]))
        failures = await take_all(updates, self.take)
        for update in updates:
            number = int(update["update_id"])
            if number in failures:
                raise NotTaken(type(failures[number]).__name__) from failures[number]
            self.offset = max(self.offset, number + 1)


async def take_all(updates: Sequence[Json], take: TakeUpdate) -> dict[int, Exception]:
    """Take updates and return what failed, by its number; a chat's later ones fail with it."""
    chains: dict[int, list[Json]] = {}
    for update in updates:
        chains.setdefault(_order_of(update), []).append(update)
    failures: dict[int, Exception] = {}
    await asyncio.gather(*(_take_in_order(chain, take, failures) for chain in chains.values()))
    return failures


async def _take_in_order(
    chain: Sequence[Json], take: TakeUpdate, failures: dict[int, Exception]
) -> None:
    for place, update in enumerate(chain):
        try:
            await take(update)
        except Exception as error:  # whatever it is, the update must come again
            failures |= {int(u["update_id"]): error for u in chain[place:]}
            return


def _order_of(update: Json) -> int:
    try:
        return chat_of(update)
    except (LookupError, TypeError, ValueError, AttributeError):
        return 0  # malformed: whoever reads it will say so
