"""What is said before a broadcast leaves: when it begins, and how many would be late."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.broadcasts.foretelling import check_deadline, count_late, foretell
from bot.db import Database
from bot.errors import Refused
from bot.models import ChannelAccount
from bot.settings import Settings
from bot.windows import Window
from tests.kit.broadcasting import launch, make_draft
from tests.kit.makers import BEGINNING, make_city, make_member

HOUR = timedelta(hours=1)
LATE = [
    (40_000, 0, 4.0, 9200, 3200),
    (40_000, 0, 4.0, 10_000, 0),
    (100, 60, 1.0, 100, 60),
    (100, 300, 1.0, 100, 100),
    (0, 300, 1.0, 100, 0),
    (10, 0, 0.0, 100, 10),
]


@pytest.mark.parametrize("case", LATE)
def test_who_is_late_follows_from_rate_hours_and_who_stands_ahead(
    case: tuple[int, int, float, float, int],
) -> None:
    count, ahead, rate, seconds, late = case
    assert count_late(count, ahead=ahead, rate=rate, seconds=seconds) == late


async def test_a_forecast_counts_each_account_by_its_own_rate_and_queue(
    database: Database, settings: Settings
) -> None:
    async with database.transaction() as session:
        await make_city(session)
        for number in range(4):
            await make_member(session, name=f"A {number}", chat=f"web:{number}")
        await make_member(session, name="B", chat="telegram:1")
        await make_member(session, name="C")
    rates = {"web_rate": 2 / 3600, "telegram_rate": 1 / 3600}
    slow = settings.model_copy(update=rates)
    async with database.transaction() as session:
        until = {"send_by": BEGINNING + HOUR}
        draft = await make_draft(session, **until)
        told = await foretell(session, draft, slow, start=BEGINNING)
        assert (told.leaves, told.reached, told.late) == (BEGINNING, 5, 2)
        web = update(ChannelAccount).where(ChannelAccount.name == "web").values(rate=3 / 3600)
        await session.execute(web)
        assert (await foretell(session, draft, slow, start=BEGINNING)).late == 1
        free = await make_draft(session)
        told = await foretell(session, free, slow, start=BEGINNING)
        assert (told.reached, told.late) == (0, 0), "who has no deadline is not counted"
    await launch(database)
    async with database.transaction() as session:
        draft = await make_draft(session, **until)
        assert (await foretell(session, draft, slow, start=BEGINNING)).late == 5


async def test_a_draft_that_is_due_at_night_leaves_in_the_morning(
    database: Database, settings: Settings
) -> None:
    async with database.transaction() as session:
        await make_city(session)
        draft = await make_draft(session)
        told = await foretell(session, draft, settings, start=BEGINNING + 13 * HOUR)
    assert told.leaves == BEGINNING + 22 * HOUR


def test_a_deadline_lies_behind_the_start_in_open_hours(settings: Settings) -> None:
    window = Window(settings.quiet_from, settings.quiet_until)
    evening = BEGINNING + 12 * HOUR  # 21:00, when the quiet begins
    check_deadline(window, evening, start=BEGINNING)
    for start, by in ((evening, BEGINNING), (BEGINNING, evening + HOUR)):
        with pytest.raises(Refused, match="broadcast-send-by"):
            check_deadline(window, by, start=start)
