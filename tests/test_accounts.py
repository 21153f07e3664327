"""Several bots of one platform in one site: how they are written down, called and told apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr
from starlette.routing import Route

from bot.accounts import platform_of, read_tokens, title_of
from bot.addresses import find_links, note_name
from bot.app import make_channels
from bot.clock import Clock
from bot.db import Database
from bot.errors import BadSettings
from bot.health import retire_names
from bot.logs import find_secrets
from bot.models import ChannelAccount
from bot.settings import Settings, load_settings
from bot.site import Site

ONE, TWO = "4242:AAHfirst-secret", "4343:AAHsecond=secret"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("", {}),
        (f" {ONE} ", {"telegram": ONE}),
        (f"{ONE}, ba-dinh={TWO}", {"telegram": ONE, "telegram-ba-dinh": TWO}),
        (f"ba-dinh={TWO} ; telegram={ONE}", {"telegram-ba-dinh": TWO, "telegram": ONE}),
        (f"telegram-2={TWO}", {"telegram-2": TWO}),
        (TWO, {"telegram": TWO}),
    ],
)
def test_tokens_are_read_as_an_operator_writes_them(written: str, meant: dict[str, str]) -> None:
    assert read_tokens("telegram", written) == meant


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (f"{ONE},{TWO}", "only one token may go without a name; write the others as name=token"),
        (f"a={ONE},a={TWO}", "two accounts are called telegram-a"),
        (f"{ONE},b=4242:other", "telegram and telegram-b are one and the same bot: give it once"),
        (f"Ba_Dinh={ONE}", "'Ba_Dinh' is no name for an account: small letters a-z, digits and "),
        (f"{'a' * 40}={ONE}", "hyphens, at most 31"),
        (f"{ONE} ba dinh={TWO}", "part 2 is no bot token; write one token, or several as name="),
        ("ba-dinh=", "part 1 is no bot token"),
    ],
)
def test_a_mistake_is_a_sentence_that_quotes_no_token(
    written: str, why: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NHIPCAU_TELEGRAM_TOKEN", written)
    with pytest.raises(BadSettings) as refused:
        load_settings()
    assert refused.value.sentence.startswith("NHIPCAU_TELEGRAM_TOKEN: ")
    assert why in refused.value.sentence
    assert "secret" not in refused.value.sentence


def test_a_name_tells_the_platform() -> None:
    names = ("telegram", "telegram-ba-dinh", "web", "telegrams", "")
    assert [platform_of(name) for name in names] == ["telegram", "telegram", "web", "", ""]
    assert [title_of(name) for name in names[:3]] == ["Telegram", "Telegram ba-dinh", "Web"]


def test_each_bot_has_its_own_channel_rate_and_webhook(
    database: Database, clock: Clock, settings: Settings
) -> None:
    given = settings.model_copy(
        update={
            "telegram_token": SecretStr(f"{ONE}, ba-dinh=4343:AAHsecond"),
            "zalo_bot_token": SecretStr("to-1=5150:AAHthird"),
            "public_url": "https://bot.phuong.vn",
            "telegram_rate": 7.0,
        }
    )
    channels = make_channels(Site(given, clock, database))
    bots = {name: one for name, one in channels.items() if name != "web"}
    assert {name: one.account for name, one in bots.items()} == {
        "telegram": "telegram",
        "telegram-ba-dinh": "telegram-ba-dinh",
        "zalo-bot-to-1": "zalo-bot-to-1",
    }
    routes = [route for one in bots.values() for route in one.routes(_take)]
    paths = {route.path for route in routes if isinstance(route, Route)}
    assert len(paths) == 4, "a webhook each, and where Zalo fetches pictures"
    assert [given.rate_of(name) for name in (*channels, "gone")] == [200.0, 7.0, 7.0, 1.0, 0.0]
    assert {"AAHfirst-secret", "AAHsecond", "AAHthird"} <= set(find_secrets(given))


async def _take(incoming: object) -> None:
    """Take nothing."""


async def test_people_are_led_to_every_bot_that_is_left(
    database: Database, clock: Clock, settings: Settings
) -> None:
    names = ("telegram", "telegram-ba-dinh", "web")
    async with database.transaction() as session:
        session.add_all(ChannelAccount(name=name, halted_reason="", offset="") for name in names)
        await session.flush()
        for name in names[:2]:
            await note_name(session, name, f"{name}_bot".replace("-", "_"))
    async with database.reading() as session:
        assert await find_links(session, settings, "c-1") == {
            "telegram": "https://t.me/telegram_bot?start=c-1",
            "telegram-ba-dinh": "https://t.me/telegram_ba_dinh_bot?start=c-1",
            "web": "http://127.0.0.1:8080/chat?start=c-1",
        }

    await retire_names(Site(settings, clock, database), ["telegram", "web"])

    async with database.reading() as session:
        assert list(await find_links(session, settings, "c-1")) == ["telegram", "web"]
