"""Files that go out: kept once, sent by the id that a platform gave them, and soon forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot import files
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import NotFound, Refused
from bot.files import XLSX, Content
from bot.messages import Attachment, Choice, Reply
from bot.models import KeptFile, Upload
from bot.settings import Settings
from bot.site import Site
from jobs import purge

SHEET = Content("ket-qua.xlsx", XLSX, b"PK-hang-cot")


async def test_the_same_content_is_kept_once_and_as_long_as_the_last_message_needs_it(
    database: Database, clock: StoppedClock
) -> None:
    now = clock.now()
    async with database.transaction() as session:
        first = await files.keep(session, SHEET, now=now, lasts=timedelta(days=3))
        again = await files.keep(session, SHEET, now=now)
        other = await files.keep(session, Content("khac.xlsx", XLSX, SHEET.data), now=now)
    assert first == again == Attachment(first.file, "ket-qua.xlsx", XLSX)
    assert other.file != first.file
    async with database.reading() as session:
        later = now + timedelta(days=2)
        assert (await files.find(session, first.file, now=later)) is not None
        assert (await files.find(session, other.file, now=later)) is None
    async with database.transaction() as session:
        anew = await files.keep(session, SHEET, now=now + timedelta(days=4))
    assert anew.file != first.file, "an address that has run out would open again"


async def test_each_account_sends_by_its_own_id(database: Database, clock: StoppedClock) -> None:
    async with database.transaction() as session:
        kept = await files.keep(session, SHEET, now=clock.now())
        await files.note_upload(session, kept, "telegram", "id-1")
        await files.note_upload(session, kept, "telegram", "id-2")
    async with database.reading() as session:
        ours = await files.load(session, kept, "telegram")
        others = await files.load(session, kept, "zalo")
    assert (ours.known_as, others.known_as) == ("id-2", "")
    assert ours.content == others.content == SHEET.data


async def test_a_sheet_of_results_is_gone_after_a_day_with_its_ids(
    database: Database, clock: StoppedClock, settings: Settings
) -> None:
    async with database.transaction() as session:
        kept = await files.keep(session, SHEET, now=clock.now())
        await files.note_upload(session, kept, "telegram", "id-1")
    await purge.tick(Site(settings, clock, database))
    async with database.reading() as session:
        assert await session.scalar(select(func.count(KeptFile.id))) == 1
    clock.advance(hours=24, seconds=1)
    await purge.tick(Site(settings, clock, database))
    async with database.transaction() as session:
        assert await session.scalar(select(func.count(KeptFile.id))) == 0
        assert await session.scalar(select(func.count(Upload.file_id))) == 0
        await files.note_upload(session, kept, "telegram", "id-3")  # it was under way meanwhile
        with pytest.raises(NotFound):
            await files.load(session, kept, "telegram")


@pytest.mark.on("sqlite")
@pytest.mark.parametrize("data", [b"", b"x" * (files.MOST_BYTES + 1)], ids=["empty", "huge"])
async def test_an_empty_or_huge_file_is_refused(
    database: Database, clock: StoppedClock, data: bytes
) -> None:
    async with database.transaction() as session:
        with pytest.raises(Refused):
            await files.keep(session, Content("a.xlsx", XLSX, data), now=clock.now())


def test_a_row_of_the_outbox_names_a_file_and_never_holds_it() -> None:
    loaded = Attachment(7, "ket-qua.xlsx", XLSX, content=b"PK", known_as="id-1")
    body = Reply("Đây ạ.", (Choice("Có", "y"),), attachment=loaded).as_document()
    assert body["attachment"] == {"file": 7, "name": "ket-qua.xlsx", "media_type": XLSX}
    read = Reply.from_document(body)
    assert read == Reply(
        "Đây ạ.", (Choice("Có", "y"),), attachment=Attachment(7, "ket-qua.xlsx", XLSX)
    )
    older = {name: value for name, value in body.items() if name != "attachment"}
    assert Reply.from_document(older).attachment is None
