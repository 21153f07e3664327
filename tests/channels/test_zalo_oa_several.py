"""Several Official Accounts of one site, each with an app, people, sign-in and templates."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr
from starlette.routing import Route

from bot.accounts import read_named
from bot.app import make_channels
from bot.channels.zalo_oa import ZaloOaChannel
from bot.channels.zalo_oa.signing_in import SignIn
from bot.channels.zalo_oa.webhook import webhook_path
from bot.clock import StoppedClock
from bot.db import Database
from bot.messages import Reply, Sent
from bot.official_accounts import find_official_accounts
from bot.settings import Settings
from bot.site import Site
from tests.channels.zalo_oa_side import connect, oa_settings
from tests.kit.broadcasting import launch, read_ledger
from tests.kit.makers import ACCOUNTS, make_chat, make_city, make_member
from tests.kit.zalo.oa_server import OfficialAccountServer

TWO = {
    "zalo_oa_app_id": "41, hlhpn=42",
    "zalo_oa_app_secret": SecretStr("one, hlhpn=two"),
    "zalo_oa_secret": SecretStr("three, hlhpn=four=4"),
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        ("41", {"zalo-oa": "41"}),
        ("41, hlhpn=42", {"zalo-oa": "41", "zalo-oa-hlhpn": "42"}),
        ("zalo-oa-a=x=y z=1", {"zalo-oa-a": "x=y", "zalo-oa-z": "1"}),
        ("Base64+==", {"zalo-oa": "Base64+=="}),
    ],
)
def test_a_setting_says_something_of_each_account(text: str, found: dict[str, str]) -> None:
    assert read_named("zalo-oa", text) == found
    with pytest.raises(ValueError, match="without a name"):
        read_named("zalo-oa", f"{text}, one, two")


def test_each_has_a_channel_a_sign_in_and_addresses_of_its_own(
    database: Database, clock: StoppedClock, settings: Settings
) -> None:
    ours = settings.model_copy(update={**TWO, "public_url": "https://a.vn"})
    site = Site(ours, clock, database)
    channels = make_channels(site)
    assert {"zalo-oa", "zalo-oa-hlhpn"} <= set(channels)
    assert set(site.renewers) == {"zalo-oa", "zalo-oa-hlhpn"}
    routes = channels["zalo-oa-hlhpn"].routes(None)  # type: ignore[arg-type]
    paths = {one.path for one in routes if isinstance(one, Route)}
    assert webhook_path("zalo-oa-hlhpn") in paths
    own = find_official_accounts(ours)["zalo-oa-hlhpn"]
    assert own.zalo_oa_secret.get_secret_value() == "four=4"
    sign_in = SignIn(own, "zalo-oa-hlhpn")
    assert sign_in.callback == "https://a.vn/zalo-oa-hlhpn/connected"
    assert "app_id=42" in sign_in.address


async def test_one_sends_with_its_own_tokens_and_by_its_own_templates(
    database: Database, clock: StoppedClock, settings: Settings
) -> None:
    async with database.transaction() as session:
        city = await make_city(session, (*ACCOUNTS, "zalo-oa", "zalo-oa-hlhpn"))
        for name, account in (("An", "zalo-oa"), ("Bình", "zalo-oa-hlhpn")):
            await make_member(session, name=name, chat=f"{account}:7")
            await make_chat(session, f"{account}:7")  # they never wrote: only a template may go
    async with OfficialAccountServer(now=lambda: clock.now().timestamp()) as server:
        ours = oa_settings(settings, server)
        await connect(database, ours, server, clock, account="zalo-oa-hlhpn")
        server.world.person("7").last_at = clock.now().timestamp()
        channel = ZaloOaChannel(database, clock, ours, account="zalo-oa-hlhpn")
        assert isinstance(await channel.send("7", Reply("Chào.")), Sent)
        await channel.close()
    template: dict[str, Any] = {"number": "101", "name": "", "price": 200, "fields": {}}
    template["account"] = city.accounts["zalo-oa"]
    number = await launch(database, may_cost=True, template=template)
    assert await read_ledger(database, number) == {
        "An": ("queued", ""),
        "Bình": ("skipped", "window"),
    }
