"""Approval of what goes on by itself: a survey with its reminders, a series with its runs."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot import approvals, broadcasts, deciding
from bot.access import OPERATOR
from bot.db import Database
from bot.models import Series, Survey
from bot.surveys import approving as surveys_approving
from bot.surveys import inviting, opening
from bot.surveys.keys import Keys
from bot.surveys.opening import Means, cancel_survey, open_survey
from tests.kit.approving import LATER, People, draft_of, make_people
from tests.kit.makers import BEGINNING
from tests.kit.surveys import ListeningInviter, make_form


@pytest.fixture
async def people(database: Database) -> People:
    return await make_people(database)


async def test_a_series_once_approved_covers_its_runs(database: Database, people: People) -> None:
    async with database.transaction() as session:
        union = people.city.organisations["cdtp"]
        series = Series(
            organisation_id=union,
            title="Nhắc họp",
            draft={"text": "Mời {ten} họp.", "rule": {"organisation": union}},
            schedule={"every": "month"},
            starts_on=BEGINNING.date(),
            state="running",
            created_by=people["hoa"].name,
            created_at=BEGINNING,
        )
        session.add(series)
        await session.flush()
        assert not await broadcasts.ask_or_pass_series(
            session, people["hoa"], series, over=0, now=BEGINNING
        )
        assert series.state == "awaiting_approval"
        waiting, matter = (await approvals.list_waiting(session, people["duyet"]))[0]
        (shown,) = await deciding.show(session, matter, locale="vi")
        assert "Mời 1 họp." in shown.text
        await broadcasts.approve(session, people["duyet"], waiting.id, now=LATER)
        assert series.state == "running"
        run = await broadcasts.write(session, OPERATOR, draft_of(people), now=LATER)
        run.series_id = series.id
        await session.flush()
        await broadcasts.launch(session, OPERATOR, run.id, now=LATER, approve_over=0)
        assert run.state == "running"
        series.draft = {**series.draft, "text": "Chữ khác."}
        stray = await broadcasts.write(session, OPERATOR, draft_of(people), now=LATER)
        stray.series_id = series.id
        await session.flush()
        await broadcasts.launch(session, OPERATOR, stray.id, now=LATER, approve_over=0)
        assert stray.state == "awaiting_approval"


async def bring(session: AsyncSession, people: People, **options: Any) -> Survey:
    union = people.city.organisations["cdtp"]
    return await opening.import_form(
        session,
        options.pop("by", people["hoa"]),
        make_form(BEGINNING + timedelta(days=1), **options),
        organisation_id=union,
        rule={"organisation": union},
        campaign_id=None,
        now=BEGINNING,
        approve_over=1,
    )


async def test_a_survey_of_many_opens_and_reminds_only_with_a_second_person(
    database: Database, people: People, tmp_path: Path
) -> None:
    means = Means(Keys(tmp_path), ListeningInviter(), approve_over=1)
    noon = BEGINNING + timedelta(days=1, hours=3)
    async with database.transaction() as session:
        survey = await bring(session, people)
        assert await opening.find_due_openings(session, noon) == []
        still = await open_survey(session, people["hoa"], survey.id, noon, means)
        assert still.state == "scheduled"
        [(waiting, matter)] = await approvals.list_waiting(session, people["duyet"])
        assert (matter.kind, waiting.why) == ("survey", "many")
        for locale, button in (("vi", "Trả lời"), ("en", "Answer")):
            invitation, _ = await deciding.show(session, matter, locale=locale)
            assert button in invitation.choices[0].label, "it is read in the reader's language"
        await open_survey(session, people["hoa"], survey.id, noon, means)
        assert (await approvals.find_waiting(session, "survey", survey.id))[0] is waiting
        await surveys_approving.approve(session, people["duyet"], waiting.id, now=noon)
        assert await opening.find_due_openings(session, noon) == [survey.id]
        await open_survey(session, OPERATOR, survey.id, noon, means)
        assert survey.state == "open"
        survey.remind_times, survey.remind_every_days = 2, 1
        later = noon + timedelta(days=2)
        remind = (session, OPERATOR, survey.id, later, means.inviter)
        assert not await inviting.remind(*remind), "more reminders than were approved"
        matter = approvals.matter_of(survey)
        asked = await approvals.ask(session, people["hoa"], matter, ["many"], now=noon)
        await surveys_approving.approve(session, people["duyet"], asked.id, now=noon)
        assert await inviting.remind(*remind)


async def test_a_survey_approved_for_its_day_is_asked_anew_to_open_before(
    database: Database, people: People, tmp_path: Path
) -> None:
    means = Means(Keys(tmp_path), ListeningInviter(), approve_over=1)
    async with database.transaction() as session:
        survey = await bring(session, people)
        [(waiting, _)] = await approvals.list_waiting(session, people["duyet"])
        await surveys_approving.approve(session, people["duyet"], waiting.id, now=LATER)
        await open_survey(session, people["hoa"], survey.id, LATER, means)
        assert survey.state == "scheduled"
        [(again, _)] = await approvals.list_waiting(session, people["duyet"])
        other = await bring(session, people, code="s2")
        await surveys_approving.approve(session, people["duyet"], again.id, now=LATER)
        assert await opening.find_due_openings(session, LATER) == [survey.id], "at once now"
        [(waiting, _)] = await approvals.list_waiting(session, people["duyet"])
        await surveys_approving.approve(session, people["duyet"], waiting.id, now=LATER)
        await open_survey(session, people["hoa"], other.id, LATER, means)
        [(again, _)] = await approvals.list_waiting(session, people["duyet"])
        await surveys_approving.refuse(session, people["duyet"], again.id, note="x", now=LATER)
        day = other.opens_at
        assert other.id in await opening.find_due_openings(session, day), "the first yes holds"
        assert await open_survey(session, OPERATOR, other.id, day, means) is other
        assert other.state == "open"


async def test_a_survey_that_was_refused_stays_shut_and_its_time_passes(
    database: Database, people: People, tmp_path: Path
) -> None:
    means = Means(Keys(tmp_path), ListeningInviter(), approve_over=1)
    async with database.transaction() as session:
        survey = await bring(session, people)
        [(waiting, _)] = await approvals.list_waiting(session, people["duyet"])
        await surveys_approving.refuse(
            session, people["duyet"], waiting.id, note="Chưa đủ ý.", now=LATER
        )
        assert await opening.find_due_openings(session, LATER + timedelta(days=2)) == []
        over = survey.closes_at
        assert await opening.find_due_openings(session, over) == [survey.id]
        await open_survey(session, OPERATOR, survey.id, over, means)
        assert survey.state == "cancelled"
        other = await bring(session, people, code="s2")
        await cancel_survey(session, people["hoa"], other.id, LATER)
        assert await approvals.find_pending(session, "survey", other.id) is None


async def test_a_small_survey_asks_nobody(database: Database, people: People) -> None:
    async with database.transaction() as session:
        survey = await bring(session, people)
        assert not await surveys_approving.may_remind(session, survey, now=LATER)
        survey.rule = {"and": [survey.rule, {"ward": "14773.2004"}]}
        await approvals.void(session, "survey", survey.id, now=LATER)
        assert await surveys_approving.may_remind(session, survey, now=LATER)
        passed = await surveys_approving.ask_or_pass(
            session, people["hoa"], survey, over=1, now=LATER
        )
        assert passed
