"""Answers of two records that become one: each person counts once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot import members
from bot.access import OPERATOR
from bot.clock import StoppedClock
from bot.db import Database
from bot.models import (
    Answer,
    Entitlement,
    Response,
    SealedRow,
)
from tests.kit.pairs import answer_sealed, entitle, make_pair, make_survey


@pytest.mark.on("both")
@pytest.mark.parametrize(
    ("own_says", "they_say", "kept"), [("a", "", "a"), ("a", "b", "b"), ("", "b", "b")]
)
async def test_an_answer_counts_once_after_merging(
    database: Database, clock: StoppedClock, own_says: str, they_say: str, kept: str
) -> None:
    async with database.transaction() as session:
        city, _, own, known = await make_pair(session, clock)
        survey = await make_survey(session, city)
        await entitle(session, survey, own, said=own_says)
        await entitle(session, survey, known, said=they_say)
        await members.confirm_claim(session, OPERATOR, own, now=clock.now())
        entitled = list(await session.scalars(select(Entitlement)))
        assert [(e.member_id, e.confirmed) for e in entitled] == [(known.id, True)]
        answers = list(await session.scalars(select(Answer)))
        assert [answer.value for answer in answers] == [{"choice": kept}]
        responses = list(await session.scalars(select(Response)))
        assert [response.member_id for response in responses] == [known.id]


@pytest.mark.on("both")
@pytest.mark.parametrize(
    ("own_state", "they_answered", "counted"),
    [("finished", False, "own"), ("started", False, "none"), ("finished", True, "known")],
)
async def test_a_sealed_answer_never_moves_and_counts_once(
    database: Database,
    clock: StoppedClock,
    own_state: str,
    they_answered: object,
    counted: str,
) -> None:
    async with database.transaction() as session:
        city, _, own, known = await make_pair(session, clock)
        survey = await make_survey(session, city, secret=True)
        await answer_sealed(session, survey, own, state=own_state)
        await entitle(session, survey, known)
        if they_answered:
            await answer_sealed(session, survey, known, state="finished", entitled=True)
        await members.confirm_claim(session, OPERATOR, own, now=clock.now())
        names = {own.id: "own", known.id: "known"}
        rows = list(await session.scalars(select(SealedRow)))
        assert "".join(names[row.member_id] for row in rows) == counted.replace("none", "")
        assert [row.sealed for row in rows] == [names[row.member_id].encode() for row in rows]
        entitled = list(await session.scalars(select(Entitlement)))
        expected = known.id if counted == "none" else rows[0].member_id
        assert [(e.member_id, e.confirmed) for e in entitled] == [(expected, True)]


async def test_a_closed_survey_is_not_changed_by_merging(
    database: Database, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        city, _, own, known = await make_pair(session, clock)
        survey = await make_survey(session, city, state="closed")
        await entitle(session, survey, own, said="a")
        await members.confirm_claim(session, OPERATOR, own, now=clock.now())
        entitled = list(await session.scalars(select(Entitlement)))
        assert [(e.member_id, e.confirmed) for e in entitled] == [(own.id, False)]
        assert known.id != own.id
