"""What a broadcast carries: files uploaded once, fields nobody lacks, shapes told beforehand."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from bot import broadcasts, files
from bot.access import OPERATOR
from bot.broadcasts import ledger
from bot.broadcasts.attaching import attach_file, attach_link, attach_place
from bot.broadcasts.carrying import carry
from bot.broadcasts.hold import Hold
from bot.broadcasts.rendering import render
from bot.broadcasts.shapes import SHAPES, describe_shapes
from bot.channels.telegram.requests import CAPABILITIES as TELEGRAM
from bot.channels.web import WebChannel
from bot.channels.zalo_bot.requests import CAPABILITIES as ZALO
from bot.channels.zalo_oa.requests import CAPABILITIES as OA
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import NhipCauError, Refused
from bot.fetching import Fetching
from bot.files import Content
from bot.messages import (
    Attachment,
    Link,
    Outcome,
    Place,
    Received,
    Rejected,
    Reply,
    Sent,
    Unreachable,
)
from bot.models import KeptFile, MemberDate
from bot.pacing import Pacer
from bot.settings import Settings
from tests.kit.broadcasting import YES_NO, launch, make_draft
from tests.kit.channels import EDITING, MemoryChannel
from tests.kit.makers import BEGINNING, City, make_city, make_member

LINK = attach_link("Chương trình", "https://hoptot.vn/c")
PLACE = attach_place("Nhà văn hóa", 19.8, 105.77)
PHOTO = {"kind": "photo", "file": 1, "name": "anh.png", "media_type": "image/png"}


class UploadingChannel(MemoryChannel):
    """Give every file an id of its own, as Telegram does."""

    async def send(self, chat: str, reply: Reply) -> Outcome:
        outcome = await super().send(chat, reply)
        held = reply.attachment
        if held is None or not isinstance(outcome, Sent):
            return outcome
        return replace(outcome, file_ref=held.known_as or f"id-{len(self.sent)}")


@dataclass
class SlowFiles(MemoryChannel):
    """Never bring one of the files, and remember which were asked for."""

    asked: list[str] = field(default_factory=list)

    async def fetch(self, ref: str) -> bytes:
        self.asked.append(ref)
        if ref == "slow":
            raise Unreachable("timed out")
        return await super().fetch(ref)


@pytest.fixture
async def city(database: Database) -> City:
    async with database.transaction() as session:
        city = await make_city(session)
        for place, name in enumerate(("An", "Bình", "Chi", "Dung")):
            await make_member(session, name=name, chat=f"web:{place}", group="5" * (place < 3))
    return city


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        ({"attachments": [LINK, LINK]}, "broadcast-one-of-each"),
        ({"attachments": [PHOTO, PHOTO]}, "broadcast-one-of-each"),
        ({"attachments": [{**PHOTO, "media_type": "image/gif"}]}, "broadcast-not-a-picture"),
        ({"attachments": [attach_link("a", "http://a.vn")]}, "broadcast-bad-link"),
        ({"attachments": [attach_link("", "https://a.vn")]}, "broadcast-link-label"),
        ({"attachments": [attach_place("", 1, 1)]}, "broadcast-place-name"),
        ({"attachments": [attach_place("a", 91, 1)]}, "broadcast-bad-place"),
        ({"attachments": [{"kind": "poll"}]}, "broadcast-bad-attachment"),
        ({"text": "<b> </b>"}, "broadcast-empty"),
        ({"text": "<u>a</u>"}, "markup-unknown-tag"),
        ({"text": "{phuong|}"}, "broadcast-field-default"),
        ({"text": "{gio|7}"}, "broadcast-unknown-field"),
        ({"text": f"<a href='https://a.vn/{'x' * 900}'>a</a>" * 3}, "broadcast-too-long"),
    ],
)
async def test_what_cannot_be_carried_is_refused_when_it_is_written(
    database: Database, city: City, draft: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        async with database.transaction() as session:
            await make_draft(session, **draft)
    assert refused.value.code == code


async def test_a_launch_counts_who_lacks_a_field_and_a_default_stands_in(
    database: Database, city: City, clock: StoppedClock, settings: Settings
) -> None:
    async with database.transaction() as session:
        ends = MemberDate(
            member_id=1, kind="card_expiry", day=date(2026, 12, 31), source="roll",
            created_at=BEGINNING,
        )  # fmt: skip
        session.add(ends)
    for text, lacking, count in (("{to}", "to", 1), ("{han_the}, {to|khu mình}", "han_the", 3)):
        with pytest.raises(NhipCauError) as refused:
            await launch(database, text=text)
        assert refused.value.code == "broadcast-field-lacking"
        assert refused.value.values == {"field": lacking, "count": count}

    await launch(database, text="<b>{ten}</b> ở {to|khu mình}: thẻ đến {han_the|&lt;chưa rõ&gt;}.")

    async with database.transaction() as session:
        taken = await ledger.claim(
            session, city.accounts["web"], settings, now=clock.now(), limit=50
        )
    channel, pacer = MemoryChannel(capabilities=replace(EDITING, formats=True)), Pacer(None)
    hold = Hold(database, "web")
    for bundle in taken.bundles:
        await carry(channel, pacer, hold, bundle)
    await pacer.close()
    lines = [reply.text.split("\n")[2] for _, reply in channel.sent]
    assert lines == [
        "An ở tổ 5: thẻ đến 31/12/2026.",
        "Bình ở tổ 5: thẻ đến <chưa rõ>.",
        "Chi ở tổ 5: thẻ đến <chưa rõ>.",
        "Dung ở khu mình: thẻ đến <chưa rõ>.",
    ]
    bold = [reply.text[span.begin : span.end] for _, reply in channel.sent for span in reply.spans]
    assert bold == ["An", "Bình", "Chi", "Dung"]


async def test_a_file_is_uploaded_once_though_many_leave_side_by_side(
    database: Database, city: City, clock: StoppedClock, settings: Settings
) -> None:
    content = Content("anh.png", "image/png", b"\x89PNG")
    async with database.transaction() as session:
        kept = await files.keep(session, content, now=BEGINNING)
    number = await launch(database, attachments=[attach_file(kept, "photo"), LINK, PLACE])
    async with database.transaction() as session:
        row = await session.get_one(KeptFile, kept.file)
        assert row.expires_at > BEGINNING + files.SENT_LASTS / 2  # as long as people look it up
        taken = await ledger.claim(
            session, city.accounts["web"], settings, now=clock.now(), limit=50
        )
    able = replace(EDITING, places=True, links=True)
    channel = UploadingChannel(capabilities=able, latency=0.01)
    channel.script = {"0": [Unreachable()]}  # the first does not get it there: the next one does
    hold, pacer = Hold(database, "web"), Pacer(None)
    fates = await asyncio.gather(*(carry(channel, pacer, hold, one) for one in taken.bundles))
    again = await carry(channel, pacer, Hold(database, "web"), taken.bundles[0])
    await pacer.close()

    assert [fate.state for fate in (*fates, again)] == ["queued", "sent", "sent", "sent", "sent"]
    carried = [reply.attachment for _, reply in channel.sent if reply.attachment]
    assert [one.known_as for one in carried] == ["", "id-1", "id-1", "id-1"]
    assert [one.content for one in carried[:2]] == [b"\x89PNG", b"\x89PNG"]
    assert sum(reply.place is not None for _, reply in channel.sent) == 4
    assert all(fate.ref.count(",") == 1 for fate in (*fates[1:], again))
    assert number


async def test_a_photo_goes_with_the_words_and_a_document_before_it(
    database: Database, city: City, clock: StoppedClock, settings: Settings
) -> None:
    async with database.transaction() as session:
        made = []
        for kind, media_type in (("document", "application/pdf"), ("photo", "image/png")):
            content = Content(f"a.{kind}", media_type, b"\x89PNG")
            made.append(attach_file(await files.keep(session, content, now=BEGINNING), kind))
    await launch(database, attachments=made, buttons=YES_NO)
    async with database.transaction() as session:
        taken = await ledger.claim(
            session, city.accounts["web"], settings, now=clock.now(), limit=1
        )
        row = await session.get_one(KeptFile, made[0]["file"])
        assert row.expires_at > BEGINNING + files.SENT_LASTS / 2
    channel, pacer = UploadingChannel(capabilities=EDITING), Pacer(None)
    fate = await carry(channel, pacer, Hold(database, "web"), taken.bundles[0])
    await pacer.close()
    (_, first), (_, second) = channel.sent
    assert (first.attachment.name, first.text, first.choices) == ("a.document", "", ())
    assert (second.attachment.name, len(second.choices)) == ("a.photo", 2)
    assert fate.ref == "ref-1,ref-2"
    whole = render(taken.bundles[0].wording, taken.bundles[0].recipients, "vi")
    assert Reply.from_document(whole.as_document()) == whole
    assert "tệp đi trước, ở một tin riêng, ảnh kèm lời" in describe_shapes(whole, "vi")[1]


async def test_a_file_that_is_refused_is_tried_once_and_the_others_come_back(
    database: Database, city: City, clock: StoppedClock, settings: Settings
) -> None:
    async with database.transaction() as session:
        kept = await files.keep(session, Content("a.png", "image/png", b"\x89PNG"), now=BEGINNING)
    await launch(database, attachments=[attach_file(kept, "photo")])
    async with database.transaction() as session:
        taken = await ledger.claim(
            session, city.accounts["web"], settings, now=clock.now(), limit=50
        )
    channel = UploadingChannel(capabilities=EDITING, latency=0.01)
    channel.script = {"0": [Unreachable(), Rejected("not a picture")]}
    hold, pacer = Hold(database, "web"), Pacer(None)
    await carry(channel, pacer, hold, taken.bundles[0])  # from now on the file is at hand
    fates = await asyncio.gather(*(carry(channel, pacer, hold, one) for one in taken.bundles))
    assert [fate.state for fate in fates] == ["failed", "queued", "queued", "queued"]
    assert channel.tried == ["0", "0"]
    assert (await carry(channel, pacer, hold, taken.bundles[1])).state == "sent"  # resumed
    await pacer.close()


async def test_a_file_that_does_not_come_holds_up_no_other(database: Database, city: City) -> None:
    async with database.transaction() as session:
        for ref in ("slow", "anh"):
            received = Received(ref, f"{ref}.jpg", "image/jpeg", 9)
            await files.receive(session, received, "web", now=BEGINNING)
    channel = SlowFiles(files={"anh": b"\xff\xd8\xff anh"})
    fetching = Fetching(database, channel)
    await fetching.look()
    await fetching.look()
    assert channel.asked == ["slow", "anh"]  # and the slow one rests
    fetching.patience = (0.0,)
    fetching._rests.clear()
    await fetching.look()
    await fetching.look()
    assert channel.asked == ["slow", "anh", "slow", "slow"]


async def test_what_an_organizer_sends_is_fetched_once_and_launched_when_it_is_here(
    database: Database, city: City
) -> None:
    received = Received("AgAC", "anh.jpg", "image/jpeg", 9)
    async with database.transaction() as session:
        kept = await files.receive(session, received, "web", now=BEGINNING)
        with pytest.raises(Refused, match="file-too-large"):
            await files.receive(session, replace(received, size=2**24), "web", now=BEGINNING)
        draft = await make_draft(session, attachments=[attach_file(kept, "photo")])
        with pytest.raises(Refused, match="file-not-here-yet"):
            await broadcasts.launch(session, OPERATOR, draft.id, now=BEGINNING)
        await session.rollback()
        kept = await files.receive(session, received, "web", now=BEGINNING)
        lost = await files.receive(session, replace(received, ref="gone"), "web", now=BEGINNING)
        huge = await files.receive(session, replace(received, ref="huge"), "web", now=BEGINNING)
    larger = b"x" * (files.MOST_RECEIVED + 1)  # than it was said to be
    channel = MemoryChannel(files={"AgAC": b"\xff\xd8\xff anh", "huge": larger})
    await Fetching(database, channel).look()
    channel.files.clear()
    await Fetching(database, channel).look()  # nothing is asked for a second time
    async with database.reading() as session:
        loaded = await files.load(session, kept, "web")
        assert (loaded.content, loaded.known_as) == (b"\xff\xd8\xff anh", "AgAC")
        for gone in (lost, huge):
            with pytest.raises(Refused, match="file-gone"):
                await files.extend(session, gone, now=BEGINNING)


def test_the_shapes_that_are_told_are_those_of_the_channels(
    database: Database, clock: StoppedClock, settings: Settings
) -> None:
    web = WebChannel(database, clock, settings).capabilities
    for name, able in (("Telegram", TELEGRAM), ("Web", web), ("Zalo bot", ZALO), ("Zalo OA", OA)):
        told = SHAPES[name]
        assert replace(told, buttons=able.buttons, recalls=able.recalls) == able


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Ngắn.", "ảnh kèm lời"),
        ("Dài. " * 220, "ảnh đi trước, lời ở tin sau"),
    ],
)
def test_a_preview_says_what_becomes_of_it_on_each_platform(words: str, said: str) -> None:
    reply = Reply(
        words,
        attachment=Attachment(1, "anh.png", "image/png"),
        links=(Link("Xem", "https://a.vn"),),
        place=Place("Đình", 19.8, 105.77),
    )
    assert describe_shapes(reply, "vi")[1:] == [
        f"Telegram: {said}, nút mở “Xem”, bản đồ “Đình” ở tin sau.",
        "Web: ảnh kèm lời, liên kết “Xem” ở cuối lời, liên kết bản đồ “Đình” ở cuối lời.",
    ]
    assert describe_shapes(Reply("Chỉ có lời."), "vi") == []
