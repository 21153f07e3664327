"""Results as pictures: the same numbers as the tally's, readable, hidden ones without a bar."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from bot import drawing
from bot.access import OPERATOR, Actor
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import NotPermitted
from bot.models import AuditEntry, Chat, KeptFile, StoredReply
from bot.settings import Settings
from bot.site import Site
from bot.surveys.closing import close_survey
from bot.surveys.finding import get_survey
from bot.surveys.keys import Keys
from bot.surveys.results import get_results
from bot.surveys.results.charts import Bar, Chart
from bot.surveys.results.painting import DARK, LIGHT, Look, paint
from bot.surveys.results.pictures import chart_results
from jobs import draw
from tests.kit.makers import make_city
from tests.kit.surveys import Polling, make_form, make_members


def open_picture(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data)).convert("RGB")


def count_colour(picture: Image.Image, colour: str) -> int:
    wanted = tuple(bytes.fromhex(colour[1:]))
    found = picture.getcolors(1 << 20) or []
    return sum(
        n
        for n, (r, g, b) in found
        if max(abs(r - wanted[0]), abs(g - wanted[1]), abs(b - wanted[2])) < 9
    )


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_a_bar_is_as_long_as_its_share_and_a_hidden_one_has_none(look: Look) -> None:
    def blue(share: float | None) -> int:
        return count_colour(
            open_picture(paint(Chart("?", [Bar("Có", share, "")], []), look)), look.bar
        )

    half, whole = blue(0.5), blue(1.0)
    assert 1.9 < whole / half < 2.1
    assert blue(None) == 0


def test_long_words_are_wrapped_and_make_the_picture_higher() -> None:
    short = open_picture(paint(Chart("?", [Bar("Có", 0.5, "50%")], [])))
    long = open_picture(paint(Chart("Bác có hài lòng không? " * 8, [Bar("Có", 0.5, "50%")], [])))
    assert short.width == long.width == 720
    assert long.height > short.height + 150


async def test_pictures_show_what_the_tally_tells_and_taking_them_is_noted(
    database: Database, settings: Settings, clock: StoppedClock
) -> None:
    polling = Polling(database, Keys(settings.data_dir))
    async with database.transaction() as session:
        await make_city(session)
    people = await make_members(database, 12)
    survey = await polling.launch(make_form(clock.now()), 1, clock.now())
    for place, member in enumerate(people[:10]):
        await polling.answer(survey.id, member, clock.now(), one=str(place % 2))
    async with database.transaction() as session:
        await close_survey(session, OPERATOR, survey.id, clock.now(), polling.keys)
    async with database.transaction() as session:
        [chat, *_] = await session.scalars(select(Chat))
        fresh = await get_survey(session, survey.code)
        charts = dict(
            chart_results(await get_results(session, OPERATOR, fresh, clock.now()), "vi")
        )
        with pytest.raises(NotPermitted):
            await drawing.order(session, Actor("stranger"), fresh, chat, clock.now())
        assert await drawing.order(session, OPERATOR, fresh, chat, clock.now()) == len(charts)
        noted = (await session.scalars(select(AuditEntry.action))).all()
    assert charts["cau-01"].bars[:3] == [
        Bar("Cam", 0.5, "50% · 5"),
        Bar("Quýt", 0.5, "50% · 5"),
        Bar("Bưởi", 0.0, "0% · 0"),
    ]
    assert charts["cau-01"].notes[0] == "n = 10 người đã gửi trên 12 người được hỏi (83,3%)."
    assert noted.count("survey:pictures") == 1
    site = Site(settings, clock, database)
    for _ in range(2):  # a second firing draws nothing again
        await draw.tick(site)
    async with database.reading() as session:
        files = {row.id: row for row in await session.scalars(select(KeptFile))}
        told = await session.scalars(select(StoredReply).order_by(StoredReply.id))
        sent = [(files[row.body["attachment"]["file"]], row.body["text"]) for row in told]
    assert [words for _, words in sent] == [chart.title for chart in charts.values()]
    assert all(open_picture(file.content).width == 720 for file, _ in sent)
    assert all(name in file.name for name, (file, _) in zip(charts, sent, strict=True))
