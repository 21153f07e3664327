"""Telegram: updates by long polling; confirmed once taken, in order, whatever breaks."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.channels.telegram import TelegramChannel
from bot.errors import BadSettings
from bot.logs import NOISY
from bot.messages import Incoming, Kind, Reply
from bot.settings import Settings
from tests.channels.telegram_site import QUICK, Ear, make_channel, running, until
from tests.kit.bot_api import BotApiServer, Fault

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer(rate=None) as started:
        yield started


@pytest.fixture
def channel(server: BotApiServer, settings: Settings) -> TelegramChannel:
    return make_channel(settings, server)


async def test_an_update_is_confirmed_only_once_it_is_taken(
    server: BotApiServer, channel: TelegramChannel
) -> None:
    stored = asyncio.Event()

    async def store(_: Incoming) -> None:
        await stored.wait()

    ear = Ear(store)
    server.people.start(7)
    async with running(channel, ear):
        await asyncio.sleep(0.2)
        assert (len(server.updates.pending), ear.taken) == (1, [])
        stored.set()
        await until(lambda: not server.updates.pending)

    assert ear.texts == ["/start"]


async def test_one_chats_updates_are_taken_in_order_and_others_side_by_side(
    server: BotApiServer, channel: TelegramChannel
) -> None:
    for number in range(5):
        server.people.say(7, f"bảy {number}")
        server.people.say(8, f"tám {number}")
    both_here = asyncio.Barrier(2)

    async def meet(_: Incoming) -> None:
        async with asyncio.timeout(1):
            await both_here.wait()

    ear = Ear(meet)
    async with running(channel, ear):
        await ear.hear(10)

    for who, name in (("7", "bảy"), ("8", "tám")):
        said = [incoming.text for incoming in ear.taken if incoming.chat == who]
        assert said == [f"{name} {number}" for number in range(5)]


async def test_what_could_not_be_stored_comes_again_and_nothing_overtakes_it(
    server: BotApiServer, channel: TelegramChannel
) -> None:
    for words in ("một", "hai", "ba"):
        server.people.say(7, words)
    refusals = iter([True, True, True])

    async def fail(incoming: Incoming) -> None:
        if incoming.text == "hai" and next(refusals, False):
            raise ConnectionError("the database is away")

    ear = Ear(fail)
    async with running(channel, ear):
        await until(lambda: channel.state == "updates cannot be stored: ConnectionError")
        await until(lambda: not server.updates.pending)
        assert channel.state == "ready"

    assert [text for text in ear.texts if text != "một"] == ["hai", "ba"]
    assert ear.texts[0] == "một"


async def test_a_kill_loses_no_update(server: BotApiServer, settings: Settings) -> None:
    server.people.say(7, "xin chào")
    command = (sys.executable, "-m", "tests.channels.telegram_child", server.url, server.token)
    child = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(20):
        assert child.stdout is not None
        assert (await child.stdout.readline()).decode().strip() == "xin chào"
        child.send_signal(signal.SIGKILL)
        assert await child.wait() == -signal.SIGKILL

    ear = Ear()
    async with running(make_channel(settings, server), ear):
        await ear.hear(1)
        await until(lambda: not server.updates.pending)

    assert ear.texts == ["xin chào"]


async def test_an_update_that_cannot_be_read_holds_nobody_up(
    server: BotApiServer, channel: TelegramChannel
) -> None:
    server.people.say(7, "trước")
    server.updates.push("message", {"from": {"id": 7}, "text": "a message without its chat"})
    server.updates.push("callback_query", {"data": "a:1", "from": {}, "message": {"text": "a"}})
    server.people.say(7, "sau")

    ear = Ear()
    with capture_logs() as logs:
        async with running(channel, ear):
            await ear.hear(2)
            await until(lambda: not server.updates.pending)

    assert ear.texts == ["trước", "sau"]
    assert [line["event"] for line in logs].count("update-unreadable") == 2


async def test_only_the_kinds_that_are_read_are_asked_for(
    server: BotApiServer, channel: TelegramChannel
) -> None:
    async with running(channel, Ear()):
        await until(lambda: channel.state == "ready")
    assert server.updates.allowed == ["callback_query", "message", "my_chat_member"]
    assert server.violations == []


async def test_commands_are_shown_in_both_languages(
    server: BotApiServer, channel: TelegramChannel
) -> None:
    async with running(channel, Ear()):
        await until(lambda: channel.state == "ready")

    shown = {key[-1]: value for key, value in server.account.world.texts.items()}
    assert {code: [c["command"] for c in words] for code, words in shown.items()} == {
        code: ["start", "giup", "hoso", "traloi", "dulieu", "dung", "xoa"] for code in ("", "en")
    }
    assert shown[""][6]["description"] == "Xóa dữ liệu của mình"
    assert shown["en"][6]["description"] == "Erase your data"


async def test_a_webhook_left_behind_does_not_stop_polling(
    server: BotApiServer, channel: TelegramChannel
) -> None:
    await server.account.call("setWebhook", {"url": "http://127.0.0.1:9/"})
    server.people.start(7)
    ear = Ear()
    async with running(channel, ear):
        await ear.hear(1)
    assert ear.texts == ["/start"]


async def test_a_webhook_set_by_others_while_we_poll_is_removed(
    server: BotApiServer, channel: TelegramChannel
) -> None:
    ear = Ear()
    async with running(channel, ear):
        await until(lambda: channel.state == "ready")
        await server.account.call("setWebhook", {"url": "http://127.0.0.1:9/"})
        server.people.start(7)
        await ear.hear(1)
    assert server.account.webhook is None


async def test_our_name_in_a_group_is_known_from_telegram(
    server: BotApiServer, channel: TelegramChannel
) -> None:
    group = server.people.open_group("Tổ 4", [7])
    for words in ("chào cả nhà", "/giup@another_bot", "/giup@nhip_cau_bot"):
        server.people.say(7, words, chat_id=group.id)
    ear = Ear()
    async with running(channel, ear):
        await ear.hear(1)
        await until(lambda: not server.updates.pending)
    assert [(one.kind, one.text) for one in ear.taken] == [(Kind.GROUP, "/giup@nhip_cau_bot")]


TROUBLES: list[tuple[Fault, str]] = [
    (Fault(kind="502", method="getUpdates", times=20), "unreachable: Bad Gateway"),
    (Fault(kind="reset_before", method="getMe", times=20), "unreachable: "),
    (Fault(kind="lost", method="getUpdates", times=2), "unreachable: Timed out"),
    (Fault(kind="429", method="getMe", times=1), "throttled for 1 s"),
]


@pytest.mark.parametrize(("fault", "state"), TROUBLES, ids=lambda v: getattr(v, "kind", None))
async def test_receiving_comes_back_by_itself(
    server: BotApiServer, settings: Settings, fault: Fault, state: str
) -> None:
    channel = make_channel(settings, server)
    server.faults.add(fault)
    ear = Ear()
    async with running(channel, ear):
        await until(lambda: channel.state.startswith(state))
        server.people.start(7)
        await ear.hear(1, within=15)
        await until(lambda: channel.state == "ready")
    assert ear.texts == ["/start"]


async def test_telegram_may_be_down_at_first(settings: Settings) -> None:
    server = BotApiServer(rate=None)
    await server.start()
    port = int(server.url.rsplit(":", 1)[1])
    channel = make_channel(settings, server)
    await server.stop()

    ear = Ear()
    async with running(channel, ear):
        await until(lambda: channel.state.startswith("unreachable: ClientConnectorError"))
        async with BotApiServer(rate=None, port=port) as back:
            back.people.start(7)
            await ear.hear(1)
    assert ear.texts == ["/start"]


async def test_another_poller_is_told_of(server: BotApiServer, settings: Settings) -> None:
    patience = replace(QUICK, first=0.2, longest=0.2)
    channel = make_channel(settings, server, patience=patience)
    async with running(channel, Ear()):
        await until(lambda: channel.state == "ready")
        await server.account.call("getUpdates", {"timeout": 0})
        await until(lambda: channel.state.startswith("conflict: another program"))
        await until(lambda: channel.state == "ready")
    assert server.updates.conflicts == 1


async def test_no_token_is_ever_in_a_log_or_a_state(
    server: BotApiServer, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    for noisy in (*NOISY, "aiohttp.access"):  # the last is the Bot API server's own
        caplog.set_level(logging.WARNING, logger=noisy)
    caplog.set_level(logging.DEBUG)
    states, shown = [], []
    with capture_logs() as logs:
        for token, url in (
            ("4242:wrong-token", server.url),
            (server.token, "http://127.0.0.1:9"),
            (server.token, server.url),
        ):
            secret = SecretStr(token)
            channel = make_channel(settings, server, telegram_token=secret, telegram_api_url=url)
            async with running(channel, Ear()):
                await until(lambda channel=channel: channel.state != "starting")
                states.append(channel.state)
                shown.append(repr([channel, vars(channel)["_receiver"]]))

    assert states[0] == "bad token"
    assert states[1].startswith("unreachable: ")
    assert states[2] == "ready"
    written = f"{logs} {caplog.text} {states} {shown}"
    assert "telegram-state" in written
    assert server.token not in written
    assert "wrong-token" not in written


@pytest.mark.parametrize("token", ["nothing-like-it", "4242", ":abc", "4242: abc"])
def test_a_token_that_is_none_is_named(settings: Settings, token: str) -> None:
    broken = settings.model_copy(update={"telegram_token": SecretStr(token)})
    with pytest.raises(BadSettings, match="NHIPCAU_TELEGRAM_TOKEN") as caught:
        TelegramChannel(broken)
    assert token not in caught.value.sentence


async def test_everything_closes(server: BotApiServer, channel: TelegramChannel) -> None:
    server.people.start(7)
    ear = Ear()
    async with running(channel, ear):
        await ear.hear(1)
        await channel.send("7", Reply("Chào bác"))
        assert ear.taken[0].kind is Kind.TEXT
    await channel.close()  # once more harms nothing
    assert channel._sending._session is None
    assert channel._polling._session is None
