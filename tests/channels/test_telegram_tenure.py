"""A request that waited for its connection is not written when the account was lost meanwhile."""

from __future__ import annotations

import pytest

from bot.cluster import Guarded
from bot.cluster.leases import Leased
from bot.messages import Reply, Unreachable
from bot.settings import Settings
from tests.channels.telegram_site import make_channel
from tests.kit.bot_api import BotApiServer


class LostOnTheWay(Leased):
    """Be ours at the first look and lost at the second."""

    looks = 0

    @property
    def holds(self) -> bool:
        self.looks += 1
        return self.looks == 1


async def test_nothing_reaches_the_server_and_nothing_is_unknown(settings: Settings) -> None:
    async with BotApiServer() as server:
        server.people.add(1, first_name="Lan", started=True)
        channel = make_channel(settings, server)
        lost = LostOnTheWay(1)
        with pytest.raises(Unreachable):
            await Guarded(channel, lost).send("1", Reply("đã có người khác gửi"))
        assert lost.looks == 2
        assert server.rates.arrivals == []
        await channel.send("1", Reply("không ai canh"))
        assert len(server.rates.arrivals) == 1
        await channel.close()
