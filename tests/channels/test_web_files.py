"""The web chat's files: shown in their line, fetched by their own chat alone, for a while."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import quote

import pytest

from bot import files
from bot.channels.web.sessions import file_path
from bot.files import XLSX, Content
from bot.messages import Attachment, Reply
from tests.channels.web_site import Site


async def give(web: Site, content: Content, *, to: str = "anna", text: str = "") -> Attachment:
    """Keep a file and send it to a chat."""
    now = web.stand_in.channel._history.clock.now()
    async with web.database.transaction() as session:
        kept = await files.keep(session, content, now=now, lasts=timedelta(days=1))
    await web.channel.send(to, Reply(text, attachment=kept))
    return kept


async def test_a_sheet_is_offered_in_its_line_and_handed_out_whole(web: Site) -> None:
    sheet = Content("kết quả.xlsx", XLSX, b"PK-hang-cot")
    await give(web, sheet, text="Kết quả đây ạ.")
    async with web.enter("anna") as browser:
        page = (await browser.get("/chat")).text
        (path,) = re.findall(r'href="(/chat/files/[^"]+)" download', page)
        answer = await browser.get(path)
    assert "kết quả.xlsx" in page
    assert "Kết quả đây ạ." in page
    assert (answer.status_code, answer.content) == (200, b"PK-hang-cot")
    assert answer.headers["content-type"] == XLSX
    named = f"attachment; filename*=UTF-8''{quote('kết quả.xlsx')}"
    assert answer.headers["content-disposition"] == named
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.on("sqlite")
async def test_a_picture_is_shown_in_the_page(web: Site) -> None:
    await give(web, Content("to-roi.png", "image/png", b"\x89PNG"))
    async with web.enter("anna") as browser:
        page = (await browser.get("/chat")).text
        (path,) = re.findall(r'<img src="([^"]+)" alt="to-roi.png">', page)
        answer = await browser.get(path)
    assert answer.headers["content-disposition"].startswith("inline;")
    assert 'class="text"' not in page.partition('id="end"')[0]


@pytest.mark.on("sqlite")
async def test_markup_that_calls_itself_a_file_is_never_shown_as_a_page(web: Site) -> None:
    kept = await give(web, Content('"><b>.svg', "image/svg+xml", b"<svg onload='x'/>"))
    async with web.enter("anna") as browser:
        page = (await browser.get("/chat")).text
        answer = await browser.get(file_path(web.settings, "anna", kept.file))
    assert "<b>" not in page
    assert answer.headers["content-disposition"].startswith("attachment;")


async def test_nobody_else_and_nobody_later_gets_it(web: Site) -> None:
    kept = await give(web, Content("ket-qua.xlsx", XLSX, b"PK"))
    path = file_path(web.settings, "anna", kept.file)
    answers = []
    async with web.enter("binh") as other, web.browser() as stranger, web.enter("anna") as own:
        answers += [await other.get(path), await stranger.get(path)]
        answers += [
            await own.get(wrong)
            for wrong in (
                file_path(web.settings, "binh", kept.file),
                file_path(web.settings, "anna", kept.file + 1),
                f"{path}x",
                "/chat/files/1",
            )
        ]
        assert (await own.get(path)).status_code == 200
        history = web.stand_in.channel._history
        await history.move("anna", "fresh")  # as who has lost a phone does
        answers.append(await own.get(path))
        await history.move("fresh", "anna")
        history.clock.advance(days=1, seconds=1)
        answers.append(await own.get(path))
    assert [answer.status_code for answer in answers] == [404, 403, 404, 404, 404, 404, 404, 404]
    assert "không còn được lưu" in answers[-1].text
    assert not any(b"PK" in answer.content for answer in answers)


@pytest.mark.on("sqlite")
@pytest.mark.parametrize("told", ["text/html\r\nset-cookie: a=b", "ảnh/đẹp", "pdf"])
async def test_a_kind_that_is_none_is_told_to_no_browser(web: Site, told: str) -> None:
    kept = await give(web, Content("a.pdf", told, b"PK"))
    async with web.enter("anna") as browser:
        answer = await browser.get(file_path(web.settings, "anna", kept.file))
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "set-cookie" not in answer.headers
