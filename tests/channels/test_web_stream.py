"""Lines that arrive by themselves: in order, once, and after a gap from where it began."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
from sqlalchemy import delete, func, select

from bot import lines
from bot.channels.web.sessions import COOKIE, seal_chat
from bot.channels.web.stream import Stream
from bot.clock import StoppedClock
from bot.messages import Reply
from bot.models import WebMessage
from tests.channels.web_site import (
    QUESTION,
    Site,
    make_app,
    served,
)


async def test_a_stream_goes_on_where_the_page_stopped(web: Site) -> None:
    await web.channel.send("anna", Reply("Trang đã có, không gửi lại"))
    first = await web.channel.send("anna", QUESTION)
    second = await web.channel.send("anna", Reply("Dòng một\n\nDòng hai"))
    await web.channel.send("bình", Reply("Không phải của Anna"))
    await web.channel.send("anna", Reply("Bác đã chọn Có", edits=first.ref))
    async with served(make_app(web.channel, web.stand_in)) as origin:
        cookies = {COOKIE: seal_chat(web.settings, "cookie", "anna")}
        headers = {"last-event-id": first.ref}
        async with (
            httpx.AsyncClient(base_url=origin, cookies=cookies) as browser,
            browser.stream("GET", "/chat/events", headers=headers) as stream,
        ):
            events = read_events(stream)
            edit = await anext(events)
            assert (edit["event"], "id" in edit) == ("edit", False)
            assert "Bác đã chọn Có" in edit["data"]
            message = await anext(events)
            assert (message["event"], message["id"]) == ("message", second.ref)
            assert "Dòng một\n\nDòng hai" in message["data"]
            third = await web.channel.send("anna", Reply("Tin mới"))
            assert (await anext(events))["id"] == third.ref
            await web.channel.close()  # or the server would wait for this stream
            assert [event async for event in events] == []


async def test_erased_lines_are_taken_back_from_an_open_page(web: Site) -> None:
    for text in ("Họ tên của tôi", "là Anna"):
        last = await web.channel.send("anna", Reply(text))

    async def erase() -> None:
        async with web.database.transaction() as session:
            await lines.erase(session, "anna")

    async with served(make_app(web.channel, web.stand_in)) as origin:
        cookies = {COOKIE: seal_chat(web.settings, "cookie", "anna")}
        path = f"/chat/events?after={last.ref}&since=1"
        async with httpx.AsyncClient(base_url=origin, cookies=cookies) as browser:
            async with browser.stream("GET", path) as stream:
                events = read_events(stream)
                await erase()
                done = await web.channel.send("anna", Reply("Đã xóa"))
                gone = await anext(events)
                assert (gone["event"], "id" in gone) == ("forget", False)
                assert int(gone["data"]) in (int(last.ref) + 1, int(done.ref))
                assert (await anext(events))["id"] == done.ref
            await erase()  # nobody looks; the page comes back with what it shows
            path = f"/chat/events?after={done.ref}&since={done.ref}"
            async with browser.stream("GET", path) as stream:
                gone = await anext(read_events(stream))
                assert (gone["event"], int(gone["data"])) == ("forget", int(done.ref) + 1)
                await web.channel.close()


async def test_a_closed_page_is_forgotten(web: Site) -> None:
    bells = web.channel._history.bells
    async with served(make_app(web.channel, web.stand_in)) as origin:
        cookies = {COOKIE: seal_chat(web.settings, "cookie", "anna")}
        async with httpx.AsyncClient(base_url=origin, cookies=cookies) as browser:
            async with browser.stream("GET", "/chat/events") as stream:
                await anext(stream.aiter_lines())
                assert bells.count("anna") == 1
            for _ in range(500):
                await asyncio.sleep(0.01)
                if not bells.count("anna"):
                    break
    assert bells.count("anna") == 0


async def read_events(stream: httpx.Response) -> AsyncIterator[dict[str, str]]:
    """Read events as a browser does."""
    event: dict[str, str] = {}
    async for line in stream.aiter_lines():
        name, _, value = line.partition(": ")
        if name in ("data", "data:"):
            event["data"] = f"{event['data']}\n{value}" if "data" in event else value
        elif name in ("event", "id"):
            event[name] = value
        elif not line and "data" in event:
            yield event
            event = {}


async def test_a_silent_stream_beats_and_finds_what_no_bell_told(
    web: Site, clock: StoppedClock
) -> None:
    history = web.channel._history
    stream = Stream(web.database, history.bells, "anna", lambda row: row.text, 0, heartbeat=0.01)
    events = stream.events()
    assert (await anext(events)).startswith("retry:")
    assert await anext(events) == ": still here\n\n"
    async with web.database.transaction() as session:  # as another server would
        session.add(
            WebMessage(external_id="anna", mine=False, text="Tin", body={}, at=clock.now())
        )
    assert "data: Tin\n" in await anext(events)
    assert await anext(events) == ": still here\n\n"
    await events.aclose()
    assert history.bells.count("anna") == 0


async def test_a_long_open_stream_tells_each_line_once(web: Site) -> None:
    stream = Stream(
        web.database, web.channel._history.bells, "anna", lambda row: row.text, 0, heartbeat=0
    )
    events = stream.events()
    await anext(events)
    told = ""
    for block in range(3):
        for number in range(60):
            await web.channel.send("anna", Reply(f"tin-{block}-{number:02}."))
        told += await anext(events)
    assert told.count("event: message") == 180
    assert told.index("tin-1-00") < told.index("tin-2-59")
    assert len(stream._versions) <= 100
    await events.aclose()


async def test_a_page_sees_what_is_said_after_its_lines_were_erased(web: Site) -> None:
    last = await web.channel.send("anna", Reply("Xóa hết dữ liệu?"))
    stream = Stream(
        web.database, web.channel._history.bells, "anna", lambda row: row.text, int(last.ref)
    )
    events = stream.events()
    await anext(events)
    async with web.database.transaction() as session:
        await session.execute(delete(WebMessage).where(WebMessage.external_id == "anna"))
    after = await web.channel.send("anna", Reply("Đã xóa."))
    assert int(after.ref) > int(last.ref)
    assert "data: Đã xóa." in await anext(events)
    await events.aclose()


async def test_too_many_open_pages_of_one_chat_are_refused(web: Site) -> None:
    bells = web.channel._history.bells
    listening = [bells.listen("anna") for _ in range(8)]
    for entry in listening:
        entry.__enter__()
    async with web.enter("anna") as browser:
        assert (await browser.get("/chat/events")).status_code == 429
    for entry in listening:
        entry.__exit__(None, None, None)


async def test_lines_stored_at_once_are_all_stored(web: Site, clock: StoppedClock) -> None:
    await asyncio.gather(
        *(web.channel.send(f"chat-{n % 4}", Reply(f"tin {n}")) for n in range(40))
    )
    async with web.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(WebMessage)) == 40
