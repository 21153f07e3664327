"""Logs: an error tells where it was raised, and quotes nobody."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import StringIO

import pytest
import structlog
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from bot.db import Database
from bot.logs import name_error
from bot.models import Member
from bot.settings import Settings
from tests.kit.logbook import written_logs
from tests.kit.makers import BEGINNING

WORDS = "0912345678 bí-mật"


@pytest.fixture
def written(settings: Settings) -> Iterator[StringIO]:
    """Give what is logged."""
    with written_logs(settings) as page:
        yield page


def fail_on(words: str) -> None:
    try:
        int(words)
    except ValueError as error:
        raise ExceptionGroup("two", [error, KeyError(words)]) from error


@pytest.mark.parametrize("foreign", ["structlog", "standard"])
def test_a_logged_error_tells_its_place_but_not_what_was_said(
    written: StringIO, foreign: str
) -> None:
    log = structlog.get_logger("here") if foreign == "structlog" else logging.getLogger("there")
    try:
        fail_on(WORDS)
    except ExceptionGroup:
        log.exception("it-failed")
    line = written.getvalue()
    assert "it-failed" in line
    assert "in fail_on" in line
    assert "ExceptionGroup (ValueError; KeyError)" in line
    assert WORDS not in line


def test_a_tick_that_is_left_out_is_not_told_and_a_job_that_fails_is(written: StringIO) -> None:
    scheduler = logging.getLogger("apscheduler.scheduler")
    scheduler.warning("skipped: maximum number of running instances reached")
    scheduler.error("raised an exception")
    assert "skipped" not in written.getvalue()
    assert "raised an exception" in written.getvalue()


async def test_a_refused_row_is_not_told_to_whoever_reads_the_faults(database: Database) -> None:
    row = {"full_name": WORDS, "source": "roll", "created_at": BEGINNING, "ward_key": WORDS}
    with pytest.raises(IntegrityError) as caught:
        async with database.transaction() as session:
            await session.execute(insert(Member).values(row))
    named = name_error(caught.value)
    assert named.startswith("IntegrityError: ")
    assert WORDS not in named
