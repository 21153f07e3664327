"""Telegram: what the Bot API answers, or does not -> one of five errors, or unknown."""

from __future__ import annotations

import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import timedelta
from socket import socket

import pytest
from pydantic import SecretStr
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.backend import AnswerLost, NotSent, TooFast
from bot.channels.telegram.errors import read_error
from bot.messages import (
    Blocked,
    Halted,
    Rejected,
    Reply,
    SendError,
    Throttled,
    Unknown,
    Unreachable,
)
from bot.settings import Settings
from tests.channels.telegram_site import make_channel
from tests.kit.bot_api import BotApiServer, Fault

POOL = "Pool timeout: All connections are occupied. Request was *not* sent to Telegram."
SAID: list[tuple[TelegramError, SendError | Unknown]] = [
    (TooFast(timedelta(seconds=7)), Throttled(timedelta(seconds=7))),
    (Forbidden("Forbidden: bot was blocked by the user"), Blocked("blocked")),
    (Forbidden("Forbidden: user is deactivated"), Blocked("deactivated")),
    (
        Forbidden("Forbidden: bot can't initiate conversation with a user"),
        Blocked("never_started"),
    ),
    (Forbidden("Forbidden: bot was kicked from the supergroup chat"), Blocked("kicked")),
    (Forbidden("Forbidden: the group chat was deleted"), Blocked("chat_deleted")),
    (Forbidden("Forbidden: something new"), Blocked("forbidden")),
    (BadRequest("Bad Request: chat not found"), Blocked("chat_not_found")),
    (BadRequest("Bad Request: private chat not found"), Blocked("chat_not_found")),
    (BadRequest("Bad Request: PEER_ID_INVALID"), Blocked("chat_not_found")),
    (BadRequest("Bad Request: can't parse entities: x"), Rejected("Can't parse entities: x")),
    (BadRequest("Bad Request: message is too long"), Rejected("Message is too long")),
    (ChatMigrated(-100123), Rejected("the group is another chat now: -100123")),
    (InvalidToken("Unauthorized"), Halted("bad token")),
    (InvalidToken("Not Found"), Halted("bad token")),
    (NotSent("ClientConnectorError"), Unreachable("ClientConnectorError")),
    (TimedOut(POOL), Unreachable("no free connection")),
    (TimedOut(), Unknown("timed_out")),
    (AnswerLost("ServerDisconnectedError"), Unknown("connection_lost")),
    (NetworkError("Internal Server Error: restart"), Unknown("server_error")),
    (
        NetworkError("Bad Gateway (502). Parsing the server response failed"),
        Unknown("server_error"),
    ),
    (TelegramError("Invalid server response"), Unknown("server_error")),
]


@pytest.mark.parametrize(("error", "meaning"), SAID, ids=lambda v: str(v)[:40])
def test_each_error_means_one_thing(error: TelegramError, meaning: SendError | Unknown) -> None:
    found = read_error(error)
    assert type(found) is type(meaning)
    assert _content(found) == _content(meaning)


def _content(meaning: SendError | Unknown) -> object:
    if isinstance(meaning, Unreachable):
        return str(meaning)
    return {name: getattr(meaning, name) for name in meaning.__dataclass_fields__}


async def test_the_wait_that_a_429_asks_for_is_told(
    server: BotApiServer, channel: TelegramChannel
) -> None:
    server.faults.add(Fault(kind="429", retry_after=3))
    with pytest.raises(Throttled) as caught:
        await channel.send("7", Reply("Chào bác"))
    assert caught.value.wait == timedelta(seconds=3)


# On the wire: what happens to sendMessage -> what it means, and whether it arrived all the same.
HAPPENED: list[tuple[Fault, type, int]] = [
    (Fault(kind="429", retry_after=2), Throttled, 0),
    (Fault(kind="403"), Blocked, 0),
    (Fault(kind="400"), Blocked, 0),
    (Fault(kind="400", description="Bad Request: can't parse entities: at byte 3"), Rejected, 0),
    (
        Fault(kind="400", description="x", parameters={"migrate_to_chat_id": -100}),
        Rejected,
        0,
    ),
    (Fault(kind="500"), Unknown, 0),
    (Fault(kind="500", taken=True), Unknown, 1),
    (Fault(kind="502"), Unknown, 0),
    (Fault(kind="reset_before"), Unknown, 0),
    (Fault(kind="reset_after"), Unknown, 1),
    (Fault(kind="lost"), Unknown, 1),
    (Fault(kind="slow", delay=1.0), Unknown, 1),
]


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer(rate=None) as started:
        started.people.start(7)
        yield started


@pytest.fixture
async def channel(server: BotApiServer, settings: Settings) -> AsyncIterator[TelegramChannel]:
    made = make_channel(settings, server)
    yield made
    await made.close()


@pytest.mark.parametrize(
    ("fault", "meaning", "arrived"), HAPPENED, ids=lambda v: getattr(v, "kind", None)
)
async def test_each_misfortune_on_the_wire_means_one_thing(
    server: BotApiServer, channel: TelegramChannel, fault: Fault, meaning: type, arrived: int
) -> None:
    server.faults.add(fault)

    outcome = await send(channel)
    server.faults.clear()

    assert type(outcome) is meaning
    assert len(server.people.inbox(7)) == arrived
    assert server.token not in everything_about(outcome)


async def test_a_bad_token_halts_the_account(server: BotApiServer, settings: Settings) -> None:
    token = "4242:another-token"
    channel = make_channel(settings, server, telegram_token=SecretStr(token))
    outcome = await send(channel)
    await channel.close()
    assert type(outcome) is Halted
    assert token not in everything_about(outcome)


@pytest.fixture
def closed_port() -> Iterator[int]:
    """Give a port that is bound and not listened on: every connection to it is refused."""
    with closing(socket()) as kept:
        kept.bind(("127.0.0.1", 0))
        yield kept.getsockname()[1]


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Give a port whose queue of connections is full: a connection to it is not answered."""
    with closing(socket()) as kept:
        kept.bind(("127.0.0.1", 0))
        kept.listen(0)
        waiting = [socket() for _ in range(4)]
        for one in waiting:
            one.settimeout(0)
            one.connect_ex(kept.getsockname())
        yield kept.getsockname()[1]
        for one in waiting:
            one.close()


@pytest.mark.parametrize("place", ["closed_port", "silent_port", "nowhere"])
async def test_what_never_left_is_unreachable(
    server: BotApiServer, settings: Settings, request: pytest.FixtureRequest, place: str
) -> None:
    where = "nowhere.invalid" if place == "nowhere" else "127.0.0.1"
    port = 80 if place == "nowhere" else request.getfixturevalue(place)
    channel = make_channel(settings, server, telegram_api_url=f"http://{where}:{port}")

    outcome = await send(channel)
    await channel.close()

    assert type(outcome) is Unreachable
    assert server.token not in everything_about(outcome)


async def send(channel: TelegramChannel) -> object:
    """Return what became of one message, raised or not."""
    try:
        return await channel.send("7", Reply("Chào bác"))
    except SendError as error:
        return error


def everything_about(outcome: object) -> str:
    """Return all words that a log could hold of an outcome, its causes and contexts included."""
    words, error = [repr(outcome)], outcome
    while isinstance(error, BaseException):
        words += [repr(error), *traceback.format_exception(error)]
        error = error.__cause__ or error.__context__
    return "\n".join(words)
