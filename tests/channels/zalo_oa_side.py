"""Kit: the people's side of the Official Account: signed webhooks in, OpenAPI out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr
from starlette.applications import Starlette

from bot import tokens
from bot.channels.zalo_oa import ZaloOaChannel
from bot.channels.zalo_oa.signing_in import _read_pair
from bot.channels.zalo_oa.webhook import webhook_path
from bot.clock import Clock
from bot.db import Database
from bot.messages import Kind, Take
from bot.settings import Settings
from bot.tokens import Vault
from tests.channels.sides import Seen
from tests.channels.web_site import served
from tests.kit.zalo.oa_server import APP_ID, APP_SECRET, OA_SECRET, OfficialAccountServer


@dataclass
class ZaloOaSide:
    """Speak through the kit's Official Account."""

    server: OfficialAccountServer
    channel: ZaloOaChannel
    secrets: tuple[str, ...]
    most_said: int = 2000
    kinds: tuple[Kind, ...] = (
        Kind.PHOTO,
        Kind.VOICE,
        Kind.STICKER,
        Kind.LOCATION,
        Kind.DOCUMENT,
    )

    async def say(self, who: int, text: str) -> None:
        assert await self.server.people.say(str(who), text) == 200

    async def send(self, who: int, kind: Kind) -> None:
        assert await self.server.people.send(str(who), kind.value) == 200

    async def press(self, who: int, label: str) -> None:
        assert await self.server.people.press(str(who), label) == 200

    async def repeat(self) -> None:
        assert await self.server.people.repeat() == 200

    async def see(self, who: int) -> list[Seen]:
        return [_seen(message) for message in self.server.world.person(str(who)).got]


def _seen(message: dict[str, Any]) -> Seen:
    buttons = {one["title"]: str(one["payload"]) for one in message.get("buttons", ())}
    return Seen(message["id"], message["text"], buttons)


def oa_settings(settings: Settings, server: OfficialAccountServer) -> Settings:
    """Return settings that lead to the kit's server."""
    given: dict[str, Any] = {
        "zalo_oa_app_id": APP_ID,
        "zalo_oa_app_secret": SecretStr(APP_SECRET),
        "zalo_oa_secret": SecretStr(OA_SECRET),
        "zalo_oa_timestamp": server.people.stamp,
        "public_url": "https://chat.example",
    }
    hosts = ("zalo_oa_api_url", "zalo_oa_sign_in_url", "zalo_oa_template_url")
    return settings.model_copy(update=given | dict.fromkeys(hosts, server.url))


async def connect(
    database: Database,
    settings: Settings,
    server: OfficialAccountServer,
    clock: Clock,
    *,
    account: str = "zalo-oa",
) -> str:
    """Sign the account in without its owner; return the access token."""
    pair = _read_pair(server.world.tokens.give())
    vault = Vault(settings.secret_key.get_secret_value())
    async with database.transaction() as session:
        await tokens.keep(session, vault, account, pair, now=clock.now())
    return pair.access


@asynccontextmanager
async def zalo_oa_side(
    settings: Settings, database: Database, clock: Clock, take: Take
) -> AsyncIterator[ZaloOaSide]:
    """Open the kit's server, and a channel that is connected to it and serves its webhook."""
    async with OfficialAccountServer() as server:
        ours = oa_settings(settings, server)
        access = await connect(database, ours, server, clock)
        channel = ZaloOaChannel(database, clock, ours)
        async with served(Starlette(routes=list(channel.routes(take)))) as origin:
            server.people.webhook = origin + webhook_path("zalo-oa")
            yield ZaloOaSide(server, channel, (access, APP_SECRET, OA_SECRET))
            await channel.close()
