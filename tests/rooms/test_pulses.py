"""Pulses: a rotating sample, drawn with a stored seed; nobody twice before it comes round."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot import pulses
from bot.access import OPERATOR, Actor, Scope
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import NotPermitted, Refused
from bot.models import Entitlement, Pulse, Survey
from bot.pulses import Plan
from bot.settings import Settings
from bot.site import Site
from bot.surveys.sampling import draw
from jobs import open_surveys
from jobs import pulses as job
from tests.kit.makers import make_city
from tests.kit.surveys import ListeningInviter, make_members

FILE = """
code: nhip
title: Nhịp tháng
purpose: Để biết.
opens: 01/01/2026 08:00
closes: 02/01/2026 08:00
questions:
  - {code: vui, kind: yes_no, text: Tháng này có vui không}
"""
MONTHLY = {"every": "month", "day": 1, "at": "08:00"}


@given(
    st.sets(st.integers(1, 400), min_size=5, max_size=60), st.integers(1, 20), st.text(max_size=8)
)
def test_waves_pass_everybody_once_before_anybody_twice(
    population: set[int], size: int, seed: str
) -> None:
    drawn: set[int] = set()
    rotation, asked = 1, []
    while len(asked) < 2 * len(population):
        now, again = draw(population, drawn, size, seed=seed, rotation=rotation)
        assert (now, again) == draw(population, drawn, size, seed=seed, rotation=rotation)
        assert len({*now, *again}) == len(now) + len(again) == min(size, len(population))
        drawn |= set(now)
        asked += [*now, *again]
        if again:
            rotation, drawn = rotation + 1, set(again)
    assert set(asked[: len(population)]) == population


def test_another_seed_draws_others_and_newcomers_change_nobodys_place() -> None:
    people = range(1, 201)
    first, _ = draw(people, (), 20, seed="a", rotation=1)
    assert first != draw(people, (), 20, seed="b", rotation=1)[0]
    grown = draw(range(1, 301), (), 20, seed="a", rotation=1)[0]
    assert [one for one in grown if one <= 200] == first[: len([x for x in grown if x <= 200])]


async def test_a_pulse_asks_each_month_others_until_all_were_asked(
    database: Database, clock: StoppedClock, tmp_path: Path
) -> None:
    async with database.transaction() as session:
        await make_city(session)
    members = await make_members(database, 12)
    site = Site(Settings(_env_file=None, data_dir=tmp_path), clock, database)
    plan = Plan(FILE, 1, {"all": True}, MONTHLY, size=5, days=3, seed="hat-giong")
    async with database.transaction() as session:
        writer = Actor("organizer:1", scopes=(Scope("writer", None, None),))
        with pytest.raises(NotPermitted):
            await pulses.add(session, writer, plan, now=clock.now())
        with pytest.raises(Refused, match="pulse-bad-size"):
            await pulses.add(
                session, OPERATOR, Plan(FILE, 1, {"all": True}, MONTHLY, 4, 3), now=clock.now()
            )
        await pulses.add(session, OPERATOR, plan, now=clock.now())
    inviter, asked = ListeningInviter(), []
    for wave in range(1, 4):
        clock.advance(days=31)
        for _ in range(2):  # again changes nothing
            await job.tick(site)
            await partial(open_surveys.tick, inviter=inviter)(site)
        async with database.reading() as session:
            survey = (await session.scalars(select(Survey).filter_by(code=f"nhip-{wave}"))).one()
            roll = select(Entitlement.member_id).filter_by(survey_id=survey.id)
            asked.append(set(await session.scalars(roll)))
            assert survey.closes_at == survey.opens_at + timedelta(days=3)
    assert [len(wave) for wave in asked] == [5, 5, 5]
    assert not asked[0] & asked[1]
    assert asked[0] | asked[1] | asked[2] == set(members), "the third wave begins anew"
    assert asked[0] == set(draw(members, (), 5, seed="hat-giong", rotation=1)[0])
    async with database.transaction() as session:
        await pulses.stop(session, OPERATOR, "nhip", now=clock.now())
    clock.advance(days=31)
    await job.tick(site)
    async with database.reading() as session:
        pulse = (await session.scalars(select(Pulse))).one()
        assert (pulse.wave, pulse.state, pulse.rotation) == (3, "stopped", 2)
