"""Files through the Official Account: pictures handed over once, all else as an address."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.channels.zalo_oa.requests import CAPABILITIES
from bot.messages import Attachment, Choice, Link, Reply, Sent, Unreachable
from bot.rendering import parts
from bot.showing import Showcase
from tests.channels.test_zalo_oa import CONSULT, Visit, sign_in, visit

__all__ = ["visit"]
UPLOAD = "/v2.0/oa/upload/image"
PICTURE = Attachment(1, "anh.png", "image/png", b"\x89PNG ...")


async def test_a_picture_is_handed_over_once_and_again_when_it_is_forgotten(visit: Visit) -> None:
    await sign_in(visit)
    await visit.server.people.say("7", "chào")
    sent = await visit.channel.send("7", Reply("Mời xem.", attachment=PICTURE))
    assert isinstance(sent, Sent)
    assert visit.server.world.log[-1]["media"] == sent.file_ref == "picture-1"
    known = Attachment(1, "anh.png", "image/png", PICTURE.content, known_as=sent.file_ref)
    await visit.channel.send("7", Reply("Mời xem lại.", attachment=known))
    assert visit.server.asked.count(UPLOAD) == 1
    visit.server.world.pictures["picture-1"] -= timedelta(days=7).total_seconds()
    again = await visit.channel.send("7", Reply("", attachment=known))
    assert isinstance(again, Sent)
    assert (again.file_ref, visit.server.asked.count(UPLOAD)) == ("picture-2", 2)
    assert len(visit.server.world.log) == 3


async def test_an_upload_whose_answer_is_lost_is_made_again_for_nobody_saw_it(
    visit: Visit,
) -> None:
    await sign_in(visit)
    await visit.server.people.say("7", "chào")
    visit.server.break_next(UPLOAD, cut="after")
    with pytest.raises(Unreachable):
        await visit.channel.send("7", Reply("Mời xem.", attachment=PICTURE))
    assert CONSULT not in visit.server.asked


@pytest.mark.parametrize(
    "file",
    [
        Attachment(2, "giay-moi.pdf", "application/pdf", b"%PDF"),
        Attachment(3, "to.png", "image/png", bytes(1024 * 1024 + 1)),
    ],
)
async def test_what_is_not_taken_stands_as_an_address(visit: Visit, file: Attachment) -> None:
    await sign_in(visit)
    await visit.server.people.say("7", "chào")
    assert isinstance(await visit.channel.send("7", Reply("Giấy mời.", attachment=file)), Sent)
    settings, site = visit.site.settings, visit.site
    key = settings.secret_key.get_secret_value()
    shown = Showcase("zalo-oa", settings.public_url, key, site.database, site.clock)
    said = visit.server.world.log[-1]
    assert said["text"].startswith("Giấy mời.")
    assert shown.address_of(file) in said["text"]
    assert UPLOAD not in visit.server.asked


def test_choices_under_a_file_are_lines_of_the_same_message() -> None:
    reply = Reply(
        "Mời.",
        (Choice("Có", "b:1"),),
        marks="letters",
        attachment=PICTURE,
        links=(Link("Trang", "https://a.vn"),),
    )
    (part,) = parts(reply, CAPABILITIES)
    assert (part.choices, part.links, part.attachment) == ((), (), PICTURE)
    assert part.text.splitlines()[-1] == "A. Có"
    assert "https://a.vn" in part.text
