"""The outbox and files: content is fetched for sending alone, uploaded once, and may be gone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from bot import files
from bot.db import Database
from bot.files import XLSX, Content
from bot.messages import Outcome, Reply, Sent
from bot.models import KeptFile, StoredReply
from bot.outbox import Outbox
from bot.pacing import Pacer
from bot.replies import find_open, find_open_ids
from tests.kit.channels import MemoryChannel
from tests.kit.makers import BEGINNING, make_chat, make_city


@dataclass
class Platform(MemoryChannel):
    """Give every file an id, as Telegram does."""

    async def send(self, chat: str, reply: Reply) -> Outcome:
        outcome = await super().send(chat, reply)
        assert isinstance(outcome, Sent)
        return Sent(outcome.ref, "platform-7" if reply.attachment else "")


@pytest.fixture
def channel() -> Platform:
    return Platform()


@pytest.fixture
async def outbox(database: Database, channel: Platform) -> AsyncIterator[Outbox]:
    async with database.transaction() as session:
        await make_city(session)
    made = Outbox(database, {"web": channel}, {"web": Pacer(None)}, retry_seconds=(0.01,))
    yield made
    await made.close()


async def send_sheet(outbox: Outbox, *, gone: bool = False, text: str = "Đây ạ.") -> StoredReply:
    """Store a reply with a sheet, let it leave, and return its row."""
    async with outbox.database.transaction() as session:
        chat = await make_chat(session, "web:1")
        sheet = Content("ket-qua.xlsx", XLSX, b"PK-hang-cot")
        kept = await files.keep(session, sheet, now=BEGINNING, lasts=timedelta(days=1))
        body = Reply(text, attachment=kept).as_document()
        row = StoredReply(chat_id=chat.id, body=body, state="queued", created_at=BEGINNING)
        session.add(row)
        await session.flush()
        if gone:
            await session.execute(delete(KeptFile))
        leaving = await find_open(session, await find_open_ids(session, ("telegram", "web")))
    outbox.push(leaving)
    await outbox.drain()
    async with outbox.database.reading() as session:
        return (await session.scalars(select(StoredReply).where(StoredReply.id == row.id))).one()


async def test_a_file_leaves_with_its_content_and_the_second_time_with_its_id(
    outbox: Outbox, channel: Platform
) -> None:
    rows = [await send_sheet(outbox) for _ in range(2)]
    assert [row.state for row in rows] == ["sent", "sent"]
    sent = [reply.attachment for _, reply in channel.sent]
    assert [one.content for one in sent if one] == [b"PK-hang-cot"] * 2
    assert [one.known_as for one in sent if one] == ["", "platform-7"]


async def test_a_file_that_is_no_longer_kept_fails_alone(
    outbox: Outbox, channel: Platform
) -> None:
    row = await send_sheet(outbox, gone=True)
    assert (row.state, row.reason) == ("failed", "file_gone")
    assert channel.sent == []


@pytest.mark.on("sqlite")
async def test_a_text_too_long_to_go_with_a_file_follows_it(
    outbox: Outbox, channel: Platform
) -> None:
    row = await send_sheet(outbox, text="Dài lắm. " * 150)
    assert row.state == "sent"
    shown = [(bool(reply.attachment), bool(reply.text)) for _, reply in channel.sent]
    assert shown == [(True, False), (False, True)]
