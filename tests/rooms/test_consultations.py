"""Open comment periods: numbers, groups, answers, and a published summary."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import func, select

from bot.access import OPERATOR, Actor, Scope
from bot.clock import StoppedClock
from bot.consultations import answering, periods
from bot.consultations.periods import MOST_EACH, Plan
from bot.db import Database
from bot.errors import NotPermitted, Refused
from bot.members.erasing_answers import drop_answers
from bot.models import Broadcast, Comment, CommentPeriod
from bot.settings import Settings
from bot.site import Site
from bot.surveys.types import Standing
from jobs import comments as job
from tests.kit.makers import make_city, make_member

OPINION = Standing("opinion", "Quyết định số 3/QĐ-UBND", "https://hacthanh.vn/du-thao.pdf")


@pytest.fixture
def site(database: Database, settings: Settings, clock: StoppedClock) -> Site:
    return Site(settings, clock, database)


@pytest.fixture
async def people(database: Database) -> list[int]:
    async with database.transaction() as session:
        await make_city(session)
        wards = ["Ba Đình", "Ba Đình", "Lam Sơn"]
        return [
            (await make_member(session, ward=ward, name=f"Bà {n}", chat=f"web:{n}")).id
            for n, ward in enumerate(wards)
        ]


def plan_of(clock: StoppedClock, standing: Standing = OPINION, code: str = "qu") -> Plan:
    opens = clock.now()
    rule = {"ward": "14776.2004"}
    return Plan(code, "Quy ước tổ 5", standing, 1, rule, opens, opens + timedelta(days=5))


async def open_period(site: Site, clock: StoppedClock) -> int:
    async with site.database.transaction() as session:
        period = await periods.add_period(session, OPERATOR, plan_of(clock), now=clock.now())
    await job.tick(site)
    return period.id


async def comment(site: Site, period: int, member: int, text: str, channel: str = "web") -> int:
    async with site.database.transaction() as session:
        return await periods.add_comment(
            session, period, member, text, channel=channel, now=site.now
        )


async def test_comments_are_numbered_and_bounded(
    site: Site, people: list[int], clock: StoppedClock
) -> None:
    period = await open_period(site, clock)
    async with site.database.reading() as session:
        called = (await session.scalars(select(Broadcast))).one()
    assert "/gopy" in called.text
    assert "https://hacthanh.vn/du-thao.pdf" in called.text
    numbers = [await comment(site, period, people[n % 2], f"ý {n}") for n in range(4)]
    assert numbers == [1, 2, 3, 4]
    for member, text, channel, code in (
        (people[2], "ý", "web", "comment-not-for-you"),
        (people[0], " ", "web", "comment-too-long"),
        (people[0], "x" * 2001, "web", "comment-too-long"),
        (people[0], "ý", "telegram", "survey-channel-not-lawful"),
    ):
        with pytest.raises(Refused, match=code):
            await comment(site, period, member, text, channel)
    for _ in range(MOST_EACH - 2):
        await comment(site, period, people[0], "thêm")
    with pytest.raises(Refused, match="comment-enough"):
        await comment(site, period, people[0], "thêm nữa")
    clock.advance(days=6)
    await job.tick(site)
    with pytest.raises(Refused, match="comment-over"):
        await comment(site, period, people[1], "muộn")


async def test_what_cannot_be_a_comment_period(
    site: Site, people: list[int], clock: StoppedClock
) -> None:
    writer = Actor("organizer:1", scopes=(Scope("writer", None, None),))
    household = Standing("household", "QĐ 1", "https://x.vn/a")
    async with site.database.transaction() as session:
        with pytest.raises(NotPermitted):
            await periods.add_period(session, writer, plan_of(clock), now=clock.now())
        for standing, code in (
            (Standing(), "comment-needs-document"),
            (household, "comment-needs-document"),
            (Standing("opinion", "", "https://x.vn/a"), "survey-order-missing"),
        ):
            plan = plan_of(clock, standing)
            with pytest.raises(Refused, match=code):
                await periods.add_period(session, OPERATOR, plan, now=clock.now())


def fill_in(book: openpyxl.Workbook) -> Worksheet:
    """Put the comments in groups, the last in one that has no answer, and answer two groups."""
    told, answers = book.worksheets
    texts = [row[2] for row in told.iter_rows(min_row=2, values_only=True)]
    assert texts == ["=1+1 bỏ điều 3", "thêm đèn", "ok"]
    assert "Bà" not in str([list(row) for row in told.values])
    for row, group in ((2, 1), (3, 2), (4, 9)):
        told.cell(row, 4, group)
    answers.append([1, "Bỏ điều 3", "Tiếp thu: đã bỏ."])
    answers.append([2, "Đèn đường", "Giải trình: thuộc dự án khác."])
    return told


async def test_every_comment_is_answered_before_anything_is_published(
    site: Site, people: list[int], clock: StoppedClock, tmp_path: Path
) -> None:
    period = await open_period(site, clock)
    for member, text in (
        (people[0], "=1+1 bỏ điều 3"),
        (people[1], "thêm đèn"),
        (people[0], "ok"),
    ):
        await comment(site, period, member, text)
    clock.advance(days=6)
    await job.tick(site)
    path = tmp_path / "gop-y.xlsx"
    async with site.database.transaction() as session:
        kept = await session.get_one(CommentPeriod, period)
        book = openpyxl.load_workbook(
            BytesIO(await answering.export_comments(session, OPERATOR, kept, now=clock.now()))
        )
        given = {"now": clock.now(), "approve_over": 500}
        with pytest.raises(Refused, match="comment-not-answered"):
            await answering.publish(session, OPERATOR, period, "Tổng hợp.", **given)
    told = fill_in(book)
    book.save(path)
    with pytest.raises(Refused, match="comment-row-no-answer"):
        await read_back(site, period, path)
    told.cell(4, 4, 1)
    book.save(path)
    await read_back(site, period, path)
    async with site.database.transaction() as session:
        done = await answering.publish(session, OPERATOR, period, "3 ý kiến.", **given)
        text = await answering.describe(session, done, "vi")
        open_ = await periods.find_published(session, people[:1], clock.now())
        sent = await session.scalar(select(func.count()).select_from(Broadcast))
    assert "- Bỏ điều 3 (2 ý kiến): Tiếp thu: đã bỏ." in text
    assert ([one.id for one in open_], sent) == ([period], 2)
    with pytest.raises(Refused, match="comment-published-before"):
        await read_back(site, period, path)


async def read_back(site: Site, period: int, path: Path) -> None:
    async with site.database.transaction() as session:
        await answering.import_answers(session, OPERATOR, period, path, now=site.now)


async def test_an_erasure_takes_the_words_along(
    site: Site, people: list[int], clock: StoppedClock
) -> None:
    period = await open_period(site, clock)
    await comment(site, period, people[0], "nhà tôi ở ngõ 27")
    async with site.database.transaction() as session:
        await drop_answers(session, people[0])
        kept = (await session.scalars(select(Comment))).one()
    assert (kept.number, kept.text, kept.member_id) == (1, "", None)
