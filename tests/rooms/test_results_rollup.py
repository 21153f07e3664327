"""The counts of a survey never drift from its rows, whatever is done to these; both databases."""

from __future__ import annotations

import random
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import members
from bot.access import OPERATOR
from bot.clock import StoppedClock
from bot.db import Database
from bot.models import (
    Answer,
    AnswerCount,
    Entitlement,
    Member,
    Response,
    Survey,
    UnsealedAnswers,
    counts,
)
from bot.settings import Settings
from bot.surveys.closing import close_survey
from bot.surveys.keys import Keys
from bot.surveys.places import ALL_ORGANISATIONS
from bot.surveys.results import get_results, rollup
from bot.surveys.results.crossing import tally_question
from bot.surveys.results.rollup import fold_counts
from bot.surveys.tally import FINISHED, Entry
from tests.kit.counted import check_counts
from tests.kit.makers import make_city
from tests.kit.pairs import SECRET
from tests.kit.surveys import Polling, make_form, make_members

QUESTIONS = ("one", "some", "count", "words", "yes", "day")
VALUES: tuple[dict[str, Any], ...] = (
    {"choice": "cam"},
    {"choices": ["den", "rac"]},
    {"number": 3},
    {"number": 2.5},
    {"text": "Đèn hỏng"},
    {"text": "Cống tắc"},
    {"photo": 7},
    {"photo": 8},
    {"declined": True},
    {"void": True, "text": "ẩn"},
)
PLACES: tuple[dict[str, Any], ...] = (
    {"ward_key": None, "organisation_ids": []},
    {"ward_key": "w1", "organisation_ids": [2, 1], "residential_group": "Tổ 1"},
    {"ward_key": "w1", "organisation_ids": [1, 2], "confirmed": False},
    {"ward_key": "w2", "organisation_ids": [1]},
)
STATES = ("started", "finished", "finished", "finished", "refused")


class UndoneError(Exception):
    """Ends a transaction that is to leave no trace."""


@pytest.fixture
def polling(database: Database, settings: Settings) -> Polling:
    return Polling(database, Keys(settings.data_dir))


@pytest.fixture
async def survey(polling: Polling, clock: StoppedClock) -> Survey:
    async with polling.database.transaction() as session:
        await make_city(session)
    await make_members(polling.database, 8)
    return await polling.launch(make_form(clock.now()), 1, clock.now())


@dataclass
class Meddler:
    """Does to the rows of one member, drawn anew each time, what no room would know about."""

    session: AsyncSession
    survey: Survey
    dice: random.Random
    now: datetime

    async def meddle(self) -> None:
        """Do one thing."""
        of, free = self.dice.randint(1, 8), self.dice.randint(1, 8)
        line = Entitlement.survey_id == self.survey.id, Entitlement.member_id == of
        mine = Response.survey_id == self.survey.id, Response.member_id == of
        await self.dice.choice(
            (self.change_roll, self.change_response, self.change_response, self.say)
        )(of, line, mine)
        if self.dice.random() < 0.1:  # as a merge does
            for table, where in ((Response, mine), (Entitlement, line)):
                if not await self.has(table, free):
                    await self.session.execute(update(table).where(*where).values(member_id=free))

    async def has(self, table: Any, of: int) -> bool:
        query = select(table.member_id).where(table.survey_id == self.survey.id)
        return await self.session.scalar(query.where(table.member_id == of)) is not None

    async def change_roll(self, of: int, line: Any, mine: Any) -> None:
        if not await self.has(Entitlement, of):
            given = {"confirmed": True, "late": True, **self.dice.choice(PLACES)}
            given |= {"survey_id": self.survey.id, "member_id": of}
            await self.session.execute(insert(Entitlement).values(given))
        elif self.dice.random() < 0.7:
            given = self.dice.choice(PLACES)
            await self.session.execute(update(Entitlement).where(*line).values(given))
        else:
            await self.session.execute(delete(Entitlement).where(*line))

    async def change_response(self, of: int, line: Any, mine: Any) -> None:
        by = {"recorded_by": self.dice.choice(("", "organizer:1"))}
        how = {"state": self.dice.choice(STATES), **by}
        if not await self.has(Response, of):
            given = {"survey_id": self.survey.id, "member_id": of, "started_at": self.now}
            await self.session.execute(insert(Response).values(given | how))
        elif self.dice.random() < 0.8:
            await self.session.execute(update(Response).where(*mine).values(how))
        else:
            ids = select(Response.id).where(*mine)
            await self.session.execute(delete(Answer).where(Answer.response_id.in_(ids)))
            await self.session.execute(delete(Response).where(*mine))

    async def say(self, of: int, line: Any, mine: Any) -> None:
        response_id = await self.session.scalar(select(Response.id).where(*mine))
        if response_id is None:
            return
        theirs = (Answer.response_id == response_id,)
        code = self.dice.choice(QUESTIONS)
        await self.session.execute(delete(Answer).where(*theirs, Answer.question == code))
        given = {"response_id": response_id, "question": code, "value": self.dice.choice(VALUES)}
        await self.session.execute(insert(Answer).values(given))
        if self.dice.random() < 0.3:
            value = self.dice.choice(VALUES)
            await self.session.execute(update(Answer).where(*theirs).values(value=value))


async def test_counts_never_drift_from_the_rows(
    polling: Polling, survey: Survey, clock: StoppedClock
) -> None:
    dice, handed_in = random.Random(20), 0
    for member in range(1, 7):
        await polling.answer(survey.id, member, clock.now(), one="0", words="Đèn hỏng")
    for turn in range(24):
        with suppress(UndoneError):
            async with polling.database.transaction() as session:
                for _ in range(3):
                    await Meddler(session, survey, dice, clock.now()).meddle()
                if turn % 8 == 7:
                    raise UndoneError
        if turn % 3 == 2:
            async with polling.database.reading() as session:
                handed_in += await check_counts(session, survey, *QUESTIONS)
    assert handed_in > 20


async def test_sealed_answers_are_counted_once_they_are_unsealed(
    polling: Polling, survey: Survey, clock: StoppedClock
) -> None:
    secret = await polling.launch(
        make_form(clock.now(), anonymous=True, code="kin"), 1, clock.now()
    )
    for member in range(1, 8):
        await polling.answer(secret.id, member, clock.now(), one="0", words=f"ý {member}")
    counted = select(func.count()).where(AnswerCount.survey_id == secret.id)
    async with polling.database.transaction() as session:
        assert await session.scalar(counted.select_from(AnswerCount)) == 0
        closed = await close_survey(session, OPERATOR, secret.id, clock.now(), polling.keys)
        assert await check_counts(session, closed, *QUESTIONS) == 7
        await session.execute(
            update(UnsealedAnswers).values(answers={"yes": {"yes": True}}, ward_key=None)
        )
        assert await check_counts(session, closed, *QUESTIONS) == 7
        await session.execute(delete(UnsealedAnswers))
        assert await check_counts(session, closed, *QUESTIONS) == 0


async def test_merging_erasing_and_closing_leave_counts_and_rows_the_same(
    polling: Polling, survey: Survey, clock: StoppedClock
) -> None:
    for member in range(1, 8):
        await polling.answer(survey.id, member, clock.now(), one="0", words=f"ý {member}")
    async with polling.database.transaction() as session:
        one, two, three = [await session.get_one(Member, n) for n in range(1, 4)]
        await members.merge(session, two, one, strength="code", now=clock.now())
        assert await check_counts(session, survey, *QUESTIONS) == 6
        await members.erase(session, OPERATOR, three, now=clock.now(), secret=SECRET)
        assert await check_counts(session, survey, *QUESTIONS) == 5
    async with polling.database.transaction() as session:
        closed = await close_survey(session, OPERATOR, survey.id, clock.now(), polling.keys)
        four = await session.get_one(Member, 4)
        await members.erase(session, OPERATOR, four, now=clock.now(), secret=SECRET)
        assert await check_counts(session, closed, *QUESTIONS) == 5
        told = await get_results(session, OPERATOR, closed, clock.now(), whole=True)
    assert [len(one.texts) for one in told.questions if one.question.is_worded] == [0]  # four


async def test_many_small_changes_of_a_survey_are_folded(
    polling: Polling, survey: Survey, clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rollup, "WORTH_FOLDING", 0)
    monkeypatch.setattr(counts, "MOST_FOLDED", 4)  # far fewer than there are kinds
    for member in range(1, 7):
        await polling.answer(survey.id, member, clock.now(), one="0")
    async with polling.database.transaction() as session:
        folds = [await fold_counts(session, now=clock.now()) for _ in range(40)]
        assert not folds[-1]
        rows = await session.scalar(select(func.count()).select_from(AnswerCount))
        assert rows == len(QUESTIONS)
        assert await check_counts(session, survey, *QUESTIONS) == 6


SEXES_OF = (*["female"] * 5, "male", "unsaid", None)


async def test_answers_by_age_sex_and_channel_agree_with_a_recount(
    polling: Polling, survey: Survey, clock: StoppedClock
) -> None:
    year = clock.now().year
    async with polling.database.transaction() as session:
        for member, age in enumerate((17, 20, 20, 20, 20, 20, 60, 90), 1):
            born = update(Member).where(Member.id == member).values(birth_year=year - age)
            await session.execute(born.values(sex=SEXES_OF[member - 1]))
    aged = await polling.launch(make_form(clock.now(), code="tuoi"), 1, clock.now())
    for member in range(1, 9):
        said = {"one": str(member % 2), "words": f"ý {member}"}
        channel = "web" if member <= 6 else ""
        await polling.answer(aged.id, member, clock.now(), channel=channel, **said)
    async with polling.database.transaction() as session:
        first = Response.survey_id == aged.id, Response.member_id == 1
        await session.execute(update(Response).where(*first).values(recorded_by="organizer:1"))
        told = await get_results(session, OPERATOR, aged, clock.now(), whole=True)
        rows = await session.execute(
            select(Response.member_id, Answer.question, Answer.value)
            .join(Answer, Answer.response_id == Response.id)
            .where(Response.survey_id == aged.id)
        )
        answers: dict[int, dict[str, Any]] = {}
        for member, code, value in rows:
            answers.setdefault(member, {})[code] = value
    ages = ("-17", *["18-30"] * 5, "46-60", "61-")
    channels = ("recorded", *["web"] * 5, "", "")
    sexes = [sex if sex in ("female", "male") else "" for sex in SEXES_OF]
    rows_of = [
        {"age": age, "sex": sex, "channel": channel}
        for age, sex, channel in zip(ages, sexes, channels, strict=True)
    ]
    entries = [Entry(None, (), answers[n], rows_of[n - 1]) for n in range(1, 9)]
    for one in told.questions:
        assert one.by == tally_question(one.question, entries).by
    assert told.questions[0].by["age"].at(FINISHED, ("18-30", ALL_ORGANISATIONS)).is_hidden
