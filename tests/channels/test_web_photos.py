"""Photos in the web chat: taken where one is asked for, without what came with them."""

from __future__ import annotations

from io import BytesIO

import httpx
import pytest
from PIL import Image

from bot.channels.web import photos
from bot.messages import Choice, Kind, Reply
from tests.channels.web_site import Site

ASKED = Reply("Chỗ hỏng trông thế nào?", (Choice("Bỏ qua", "q:9"),), wants_photo=True)


def draw(kind: str = "JPEG") -> bytes:
    """Return a picture that names the phone which took it."""
    exif, out = Image.Exif(), BytesIO()
    exif[0x010F] = "Phone of Lan"
    Image.new("RGB", (8, 4)).save(out, kind, exif=exif)
    return out.getvalue()


async def post(
    browser: httpx.AsyncClient,
    ref: str,
    content: bytes,
    *,
    kind: str = "image/jpeg",
    number: int = 1,
) -> httpx.Response:
    """Post one photo."""
    return await browser.post(
        f"/chat/photos?id=id-{number:06}&ref={ref}",
        content=content,
        headers={"content-type": kind},
    )


async def test_a_photo_is_made_anew_and_taken_once(web: Site) -> None:
    sent = await web.channel.send("anna", ASKED)
    async with web.enter("anna") as browser:
        page = (await browser.get("/chat")).text
        assert page.count('type="file" accept="image/jpeg,image/png"') == 1
        for _ in range(2):  # the answer was lost
            assert (await post(browser, sent.ref, draw())).json() == {"stored": "id-000001"}
        assert 'type="file"' not in (await browser.get("/chat")).text, "it is answered"
    assert {one.update_id for one in web.stand_in.taken} == {web.stand_in.taken[0].update_id}
    taken = web.stand_in.taken[0]
    assert taken.kind is Kind.PHOTO
    assert taken.file is not None
    assert taken.file.content.startswith(b"\xff\xd8")
    assert b"Lan" not in taken.file.content
    assert "content" not in taken.as_document()["file"], "it is not kept for replay"
    question, own = await web.lines("anna")
    assert (question.body["closed"], own.mine, own.text) == (True, True, "Đã gửi một ảnh")


@pytest.mark.parametrize(
    ("chat", "ref", "content", "kind", "status", "said"),
    [
        ("anna", "2", draw(), "image/jpeg", 409, "không được lưu"),  # another question
        ("bình", "1", draw(), "image/jpeg", 409, "không được lưu"),  # another chat's
        ("anna", "9", draw(), "image/jpeg", 409, "không được lưu"),
        ("anna", "1", b"GIF89a", "image/gif", 415, "JPEG hoặc PNG"),
        ("anna", "1", b"<svg/>", "image/png", 415, "JPEG hoặc PNG"),
        ("anna", "1", b"", "image/png", 415, "JPEG hoặc PNG"),
        ("anna", "1", b"a" * 65, "image/png", 413, "nhiều nhất"),
    ],
)
async def test_a_photo_that_is_not_asked_for_or_is_none_leaves_nothing(  # noqa: PLR0913, PLR0917
    web: Site,
    monkeypatch: pytest.MonkeyPatch,
    chat: str,
    ref: str,
    content: bytes,
    kind: str,
    status: int,
    said: str,
) -> None:
    monkeypatch.setattr(photos, "MOST_BYTES", 10_000 if status == 409 else 64)
    await web.channel.send("anna", ASKED)
    await web.channel.send("anna", Reply("Còn gì nữa không?"))
    async with web.enter(chat) as browser:
        answer = await post(browser, ref, content, kind=kind)
    assert answer.status_code == status
    assert said in answer.json()["error"]
    assert web.stand_in.taken == []
    assert not any(line.mine for line in await web.lines("anna"))
    assert not any(line.body.get("closed") for line in await web.lines("anna"))


async def test_photos_are_counted_and_no_other_site_sends_one(web: Site) -> None:
    sent = await web.channel.send("anna", ASKED)
    async with web.enter("anna") as browser:
        afar = await browser.post(
            f"/chat/photos?id=id-000001&ref={sent.ref}",
            content=draw(),
            headers={"content-type": "image/jpeg", "sec-fetch-site": "cross-site"},
        )
        assert afar.status_code == 403
        for number in range(10):
            assert (await post(browser, "9", b"", number=number)).status_code == 409
        late = await post(browser, sent.ref, draw())
    assert (late.status_code, late.headers["retry-after"]) == (429, "20")
    assert web.stand_in.taken == []
