"""The web chat's pages over HTTP, on a real database: who enters, and what is shown."""

from __future__ import annotations

import asyncio
import hashlib
import re
import tomllib
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.channels.web import WebChannel, recovery_path
from bot.channels.web.recovering import make_ticket
from bot.channels.web.sessions import COOKIE, seal_chat
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import BadSettings
from bot.messages import Kind, Reply
from bot.models import Chat
from bot.settings import Settings
from tests.channels.web_site import (
    QUESTION,
    Seconds,
    Site,
    StandIn,
    seal,
    write,
)

TICKET = re.compile(r'name="ticket" value="([^"]+)"')
LINK = re.compile(r'id="recovery-link"[^>]* value="([^"]+)"')
STATIC = Path(__file__).parents[2] / "bot" / "channels" / "web" / "static"


async def test_looking_changes_nothing(web: Site) -> None:
    await web.channel.send("anna", QUESTION)
    async with web.browser() as browser:
        page = await browser.get("/chat?start=abc")
        link = await browser.get(recovery_path(web.settings, "anna"))
    assert (page.status_code, link.status_code) == (200, 200)
    assert "Bắt đầu" in page.text
    assert "set-cookie" not in page.headers
    assert "set-cookie" not in link.headers
    assert web.stand_in.taken == []


@pytest.mark.parametrize(
    ("query", "text", "locale"),
    [
        ("", "/start", "vi"),
        ("?start=poster-4", "/start poster-4", "vi"),
        ("?start=<b>", "/start", "vi"),
        ("?lang=en", "/start", "en"),
    ],
)
async def test_the_first_press_opens_one_chat(
    web: Site, query: str, text: str, locale: str
) -> None:
    async with web.browser() as browser:
        page = await browser.get("/chat" + query)
        form = dict(re.findall(r'name="(\w+)" value="(.*?)"', page.text))
        answers = [await browser.post("/chat/start", data=form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert [(i.text, i.locale, i.kind) for i in web.stand_in.taken] == [(text, locale, Kind.TEXT)]
    cookie = answers[0].headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie


async def test_a_double_press_before_the_cookie_came_opens_one_chat(web: Site) -> None:
    ticket = seal_chat(web.settings, "start", "fresh")
    for _ in range(2):
        async with web.browser() as browser:
            await browser.post("/chat/start", data={"ticket": ticket})
    assert [i.chat for i in web.stand_in.taken] == ["fresh"]


async def test_over_https_the_cookie_never_leaves_it(
    database: Database, clock: StoppedClock, settings: Settings
) -> None:
    settings = settings.model_copy(update={"public_url": "https://chat.test"})
    channel = WebChannel(database, clock, settings, reply_wait=0.0)
    web = Site(channel, StandIn(channel), database, settings, Seconds())
    async with web.browser() as browser:
        assert "Secure" in (await browser.post("/chat/start")).headers["set-cookie"]


async def test_an_invitation_reaches_who_has_a_chat_already(web: Site) -> None:
    async with web.enter("anna") as browser:
        page = await browser.get("/chat?start=poster-4")
        assert web.stand_in.taken == []
        form = dict(re.findall(r'name="(\w+)" value="(.*?)"', page.text))
        await browser.post("/chat/start", data=form)
    assert [(i.chat, i.text) for i in web.stand_in.taken] == [("anna", "/start poster-4")]


@pytest.mark.parametrize("purpose", ["forged", "recovery", "start"])
async def test_only_a_cookie_of_ours_opens_a_chat(web: Site, purpose: str) -> None:
    async with web.browser() as browser:
        token = (
            "WzEsImFubmEiXQ.abc"
            if purpose == "forged"
            else seal_chat(web.settings, purpose, "anna")
        )
        browser.cookies.set(COOKIE, token, domain="chat.test", path="/chat")
        assert (await write(browser, 1)).status_code == 403
        assert (await browser.get("/chat/events")).status_code == 403
        assert "Bắt đầu" in (await browser.get("/chat")).text
    assert web.stand_in.taken == []


async def test_the_page_speaks_the_language_of_the_chat(web: Site) -> None:
    await seal(web, "anna", locale="en", sealed=False)
    async with web.enter("anna") as browser:
        page = await browser.get("/chat")
        refused = await write(browser, 1, "a" * 4001)
    assert '<html lang="en">' in page.text
    assert "Write a message" in page.text
    assert "longer than 4,000 characters" in refused.json()["error"]


async def test_a_recovery_link_asks_before_it_opens_the_chat(web: Site) -> None:
    await web.channel.send("anna", Reply("Chào chị Anna"))
    path = recovery_path(web.settings, "anna")
    async with web.enter("bình") as browser:
        assert "sẽ được thay" in (await browser.get(path)).text
        assert "Chào chị Anna" not in (await browser.get("/chat")).text
        assert (await browser.post(path)).status_code == 303
        browser.cookies.delete(COOKIE, domain="chat.test", path="/chat")
    async with web.browser() as browser:
        assert (await browser.post(path)).status_code == 303
        assert "Chào chị Anna" in (await browser.get("/chat")).text
        for wrong in (
            path[:-2],
            "/chat/r/x",
            "/chat/r/" + seal_chat(web.settings, "cookie", "a"),
        ):
            assert (await browser.get(wrong)).status_code == 404
            assert (await browser.post(wrong)).status_code == 404


async def test_a_changed_link_ends_the_ones_before_and_every_other_machine(web: Site) -> None:
    await seal(web, "anna", sealed=False)
    await web.channel.send("anna", Reply("Chào chị Anna"))
    old_link = recovery_path(web.settings, "anna")
    async with web.enter("anna") as own, web.enter("anna") as other:
        page = await own.get("/chat")
        ticket = TICKET.search(page.text)[1]
        late = TICKET.search((await other.get("/chat")).text)[1]
        held = own.cookies[COOKIE]
        for _ in "ab":  # pressed twice, before the first answer was read
            own.cookies.set(COOKIE, held, domain="chat.test", path="/chat")
            assert (await own.post("/chat/renew", data={"ticket": ticket})).status_code == 303
        page = await own.get("/chat")
        assert "Chào chị Anna" in page.text
        assert old_link not in page.text
        assert "Chào chị Anna" not in (await other.get("/chat")).text
        assert (await other.get(old_link)).status_code == 404
        assert (await other.post("/chat/renew", data={"ticket": late})).status_code == 403
        new_link = LINK.search(page.text)[1]
        assert (await other.get(new_link)).status_code == 200
        for wrong in ("", "forged", late):
            assert (await own.post("/chat/renew", data={"ticket": wrong})).status_code == 400
        assert "Chào chị Anna" in (await own.get("/chat")).text
    async with web.database.reading() as session:
        (chat,) = await session.scalars(select(Chat.external_id))
    assert chat in {line.external_id for line in await web.lines(chat)}


async def test_of_two_links_changed_at_once_the_second_loses_nobodys_chat(web: Site) -> None:
    await seal(web, "anna", sealed=False)
    await web.channel.send("anna", Reply("Chào chị Anna"))
    history = web.stand_in.channel._history
    fates = await asyncio.gather(history.move("anna", "fresh-1"), history.move("anna", "fresh-2"))
    assert sorted(fates) == [False, True]
    async with web.enter("anna") as other:
        ticket = make_ticket(web.settings, "anna")
        assert (await other.post("/chat/renew", data={"ticket": ticket})).status_code == 403
        assert seal_chat(web.settings, "cookie", "anna") == other.cookies[COOKIE]


async def test_every_answer_carries_the_strict_headers(web: Site) -> None:
    await web.channel.send("anna", QUESTION)
    async with web.enter("anna") as browser:
        page = await browser.get("/chat")
        style = re.search(r'href="(/chat/static/\w+/chat.css)"', page.text)[1]
        sheet = await browser.get(style)
        missing = await browser.get(style.replace("chat.css", "../views.py"))
        refused = await browser.post("/chat/messages", content="{")
    assert (sheet.status_code, missing.status_code, refused.status_code) == (200, 404, 400)
    assert "immutable" in sheet.headers["cache-control"]
    for answer in (page, refused):
        assert answer.headers["cache-control"] == "no-store"
    for answer in (page, sheet, refused):
        assert answer.headers["x-content-type-options"] == "nosniff"
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "unsafe" not in policy
    assert " style=" not in page.text
    assert "<script>" not in page.text
    assert re.findall(r"(?:href|src|action)=\"https?:", page.text) == []


async def test_words_are_shown_as_words(web: Site) -> None:
    await web.channel.send("anna", Reply("<script>alert(1)</script> & https://mttq.vn/a?b=1"))
    async with web.enter("anna") as browser:
        page = (await browser.get("/chat")).text
    assert "&lt;script&gt;alert(1)" in page
    assert '<a href="https://mttq.vn/a?b=1" rel="noopener"' in page


async def test_older_lines_have_pages_of_their_own(web: Site) -> None:
    for number in range(130):
        await web.channel.send("anna", Reply(f"tin-{number:03}."))
    async with web.enter("anna") as browser:
        newest = (await browser.get("/chat")).text
        assert ("tin-030." in newest, "tin-029." in newest) == (True, False)
        older = (await browser.get(re.search(r"/chat\?before=\d+", newest)[0])).text
    assert ("tin-000." in older, "tin-030." in older, "before=" in older) == (True, False, False)


async def test_without_buttons_the_page_has_only_a_place_to_write(
    database: Database, clock: StoppedClock, settings: Settings
) -> None:
    settings = settings.model_copy(update={"web_buttons": False})
    channel = WebChannel(database, clock, settings)
    assert not channel.capabilities.buttons
    web = Site(channel, StandIn(channel), database, settings, Seconds())
    await channel.send("anna", QUESTION)
    async with web.enter("anna") as browser:
        page = (await browser.get("/chat")).text
    assert 'name="press"' not in page
    assert 'name="text"' in page


async def test_without_a_key_there_is_no_chat(
    database: Database, clock: StoppedClock, settings: Settings
) -> None:
    keyless = settings.model_copy(update={"secret_key": type(settings.secret_key)("")})
    with pytest.raises(BadSettings, match="NHIPCAU_SECRET_KEY"):
        WebChannel(database, clock, keyless)


def test_the_letters_are_those_of_the_manifest() -> None:
    fonts = STATIC / "fonts"
    manifest = tomllib.loads((fonts / "MANIFEST.toml").read_text("utf-8"))
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in fonts.iterdir()
        if path.name != "MANIFEST.toml"
    }
    assert found == manifest["sha256"]
