"""What every channel must do, with the real hallway and outbox behind it and people before it."""

from __future__ import annotations

import asyncio
import logging
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.clock import Clock
from bot.db import Database
from bot.logs import NOISY
from bot.messages import Choice, Incoming, Kind, Rejected, Reply, Sent
from bot.outbox import Outbox
from bot.pacing import Pacer
from bot.presses import Press
from bot.settings import Settings
from bot.turns import Router, Taker, Turn
from tests.channels.sides import Side, read, telegram_side, web_side, zalo_side
from tests.channels.telegram_site import until
from tests.channels.zalo_oa_side import zalo_oa_side
from tests.kit.makers import make_city


@dataclass(frozen=True)
class Pick(Press):
    """Pick a place."""

    TAG = "zz"
    place: str


router = Router("contract")
PLACES = tuple(Choice(name, Pick(name).pack()) for name in ("Ba Đình", "Lam Sơn", "Đông Vệ"))
PARAGRAPHS = [
    " ".join(f"Câu {p}.{n} nói về bảo hiểm xã hội tự nguyện của phường." for n in range(36))
    for p in range(4)
]
LONG = "\n\n".join(PARAGRAPHS)


@router.command("start")
async def say_nothing(turn: Turn) -> None:
    """Say nothing, so that a test counts only what it asks for."""


@router.command("hoi")
async def ask(turn: Turn) -> None:
    """Ask with numbers, where there are no buttons."""
    turn.ask("Bác ở đâu?", step="place", choices=PLACES)


@router.command("thu")
async def offer(turn: Turn) -> None:
    """Ask with letters, where there are no buttons."""
    turn.ask("Bác ở đâu?", step="place", choices=PLACES, marks="letters")


@router.command("dai")
async def say_much(turn: Turn) -> None:
    """Say more than a message holds."""
    turn.quote(LONG)


@router.on(Pick)
async def take_pick(turn: Turn, press: Pick) -> None:
    """Say what was picked."""
    turn.done()
    turn.quote(f"Đã chọn {press.place}.")


async def echo(turn: Turn) -> None:
    """Say what was heard."""
    turn.quote(f"{turn.incoming.kind}: {turn.text}")


@dataclass
class Hall:
    """Take for a channel as the app does."""

    taker: Taker
    outbox: Outbox
    before: Callable[[Incoming], Awaitable[None]] | None = None
    heard: list[Incoming] = field(default_factory=list)

    async def take(self, incoming: Incoming) -> None:
        """Store a turn and let its replies leave."""
        self.heard.append(incoming)
        if self.before is not None:
            await self.before(incoming)
        self.outbox.push(await self.taker.take(incoming))


@pytest.fixture
async def database(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """Give SQLite alone: what stores is the hallway, which has its own tests on both."""
    url = f"sqlite:///{shutil.copyfile(sqlite_template, tmp_path / 'test.db')}"
    opened = Database(url)
    yield opened
    await opened.close()


@pytest.fixture
async def hall(database: Database, clock: Clock, settings: Settings) -> AsyncIterator[Hall]:
    async with database.transaction() as session:
        city = await make_city(session, ("telegram", "web", "zalo-bot", "zalo-oa"))
    taker = Taker(database, clock, settings, city.accounts, (router,), echo)
    made = Hall(taker, Outbox(database, {}, {}))
    yield made
    await made.outbox.close()


@pytest.fixture(params=["telegram", "web", "web without buttons", "zalo bot", "zalo oa"])
async def side(
    request: pytest.FixtureRequest, hall: Hall, clock: Clock, settings: Settings
) -> AsyncIterator[Side]:
    plain = settings.model_copy(update={"web_buttons": request.param == "web"})
    database = hall.taker.database
    async with AsyncExitStack() as stack:
        opened: Side
        match request.param:
            case "telegram":
                opened = await stack.enter_async_context(telegram_side(settings, hall.take))
            case "zalo bot":
                opening = zalo_side(settings, database, hall.take)
                opened = await stack.enter_async_context(opening)
            case "zalo oa":
                account = zalo_oa_side(settings, database, clock, hall.take)
                opened = await stack.enter_async_context(account)
            case _:
                page = web_side(plain, database, clock, lambda: hall.heard[-1], hall.take)
                opened = await stack.enter_async_context(page)
        name = opened.channel.account
        hall.outbox.channels, hall.outbox.pacers = {name: opened.channel}, {name: Pacer(None)}
        yield opened
        await hall.outbox.drain()


async def test_a_repeat_is_answered_once(side: Side, hall: Hall) -> None:
    await side.say(7, "xin chào")
    await read(side, 7, 1)
    heard = len(hall.heard)

    await side.repeat()
    await until(lambda: len(hall.heard) > heard)
    await side.say(7, "còn đây")

    assert [seen.text for seen in await read(side, 7, 2)] == ["text: xin chào", "text: còn đây"]
    first, again = hall.heard[heard - 1 : heard + 1]
    assert first == again


async def test_one_chats_messages_keep_their_order(side: Side) -> None:
    for number in range(12):
        await side.say(7, f"tin {number}")
    seen = await read(side, 7, 12)
    assert [one.text for one in seen] == [f"text: tin {number}" for number in range(12)]


async def test_chats_do_not_wait_for_each_other(side: Side, hall: Hall) -> None:
    for who in (7, 8):
        await side.say(who, "/start")
    both_here = asyncio.Barrier(2)

    async def meet(incoming: Incoming) -> None:
        if incoming.text == "gặp nhau":
            async with asyncio.timeout(2):
                await both_here.wait()

    hall.before = meet
    await asyncio.gather(side.say(7, "gặp nhau"), side.say(8, "gặp nhau"))
    for who in (7, 8):
        assert [seen.text for seen in await read(side, who, 1)] == ["text: gặp nhau"]


async def test_a_long_text_is_split_where_a_reader_would(side: Side, hall: Hall) -> None:
    most = side.channel.capabilities.most_text
    assert len(LONG) > most > len(PARAGRAPHS[0])

    await side.say(7, "/dai")
    await until(lambda: bool(hall.heard) and hall.heard[-1].text == "/dai")
    await read(side, 7, 1)
    await hall.outbox.drain()
    pieces = [seen.text for seen in await side.see(7)]

    assert max(map(len, pieces)) <= most
    assert " ".join(pieces).split() == LONG.split()
    assert all(re.search(r"phường\.$", piece) for piece in pieces)
    assert all(piece.startswith("Câu ") for piece in pieces)


@pytest.mark.parametrize(("command", "mark"), [("/hoi", "2"), ("/thu", "B")])
async def test_choices_are_buttons_or_are_marked_and_typed(
    side: Side, command: str, mark: str
) -> None:
    await side.say(7, command)
    (asked,) = await read(side, 7, 1)
    names = [choice.label for choice in PLACES]
    if side.channel.capabilities.buttons:
        assert (asked.text, list(asked.buttons)) == ("Bác ở đâu?", names)
    else:
        lines = asked.text.splitlines()
        assert (lines[0], asked.buttons) == ("Bác ở đâu?", {})
        assert lines[2] == f"{mark}. Lam Sơn"

    await side.say(7, mark)

    assert (await read(side, 7, 2))[-1].text == "Đã chọn Lam Sơn."


@pytest.mark.parametrize("words", ["lam son", "Lam Sơn ạ"])
async def test_a_choice_can_be_typed_in_words(side: Side, words: str) -> None:
    await side.say(7, "/hoi")
    await side.say(7, words)
    assert (await read(side, 7, 2))[-1].text == "Đã chọn Lam Sơn."


async def test_a_pressed_button_is_answered_and_gone(side: Side, hall: Hall) -> None:
    if not side.channel.capabilities.buttons:
        await side.say(7, "/hoi")
        assert (await read(side, 7, 1))[0].buttons == {}
        return
    await side.say(7, "/hoi")
    await read(side, 7, 1)

    await side.press(7, "Đông Vệ")

    asked, answer = await read(side, 7, 2)
    await hall.outbox.drain()
    assert answer.text == "Đã chọn Đông Vệ."
    pressed = hall.heard[-1]
    assert (pressed.kind, pressed.press) == (Kind.PRESS, Pick("Đông Vệ").pack())
    assert pressed.pressed_text in ("", "Bác ở đâu?")  # a channel that rewrites needs none
    assert pressed.pressed_label in ("", "Đông Vệ")
    if side.channel.capabilities.edits:  # what was sent elsewhere stays as it is
        assert (await side.see(7))[0].buttons == {}
        assert pressed.pressed_ref == str(asked.ref)


async def test_the_longest_text_is_heard_whole(side: Side, hall: Hall) -> None:
    said = ("ế " * side.most_said)[: side.most_said - 1] + "."
    await side.say(7, said)
    await until(lambda: bool(hall.heard) and hall.heard[-1].text == said)
    assert (await read(side, 7, 1))[0].text.startswith("text: ế ế ")


async def test_whatever_can_be_sent_is_answered(side: Side) -> None:
    await side.say(7, "đây")
    for kind in side.kinds:
        await side.send(7, kind)
    seen = await read(side, 7, 1 + len(side.kinds))
    assert [one.text.partition(":")[0] for one in seen] == ["text", *side.kinds]


async def test_a_message_gets_an_id_and_an_empty_one_is_rejected(side: Side, hall: Hall) -> None:
    await side.say(7, "/start")
    await until(lambda: bool(hall.heard))
    chat = hall.heard[-1].chat

    outcome = await side.channel.send(chat, Reply("Chào bác."))

    (seen,) = await read(side, 7, 1)
    assert outcome == Sent(str(seen.ref))
    with pytest.raises(Rejected):
        await side.channel.send(chat, Reply(" \n"))


async def test_no_secret_and_no_message_is_in_the_logs(
    side: Side, hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    for noisy in (*NOISY, "aiohttp.access"):  # the last is the Bot API server's own
        caplog.set_level(logging.WARNING, logger=noisy)
    caplog.set_level(logging.DEBUG)
    logging.getLogger("anybody").debug("a line of anybody's")
    with capture_logs() as logs:
        await side.say(7, "/start")
        await until(lambda: bool(hall.heard))
        await side.say(7, "chuyện riêng của tôi")
        await read(side, 7, 1)
        await hall.outbox.drain()

    written = f"{logs} {caplog.text}"
    assert [word for word in (*side.secrets, "chuyện riêng") if word in written] == []
    assert "a line of anybody's" in written
