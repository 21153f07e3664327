"""Photos that are answers: what of them is kept, and when they go."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import members
from bot.access import OPERATOR
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import Refused
from bot.fetching import Fetching
from bot.members.merging_rows import merge_surveys
from bot.messages import Received
from bot.models import Answer, KeptFile, Member, Survey, Upload
from bot.settings import Settings
from bot.surveys import answering, assisting, picturing
from bot.surveys.answering import Seat
from bot.surveys.closing import close_survey
from bot.surveys.keys import Keys
from bot.surveys.passages import Passage
from bot.surveys.vetting import vet
from tests.kit.channels import MemoryChannel
from tests.kit.forms import K, ask, form_of
from tests.kit.makers import make_city
from tests.kit.surveys import Polling, make_form, make_members

SENT = Received("AgAC", "IMG_2026_Lan.jpg", "image/jpeg", 9)
FORM = form_of(ask("gap", K.YES_NO), ask("shot", K.IMAGE, relevant="${gap} = 'yes'"))


@pytest.fixture
async def polling(database: Database, settings: Settings) -> Polling:
    async with database.transaction() as session:
        await make_city(session)
    return Polling(database, Keys(settings.data_dir))


async def launch(polling: Polling, now: datetime) -> Survey:
    form = replace(make_form(now), questions=FORM.questions)
    return await polling.launch(form, 1, now)


async def send(polling: Polling, survey: Survey, member_id: int, now: datetime) -> None:
    """Answer yes, then send a photo; hand in."""
    async with polling.database.transaction() as session:
        seat = Seat(survey.id, member_id)
        passage = await answering.begin(session, polling.keys, seat, now)
        await answer(session, polling, passage)
        assert answering.finish(passage, now) is None


async def answer(session: AsyncSession, polling: Polling, passage: Passage) -> None:
    """Answer yes, then send a photo, in a passage that is open."""
    gap, shot = passage.form.questions
    survey, now = passage.survey, passage.now or passage.form.opens
    await answering.record(session, polling.keys, passage, gap, {"yes": True})
    value = await picturing.receive_photo(session, SENT, "web", survey, now=now)
    await answering.record(session, polling.keys, passage, shot, value)


async def files_in(database: Database) -> list[KeptFile]:
    async with database.reading() as session:
        return list(await session.scalars(select(KeptFile).order_by(KeptFile.id)))


async def test_only_the_points_of_a_photo_are_kept_and_nothing_of_what_is_none(
    polling: Polling, clock: StoppedClock
) -> None:
    one, other = await make_members(polling.database, 2)
    survey = await launch(polling, clock.now())
    exif, out = Image.Exif(), BytesIO()
    exif[0x010F] = "Phone of Lan"
    Image.new("RGB", (8, 4)).save(out, "JPEG", exif=exif)
    for member, data in ((one, out.getvalue()), (other, b"no picture, of Lan")):
        await send(polling, survey, member, clock.now())
        await Fetching(polling.database, MemoryChannel(files={"AgAC": data})).look()
    kept, none = await files_in(polling.database)
    assert kept.content.startswith(b"\xff\xd8")
    assert b"Lan" not in kept.content + none.content + f"{kept.name}{none.name}".encode()
    assert none.content == b""
    async with polling.database.reading() as session:
        assert list(await session.scalars(select(Upload))) == []  # what lies there is not ours


async def test_a_photo_of_our_own_page_is_kept_with_its_answer_at_once(
    polling: Polling, clock: StoppedClock
) -> None:
    await make_members(polling.database, 1)
    survey = await launch(polling, clock.now())
    sent = Received("id-000001", "photo.jpg", "image/jpeg", 3, content=b"abc")
    async with polling.database.transaction() as session:
        value = await picturing.receive_photo(session, sent, "web", survey, now=clock.now())
        assert await session.scalar(select(Upload)) is None, "nothing is left to be fetched"
    [kept] = await files_in(polling.database)
    assert (value, kept.content) == ({"photo": kept.id}, b"abc")


async def test_a_photo_goes_with_its_answer_and_its_person(
    polling: Polling, clock: StoppedClock, settings: Settings
) -> None:
    now = clock.now()
    people = await make_members(polling.database, 4)
    survey = await launch(polling, now)
    for member in people:
        await send(polling, survey, member, now)
    await send(polling, survey, people[0], now)  # another in its place
    kept = {file.id for file in await files_in(polling.database)}
    assert len(kept) == 4
    async with polling.database.transaction() as session:
        for member, change in ((people[1], "declined"), (people[2], "void")):
            passage = await answering.begin(session, polling.keys, Seat(survey.id, member), now)
            gap, shot = passage.form.questions
            if change == "declined":
                await answering.decline(session, polling.keys, passage, shot)
            else:
                await answering.record(session, polling.keys, passage, gap, {"yes": False})
    assert len(await files_in(polling.database)) == 3
    async with polling.database.transaction() as session:
        await close_survey(session, OPERATOR, survey.id, now, polling.keys)
    assert len(await files_in(polling.database)) == 2  # what was not asked in the end is gone
    async with polling.database.transaction() as session:
        for number in (people[0], people[3]):
            person = await session.get_one(Member, number)
            await members.erase(session, OPERATOR, person, now=now, secret="s")
    assert await files_in(polling.database) == []


async def test_a_photo_that_was_recorded_goes_when_it_is_replaced_or_its_person_is_erased(
    polling: Polling, clock: StoppedClock
) -> None:
    now = clock.now()
    people = await make_members(polling.database, 3)
    survey = await launch(polling, now)
    for number in people:
        seat = Seat(survey.id, number)
        async with polling.database.transaction() as session:
            passage = await assisting.begin(session, polling.keys, OPERATOR, seat, now)
            await answer(session, polling, passage)
            assert assisting.finish(session, OPERATOR, passage, now) is None
        async with polling.database.transaction() as session:
            passage = await assisting.give_way(session, polling.keys, seat, now)
            await answer(session, polling, passage)
            if number != people[1]:  # who began anew, and did not come back
                assert answering.finish(passage, now) is None
    assert len(await files_in(polling.database)) == 6
    async with polling.database.transaction() as session:
        person = await session.get_one(Member, people[2])
        await members.erase(session, OPERATOR, person, now=now, secret="s")
    assert len(await files_in(polling.database)) == 4
    async with polling.database.transaction() as session:
        await close_survey(session, OPERATOR, survey.id, now, polling.keys)
    left = {file.id for file in await files_in(polling.database)}
    async with polling.database.reading() as session:
        values = await session.scalars(select(Answer.value))
        assert left == set(picturing.photos_in(values))  # of each person's one answer that stands
    assert len(left) == 2


async def test_of_two_records_that_become_one_the_photo_that_does_not_stand_goes(
    polling: Polling, clock: StoppedClock
) -> None:
    people = await make_members(polling.database, 2)
    survey = await launch(polling, clock.now())
    for number in people:
        await send(polling, survey, number, clock.now())
    async with polling.database.transaction() as session:
        await merge_surveys(session, people[0], people[1])
        values = (await session.scalars(select(Answer.value))).all()
    [kept] = await files_in(polling.database)
    assert [kept.id] == picturing.photos_in(values)


async def test_a_copy_keeps_the_pictures_of_the_old_one_for_its_own_time(
    polling: Polling, clock: StoppedClock
) -> None:
    now, data = clock.now(), BytesIO()
    Image.new("RGB", (2, 2)).save(data, "PNG")
    form = replace(make_form(now), questions=(ask("a", K.YES_NO, media="ngo.png"),))
    async with polling.database.transaction() as session:
        found = {"ngo.png": data.getvalue(), "../other.png": b""}
        kept = await picturing.keep_pictures(session, form, found, now=now)
        old = Survey(form={**form.as_document(), picturing.KEPT: kept})
        assert picturing.picture_of(old, form.questions[0])
        ends = form.closes + timedelta(days=50)
        assert await picturing.carry_pictures(session, old, closes=ends, now=now) == kept
    [file] = await files_in(polling.database)
    assert file.expires_at == ends + picturing.AFTER


def test_no_photo_is_asked_for_in_secret_nor_of_papers() -> None:
    secret = replace(FORM, anonymous=True, questions=(ask("shot", K.IMAGE),))
    assert [(one.code, one.photo) for one in vet(secret)] == [("shot", "anonymous")]
    for words in ("Chụp ảnh căn cước", "Ảnh CCCD mặt trước", "A photo of your passport"):
        asked = replace(FORM, questions=(ask("shot", K.IMAGE, text=words),))
        assert [(one.code, one.photo) for one in vet(asked)] == [("shot", "papers")]


async def test_what_is_no_picture_or_too_large_is_refused(
    polling: Polling, clock: StoppedClock
) -> None:
    survey = await launch(polling, clock.now())
    async with polling.database.transaction() as session:
        for sent, why in (
            (replace(SENT, media_type="application/pdf"), "picture-unreadable"),
            (replace(SENT, size=2**24), "file-too-large"),
        ):
            with pytest.raises(Refused, match=why):
                await picturing.receive_photo(session, sent, "web", survey, now=clock.now())
