"""Kit: what a transcript may set up: `! name: value`."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot import members, quotas
from bot.access import OPERATOR
from bot.addresses import note_name
from bot.models import ChannelAccount, Link, Member
from tests.kit.answering_stage import ANSWERING_STAGE
from tests.kit.approving_stage import APPROVING_STAGE
from tests.kit.consulting_stage import CONSULTING_STAGE
from tests.kit.costing_stage import COSTING_STAGE
from tests.kit.following_stage import FOLLOWING_STAGE
from tests.kit.forms_stage import FORMS_STAGE
from tests.kit.makers import make_chat, make_member, tie
from tests.kit.organizing_stage import ORGANIZING_STAGE
from tests.kit.series_stage import SERIES_STAGE

if TYPE_CHECKING:
    from tests.kit.transcripts import Player

PAIR = re.compile(r"(\w+)=([^,]+)")


async def add_member(player: Player, value: str) -> None:
    """`name=…, phone=…`: a member of a roll; with `chat=1` one who is registered in that chat."""
    given = {name: words.strip() for name, words in PAIR.findall(value)}
    if "chat" in given:
        given["chat"] = f"{player.account}:{given['chat']}"
    async with player.database.transaction() as session:
        await make_member(session, **given)
        if "chat" in given:
            (await make_chat(session, given["chat"])).locale = player.locale


async def make_code(player: Player, value: str) -> None:
    """Make a personal code for the roll's member of this name; `{code}` stands for it."""
    async with player.database.transaction() as session:
        member = await find_on_roll(session, value)
        player.words["code"] = await members.make_code(
            session,
            OPERATOR,
            member,
            now=player.clock.now(),
            secret=player.settings.secret_key.get_secret_value(),
        )


async def confirm(player: Player, value: str) -> None:
    """Confirm, as the operator, the member of this name who claims to be on the roll."""
    async with player.database.transaction() as session:
        query = select(Member).where(Member.full_name == value, Member.claims_id.is_not(None))
        member = (await session.scalars(query)).one()
        await members.confirm_claim(session, OPERATOR, member, now=player.clock.now())


async def add_claim(player: Player, value: str) -> None:
    """`name=…, phone=…, chat=1`: one who typed what a roll's member is called, and waits."""
    given = {name: words.strip() for name, words in PAIR.findall(value)}
    given["chat"] = f"{player.account}:{given['chat']}"
    async with player.database.transaction() as session:
        listed = await find_on_roll(session, given["name"])
        claimant = await make_member(session, **given, organisation=None, strength="typed")
        claimant.claims_id = listed.id


async def name_the_bot(player: Player, value: str) -> None:
    """Let the Telegram bot be known under this name."""
    async with player.database.transaction() as session:
        await note_name(session, "telegram", value)


async def find_on_roll(session: object, name: str) -> Member:
    """Return the roll's member of a name."""
    query = select(Member).where(Member.full_name == name, Member.source == "roll")
    return (await session.scalars(query)).one()


async def move_clock(player: Player, value: str) -> None:
    """`minutes=5`: let time pass."""
    player.clock.advance(**{name: float(number) for name, number in PAIR.findall(value)})


async def change_chat(player: Player, value: str) -> Sequence[str]:
    """Let another phone speak from here on; first it shows what has arrived there."""
    player.chat = value
    return player.arrived.pop(value, [])


async def change_platform(player: Player, value: str) -> Sequence[str]:
    """`account=web, chat=9, name=…`: the registered member of this name goes on over there."""
    given = {name: words.strip() for name, words in PAIR.findall(value)}
    player.platform, player.chat = given["account"], given["chat"]
    async with player.database.transaction() as session:
        chat = await make_chat(session, f"{player.platform}:{player.chat}")
        query = select(Member).where(Member.full_name == given["name"])
        query = query.where(Member.registered_at.is_not(None))
        member = (await session.scalars(query)).one()
        held = select(Link).where(Link.chat_id == chat.id, Link.member_id == member.id)
        if await session.scalar(held) is None:
            await tie(session, member, chat)
    return player.arrived.pop(player.chat, [])


async def change_locale(player: Player, value: str) -> None:
    """Let the platform guess this language."""
    player.locale = value


async def change_account(player: Player, value: str) -> None:
    """`name=zalo-bot, left=2`: speak on this account, which may send so many messages a month."""
    given = dict(PAIR.findall(value))
    async with player.database.transaction() as session:
        account = ChannelAccount(name=given["name"], halted_reason="", offset="")
        session.add(account)
        await session.flush()
        limits = quotas.Limits(people=50, messages=int(given["left"]))
        await quotas.note_limits(session, {given["name"]: limits})
    assert player.taker is not None
    player.taker.accounts[account.name] = account.id
    player.platform = account.name


async def note_only(player: Player, value: str) -> None:
    """`buttons` or `numbers`: the one kind of channel that this transcript is for."""
    assert player.mode == value


STAGE: dict[str, Callable[[Player, str], Awaitable[Sequence[str] | None]]] = {
    "member": add_member,
    "code": make_code,
    "claim": add_claim,
    "bot name": name_the_bot,
    "confirm": confirm,
    "clock": move_clock,
    "chat": change_chat,
    "platform": change_platform,
    "locale": change_locale,
    "only": note_only,
    "account": change_account,
    **ORGANIZING_STAGE,
    **SERIES_STAGE,
    **ANSWERING_STAGE,
    **APPROVING_STAGE,
    **FOLLOWING_STAGE,
    **CONSULTING_STAGE,
    **COSTING_STAGE,
    **FORMS_STAGE,
}
