"""The outbox: order within a chat, no waiting between chats, and the truth about each outcome."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.db import Database
from bot.messages import (
    Blocked,
    Choice,
    Halted,
    Rejected,
    Reply,
    SendError,
    Throttled,
    Unknown,
    Unreachable,
)
from bot.models import Chat, StoredReply
from bot.outbox import Outbox
from bot.pacing import Pacer
from bot.replies import Leaving, find_open, find_open_ids
from tests.kit.channels import MemoryChannel
from tests.kit.makers import BEGINNING, make_chat, make_city


@pytest.fixture
def channel() -> MemoryChannel:
    return MemoryChannel()


@pytest.fixture
async def outbox(database: Database, channel: MemoryChannel) -> AsyncIterator[Outbox]:
    async with database.transaction() as session:
        await make_city(session)
    made = Outbox(database, {"web": channel}, {"web": Pacer(None)}, retry_seconds=(0.01,))
    yield made
    await made.close()


async def store(outbox: Outbox, chat: str, *texts: str, asked: bool = False) -> list[Leaving]:
    async with outbox.database.transaction() as session:
        row = await make_chat(session, f"web:{chat}")
        if asked:
            row.asked = {"text": "hỏi", "choices": [["Có", "y", []]], "marks": "numbers"}
        for text in texts:
            reply = Reply(text, (Choice("Có", "y"),) if asked else ())
            session.add(
                StoredReply(
                    chat_id=row.id, body=reply.as_document(), state="queued", created_at=BEGINNING
                )
            )
        await session.flush()
        opened = await find_open(session, await find_open_ids(session, ("telegram", "web")))
        return [one for one in opened if one.external_id == chat]


async def states(outbox: Outbox) -> list[tuple[str, str]]:
    async with outbox.database.reading() as session:
        rows = await session.scalars(select(StoredReply).order_by(StoredReply.id))
        return [(row.state, row.reason) for row in rows]


async def get_chat(outbox: Outbox) -> Chat:
    async with outbox.database.reading() as session:
        return (await session.scalars(select(Chat))).one()


async def test_one_chats_replies_leave_in_their_order(
    outbox: Outbox, channel: MemoryChannel
) -> None:
    texts = [f"câu {n}" for n in range(8)]
    outbox.push(await store(outbox, "1", *texts))
    await outbox.drain()
    assert [reply.text for _, reply in channel.sent] == texts
    assert await states(outbox) == [("sent", "")] * 8


async def test_a_slow_chat_keeps_no_other_waiting(outbox: Outbox, channel: MemoryChannel) -> None:
    channel.opened = asyncio.Event()
    for chat in ("1", "2", "3"):
        outbox.push(await store(outbox, chat, "chào"))
    drained = asyncio.create_task(outbox.drain())
    await asyncio.sleep(0.5)
    assert channel.most_in_flight == 3
    channel.opened.set()
    await drained
    assert sorted(channel.chats) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (Blocked("deactivated"), ("failed", "deactivated")),
        (Rejected("too long"), ("failed", "rejected")),
        (Unknown("timed_out"), ("unknown", "timed_out")),
        (Unreachable(), ("sent", "")),
        (Throttled(timedelta(milliseconds=20)), ("sent", "")),
        (Halted("bad token"), ("sent", "")),
    ],
)
async def test_an_outcome_is_told_as_it_is(
    outbox: Outbox, channel: MemoryChannel, first: SendError | Unknown, then: tuple[str, str]
) -> None:
    channel.script["1"] = [first]
    outbox.push(await store(outbox, "1", "chào"))
    await outbox.drain()
    assert await states(outbox) == [then]
    assert len(channel.tried) == (2 if then == ("sent", "") else 1), "unknown is not sent again"


async def test_a_block_closes_the_chat_for_broadcasts_too(
    outbox: Outbox, channel: MemoryChannel
) -> None:
    channel.script["1"] = [Blocked()]
    outbox.push(await store(outbox, "1", "chào"))
    await outbox.drain()
    assert (await get_chat(outbox)).state == "blocked"


async def test_a_question_that_may_not_have_arrived_is_marked_unsure(
    outbox: Outbox, channel: MemoryChannel
) -> None:
    channel.script["1"] = [Unknown("timed_out")]
    outbox.push(await store(outbox, "1", "hỏi", asked=True))
    await outbox.drain()
    assert (await get_chat(outbox)).asked["unsure"]


async def test_after_a_crash_what_had_begun_is_unknown_and_the_rest_leaves(
    outbox: Outbox, channel: MemoryChannel
) -> None:
    await store(outbox, "1", "đang gửi", "chưa gửi", asked=True)
    async with outbox.database.transaction() as session:
        first = (await session.scalars(select(StoredReply).order_by(StoredReply.id))).first()
        assert first is not None
        first.state = "sending"
    assert await outbox.recover() == 1
    await outbox.drain()
    assert [reply.text for _, reply in channel.sent] == ["chưa gửi\n1. Có"]
    assert await states(outbox) == [("unknown", "killed"), ("sent", "")]
    assert (await get_chat(outbox)).asked["unsure"]


async def test_a_long_reply_leaves_in_parts_and_is_one_row(
    outbox: Outbox, channel: MemoryChannel
) -> None:
    outbox.push(await store(outbox, "1", "Một câu dài vừa phải. " * 200))
    await outbox.drain()
    assert len(channel.sent) > 1
    assert await states(outbox) == [("sent", "")]


async def test_a_secret_is_not_kept_once_it_has_left(
    outbox: Outbox, channel: MemoryChannel
) -> None:
    await store(outbox, "1", "Mã: ABCD2345", "Xin chào")
    async with outbox.database.transaction() as session:
        first, other = await session.scalars(select(StoredReply).order_by(StoredReply.id))
        first.body = Reply("Mã: ABCD2345", fleeting=True).as_document()
        await session.flush()
        opened = await find_open(session, [first.id, other.id])
    outbox.push(opened)
    await outbox.drain()
    assert [reply.text for _, reply in channel.sent] == ["Mã: ABCD2345", "Xin chào"]
    async with outbox.database.reading() as session:
        bodies = await session.scalars(select(StoredReply.body).order_by(StoredReply.id))
        assert [body["text"] for body in bodies] == ["", "Xin chào"]
    assert await states(outbox) == [("sent", ""), ("sent", "")]


async def test_what_others_store_is_found_and_nothing_leaves_twice(
    outbox: Outbox, channel: MemoryChannel
) -> None:
    watching = asyncio.create_task(outbox.watch())
    ours = await store(outbox, "1", "một", "hai")
    await outbox.collect()  # looked at before its own turn hands it over, and after
    outbox.push(ours)
    await outbox.collect()
    await outbox.drain()
    outbox.push(ours)
    await store(outbox, "2", "của việc khác")  # by a job, or by another program
    outbox.wake.set()
    async with asyncio.timeout(5):
        while len(channel.sent) < 3:  # noqa: ASYNC110 - the channel has no bell
            await asyncio.sleep(0.01)
    await outbox.drain()
    watching.cancel()
    assert sorted(reply.text for _, reply in channel.sent) == ["của việc khác", "hai", "một"]


async def test_a_fault_of_ours_is_told_as_unknown_and_stops_neither_chat_nor_others(
    outbox: Outbox, channel: MemoryChannel
) -> None:
    channel.script["1"] = ["no outcome at all"]
    outbox.push(await store(outbox, "1", "một", "hai", asked=True))
    await outbox.drain()
    assert await states(outbox) == [("unknown", "fault"), ("sent", "")]
    assert (await get_chat(outbox)).asked["unsure"] is True
