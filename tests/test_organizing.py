"""Organizers in chat, beyond a transcript: two at once, and a verb refused half-way."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from sqlalchemy import func, select

from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import Refused
from bot.messages import Incoming, Kind
from bot.models import AuditEntry, Delivery, Organisation
from bot.settings import Settings
from bot.turns import Turn
from handlers import SWITCHBOARD
from handlers.organizing_asking import attempt
from tests.kit.makers import make_chat, make_city
from tests.kit.transcripts import Player, read_lines

STAGE = """! member: name=Nguyễn Thị Lan, ward=Ba Đình, chat=11
! broadcast: title=Họp, organisation=cdtp, state=draft
! organizer: name=Trần Thị Hoa, role=lead, organisation=cdtp, chat=1
! organizer: name=Lê Thu, role=lead, organisation=cdtp, chat=2"""
LOOK = ["> /tin", "> [1. đang soạn: Họp]", "> [Gửi ngay]"]


async def test_two_confirmations_at_once_launch_once(
    database: Database, settings: Settings, clock: StoppedClock
) -> None:
    player = Player(database, settings, clock, "buttons")
    await player.begin()
    for line in read_lines("\n".join([STAGE, *LOOK, "! chat: 2", *LOOK])):
        await player.play(line)
    confirm = replace(player.read_incoming("[Xác nhận gửi]"), update_id="last")
    assert player.taker is not None
    take = player.taker.take
    said = await asyncio.gather(take(confirm), take(replace(confirm, chat="1", update_id="one")))
    async with database.reading() as session:
        launched = select(func.count()).where(AuditEntry.action == "broadcast:launch")
        assert await session.scalar(launched) == 1
        assert await session.scalar(select(func.count(Delivery.id))) == 1
    answers = sorted(leaving[-1].reply.text for leaving in said)
    assert answers[0].startswith("Tin này đã được gửi hoặc hẹn giờ")
    assert answers[1].startswith("Tin số 1 đang được gửi cho 1 người.")


async def test_a_verb_that_is_refused_half_way_leaves_nothing(
    database: Database, settings: Settings, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        await make_city(session)
        chat = await make_chat(session, "web:1")
        incoming = Incoming("web", "1", "1", Kind.TEXT, "/khaosat")
        turn = Turn(session, incoming, chat, (), clock.now(), settings)

        async def verb() -> str:
            session.add(Organisation(code="half", name="Nửa", folded="nua"))
            await session.flush()
            raise Refused("survey-unknown")

        assert await attempt(turn, verb()) is None
        turn.note(still="here")
    async with database.reading() as session:
        codes = set(await session.scalars(select(Organisation.code)))
        assert (await make_chat(session, "web:1")).data == {"still": "here"}
    assert codes == {"cdtp", "hlhpn", "hnd"}
    assert [reply.text for reply in turn.replies] == ["Không có khảo sát này."]


def test_no_two_presses_share_a_tag_and_no_two_commands_a_name() -> None:
    for table in ("presses", "commands"):
        names = [name for router in SWITCHBOARD for name in getattr(router, table)]
        assert sorted(names) == sorted(set(names)), "the earlier one would be pressed for both"
