"""The web chat's messages over HTTP: what is stored, once; what is refused, and how it is said."""

from __future__ import annotations

import re

import pytest

from bot.messages import Kind, Rejected, Reply
from tests.channels.web_site import (
    QUESTION,
    Site,
    press,
    seal,
    write,
)


async def test_a_repeat_is_taken_and_shown_once(web: Site) -> None:
    async with web.enter("anna") as browser:
        answers = [await write(browser, 1) for _ in range(2)]
        await write(browser, 2)
    assert [answer.status_code for answer in answers] == [200, 200]
    assert len(web.stand_in.taken) == 2
    assert [line.text for line in await web.lines("anna")] == ["Chào", "Chào"]


async def test_what_could_not_be_taken_is_not_acknowledged(web: Site) -> None:
    web.stand_in.failures = 1
    async with web.enter("anna") as browser:
        with pytest.raises(ConnectionError):
            await write(browser, 1)
        assert (await write(browser, 1)).status_code == 200
    assert len(web.stand_in.taken) == 1
    assert len(await web.lines("anna")) == 1


async def test_one_chat_cannot_use_up_the_ids_of_another(web: Site) -> None:
    for chat in ("anna", "bình"):
        async with web.enter(chat) as browser:
            await write(browser, 1)
    assert [i.chat for i in web.stand_in.taken] == ["anna", "bình"]


async def test_a_press_brings_what_it_answers(web: Site) -> None:
    sent = await web.channel.send("anna", QUESTION)
    async with web.enter("anna") as browser:
        assert (await press(browser, 1, press="q:2", ref=sent.ref)).status_code == 200
    [taken] = web.stand_in.taken
    assert (taken.kind, taken.press, taken.pressed_ref) == (Kind.PRESS, "q:2", sent.ref)
    question, own = await web.lines("anna")
    assert (question.body["closed"], question.body["chosen"]) == (True, "Chưa")
    assert (own.mine, own.text) == (True, "Chưa")


@pytest.mark.parametrize(
    ("chat", "fields"),
    [
        ("bình", {"press": "q:2"}),
        ("anna", {"press": "q:9"}),
        ("anna", {"press": "q:2", "ref": "99999999999"}),
        ("anna", {"press": "q:2", "ref": "1; DROP"}),
    ],
)
async def test_a_press_that_was_never_offered_here_is_an_old_button(
    web: Site, chat: str, fields: dict[str, str]
) -> None:
    sent = await web.channel.send("anna", QUESTION)
    async with web.enter(chat) as browser:
        answer = await press(browser, 1, **{"ref": sent.ref, **fields})
    assert answer.status_code == 200
    [taken] = web.stand_in.taken
    assert (taken.kind, taken.press, taken.pressed_ref) == (Kind.PRESS, "", "")
    assert [line.mine for line in await web.lines("anna")] == [False]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": "http://chat.test"}, 403),
        ({"origin": "http://chat.test"}, 200),
        ({"origin": "http://evil.test"}, 403),
        ({"origin": "null"}, 403),
    ],
)
async def test_no_other_site_can_write(web: Site, headers: dict[str, str], status: int) -> None:
    async with web.enter("anna") as browser:
        browser.headers.update(headers)
        assert (await write(browser, 1)).status_code == status
        assert (await browser.post("/chat/start")).status_code == (303 if status == 200 else 403)
    assert len(web.stand_in.taken) == (1 if status == 200 else 0)


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        ('{"id":"id-000001","text":"' + "a" * 4001 + '"}', "application/json", 413),
        ('{"id":"id-000001","text":"' + "a" * 70_000 + '"}', "application/json", 413),
        ('{"id":"id-000001","text":" \\u0000 "}', "application/json", 400),
        ('{"id":"x","text":"a"}', "application/json", 400),
        ('{"id":["id-000001"],"text":"a"}', "application/json", 400),
        ('{"id":"id-000001","text":"\\ud800"}', "application/json", 400),
        ("[]", "application/json", 400),
        ("{", "application/json", 400),
        ("", "application/x-www-form-urlencoded", 400),
        ("id=id-000001&text=%ff", "application/x-www-form-urlencoded", 400),
        ("&".join(["id=id-000001"] * 30), "application/x-www-form-urlencoded", 400),
        ("--x", "multipart/form-data; boundary=x", 415),
    ],
)
async def test_what_cannot_be_taken_is_refused_in_a_sentence(
    web: Site, content: str, kind: str, status: int
) -> None:
    async with web.enter("anna") as browser:
        answer = await browser.post(
            "/chat/messages", content=content, headers={"content-type": kind}
        )
    assert answer.status_code == status
    assert re.search(r"(Tin|Yêu cầu|Ở đây).*\.", answer.text)
    assert web.stand_in.taken == []
    assert await web.lines("anna") == []


async def test_a_text_is_stored_composed_and_without_what_cannot_be_shown(web: Site) -> None:
    async with web.enter("anna") as browser:
        await write(browser, 1, "\x00To\u0302i o\u031b\u0309\r\nto\u0302\u0309 4 ")
    assert web.stand_in.taken[0].text == "Tôi ở\ntổ 4"


async def test_an_anonymous_answer_leaves_no_trace_in_the_history(web: Site) -> None:
    await seal(web, "anna")
    sent = await web.channel.send("anna", QUESTION)
    async with web.enter("anna") as browser:
        await write(browser, 1, "Tôi không đồng ý")
        await press(browser, 2, press="q:2", ref=sent.ref)
    typed, pressed = web.stand_in.taken
    assert typed.text == "Tôi không đồng ý"
    assert pressed.press == "q:2"
    question, *own = await web.lines("anna")
    assert (question.body["closed"], question.body["chosen"]) == (True, "")
    assert [line.text for line in own] == ["(đã trả lời)"] * 2
    assert [line.body for line in own] == [{"update": "id-000001"}, {"update": "id-000002"}]


@pytest.mark.parametrize("edits", ["1000000", "forged", "99999999999999999999"])
async def test_only_a_line_of_this_chat_can_be_rewritten(web: Site, edits: str) -> None:
    other = await web.channel.send("bình", QUESTION)
    for ref in (edits, other.ref):
        with pytest.raises(Rejected):
            await web.channel.send("anna", Reply("Đã đổi", edits=ref))
    with pytest.raises(Rejected):
        await web.channel.send("anna", Reply("  "))
    assert [line.text for line in await web.lines("bình")] == [QUESTION.text]


async def test_an_edit_keeps_its_place_and_its_buttons_are_fresh(web: Site) -> None:
    sent = await web.channel.send("anna", QUESTION)
    async with web.enter("anna") as browser:
        await press(browser, 1, press="q:1", ref=sent.ref)
        toggled = Reply("Bác chọn:", QUESTION.choices, edits=sent.ref)
        assert (await web.channel.send("anna", toggled)).ref == sent.ref
        page = (await browser.get("/chat")).text
    first, _ = await web.lines("anna")
    assert (str(first.id), first.text, first.body["version"]) == (sent.ref, "Bác chọn:", 2)
    assert "closed" not in first.body
    assert page.count('name="press"') == 2


async def test_a_new_question_spends_the_one_before_but_not_a_broadcast(web: Site) -> None:
    letters = Reply("Bác dự họp chứ?", QUESTION.choices, marks="letters")
    for reply in (QUESTION, letters, QUESTION):
        await web.channel.send("anna", reply)
    closed = [line.body.get("closed", False) for line in await web.lines("anna")]
    assert closed == [True, False, False]
