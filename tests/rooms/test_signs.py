"""What platforms show of us: organizers' commands in their chats alone, and the bot's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select

from bot import addresses, organizers
from bot.access import OPERATOR
from bot.clock import StoppedClock
from bot.db import Database
from bot.messages import Rejected, SendError, Unreachable
from bot.models import ChannelAccount, Grant
from bot.organizers import Role
from bot.settings import Settings
from bot.signs import Signs
from tests.kit.channels import MemoryChannel
from tests.kit.makers import make_chat, make_city

RESIDENT_LINKS = "http://127.0.0.1:8080/chat?start=ma-ABC"


@dataclass
class Platform(MemoryChannel):
    """Remember what is listed in which chat; fail as planned."""

    account: str = "telegram"
    public_name: str = "nhipcau_bot"
    shown: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    failure: SendError | None = None

    async def show_commands(self, chat: str, commands: Sequence[str]) -> None:
        if self.failure is not None:
            raise self.failure
        self.shown.append((chat, tuple(commands)))


@pytest.fixture
def platform() -> Platform:
    return Platform()


@pytest.fixture
async def signs(database: Database, platform: Platform, clock: StoppedClock) -> Signs:
    """Give signs of a site where the chat 1 is an organizer's and the chat 2 a resident's."""
    async with database.transaction() as session:
        await make_city(session)
        for chat in ("1", "2"):
            await make_chat(session, f"telegram:{chat}")
        _, code = await organizers.add(session, OPERATOR, "Hoa", [Role("branch")], now=clock.now())
        chat = await make_chat(session, "telegram:1")
        await organizers.redeem(session, chat, code, now=clock.now())
    return Signs(database, {"telegram": platform})


async def test_an_organizers_chat_lists_what_they_may_do_until_they_may_no_longer(
    signs: Signs, platform: Platform, clock: StoppedClock
) -> None:
    for _ in range(2):
        await signs.look()
    assert platform.shown == [("1", organizers.commands_of(["branch"]))]
    assert "thanhvien" in platform.shown[0][1]
    async with signs.database.transaction() as session:
        (grant,) = await session.scalars(select(Grant))
        grant.role = "writer"
    await signs.look()
    assert platform.shown[1:] == [("1", organizers.commands_of(["writer"]))]
    async with signs.database.transaction() as session:
        await organizers.remove(session, OPERATOR, grant.organizer_id, now=clock.now())
    for _ in range(2):
        await signs.look()
    assert platform.shown[2:] == [("1", ())]


@pytest.mark.on("sqlite")
async def test_what_a_platform_could_not_be_told_is_told_later_and_what_it_refuses_never(
    signs: Signs, platform: Platform
) -> None:
    platform.state = "starting"
    await signs.look()
    platform.state, platform.failure = "ready", Unreachable()
    await signs.look()
    platform.failure = None
    await signs.look()
    assert [chat for chat, _ in platform.shown] == ["1"]
    async with signs.database.transaction() as session:
        (grant,) = await session.scalars(select(Grant))
        grant.role = "lead"
    platform.failure = Rejected("no such chat")
    await signs.look()
    platform.failure = None
    await signs.look()
    assert len(platform.shown) == 1


async def test_the_bots_name_is_noted_and_makes_links(
    signs: Signs, platform: Platform, settings: Settings
) -> None:
    platform.public_name = ""
    await signs.look()
    async with signs.database.reading() as session:
        found = await addresses.find_code_links(session, settings, "ABC")
        assert found == [RESIDENT_LINKS]
    platform.public_name = "nhipcau_bot"
    await signs.look()
    async with signs.database.reading() as session:
        names = dict(
            (await session.execute(select(ChannelAccount.name, ChannelAccount.public_name))).all()
        )
        assert names == {"telegram": "nhipcau_bot", "web": ""}
        found = await addresses.find_code_links(session, settings, "ABC")
        assert found == ["https://t.me/nhipcau_bot?start=ma-ABC", RESIDENT_LINKS]


@pytest.mark.parametrize(
    ("changes", "address"),
    [
        ({"public_url": "https://nhipcau.example.vn"}, "https://nhipcau.example.vn"),
        ({"web_host": "192.168.1.5", "web_port": 80}, "http://192.168.1.5:80"),
        ({"web_host": "0.0.0.0"}, ""),
        ({"web_port": 0}, ""),
    ],
)
def test_the_web_chat_is_where_people_can_reach_it(
    settings: Settings, changes: dict[str, object], address: str
) -> None:
    assert addresses.find_web_address(settings.model_copy(update=changes)) == address
