"""Kit: a Zalo bot channel that speaks to the kit's Bot Platform."""

from __future__ import annotations

from typing import Any

from pydantic import SecretStr

from bot.channels.zalo_bot import Patience, ZaloBotChannel
from bot.channels.zalo_bot.calls import Timeouts
from bot.clock import Clock, SystemClock
from bot.db import Database
from bot.settings import Settings
from tests.kit.zalo.bot_server import ZaloBotServer

QUICK = Patience(
    requests=Timeouts(connect=1.0, read=0.3),
    poll=1,
    first=0.01,
    longest=0.05,
    watch=0.05,
    verify=0.05,
)


def make_channel(
    database: Database,
    settings: Settings,
    server: ZaloBotServer,
    *,
    clock: Clock | None = None,
    patience: Patience = QUICK,
    **more: Any,
) -> ZaloBotChannel:
    """Make a channel whose Zalo is this server."""
    known = {
        "zalo_bot_token": SecretStr(server.bot.settings.token),
        "zalo_bot_api_url": server.url,
        "zalo_bot_rate": 100.0,
    }
    given = settings.model_copy(update=known | more)
    return ZaloBotChannel(database, clock or SystemClock(), given, patience=patience)
