"""One person is counted once: a typed claimant and the roll's line; on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import members
from bot.access import OPERATOR
from bot.clock import StoppedClock
from bot.db import Database
from bot.members import Given
from bot.models import Member, Survey
from bot.settings import Settings
from bot.surveys.claims import NEVER, Standing, find_spare
from bot.surveys.closing import close_survey
from bot.surveys.keys import Keys
from bot.surveys.places import OVERALL
from bot.surveys.results import Results, get_results
from bot.surveys.tally import ENTITLED, FINISHED
from tests.kit.makers import make_chat, make_city, make_member
from tests.kit.pairs import SECRET
from tests.kit.surveys import Polling, make_form, make_members

PEOPLE = 30  # on the roll beside the one who is claimed
CLAIMANTS = 6


@pytest.fixture
def polling(database: Database, settings: Settings) -> Polling:
    return Polling(database, Keys(settings.data_dir))


async def make_claims(polling: Polling, clock: StoppedClock) -> tuple[int, list[int]]:
    """Make a roll with six people whose names and phones chats have typed.

    Return the first of the six, and the claimants.
    """
    async with polling.database.transaction() as session:
        await make_city(session)
    await make_members(polling.database, PEOPLE)
    ids, claimants = [], []
    async with polling.database.transaction() as session:
        for place in range(CLAIMANTS):
            phone = f"091234567{place}"
            listed = await make_member(session, name=f"Trần Văn {place}", phone=phone)
            chat = await make_chat(session, f"web:claim-{place}")
            typed = Given(full_name=listed.full_name, phone=phone)
            own = await members.register(session, chat, typed, now=clock.now(), secret=SECRET)
            assert own.claims_id == listed.id
            ids.append(listed.id)
            claimants.append(own.id)
    return ids[0], claimants


async def see(polling: Polling, survey_id: int, clock: StoppedClock) -> Results:
    async with polling.database.reading() as session:
        survey = await session.get_one(Survey, survey_id)
        return await get_results(session, OPERATOR, survey, clock.now())


def told(results: Results) -> tuple[int | None, int | None, int | None]:
    """Return who may answer, who did, and who of those is told apart as unconfirmed."""
    table = results.turnout
    return table.at(ENTITLED).value, table.at(FINISHED).value, results.typed.finished.value


@pytest.mark.parametrize("anonymous", [False, True])
async def test_a_claimant_and_the_roll_are_one_person_before_and_after_closing(
    polling: Polling, clock: StoppedClock, *, anonymous: bool
) -> None:
    listed, claimants = await make_claims(polling, clock)
    survey = await polling.launch(make_form(clock.now(), anonymous=anonymous), 1, clock.now())
    assert told(await see(polling, survey.id, clock)) == (PEOPLE + CLAIMANTS, 0, 0)
    for claimant in claimants:
        await polling.answer(survey.id, claimant, clock.now(), one="0")
    assert told(await see(polling, survey.id, clock)) == (PEOPLE + CLAIMANTS, 6, 6)
    # the one on the roll answers too, later: theirs counts, and the claimant's no more
    clock.advance(hours=1)
    await polling.answer(survey.id, listed, clock.now(), one="1")
    assert told(await see(polling, survey.id, clock)) == (PEOPLE + CLAIMANTS, 6, 5)
    async with polling.database.transaction() as session:
        await close_survey(session, OPERATOR, survey.id, clock.now(), polling.keys)
    closed = await see(polling, survey.id, clock)
    assert told(closed) == (PEOPLE + CLAIMANTS, 6, 5)
    codes = [category.code for category in closed.questions[0].categories[:2]]
    counts = closed.questions[0].table.counts
    assert [counts[what, OVERALL] for what in (FINISHED, *codes)] == [6, 5, 1]
    # what is published stays, whoever is confirmed or erased afterwards
    async with polling.database.transaction() as session:
        chosen = [await session.get_one(Member, one) for one in claimants[:2]]
        await members.confirm_claim(session, OPERATOR, chosen[0], now=clock.now())
        await members.erase(session, OPERATOR, chosen[1], now=clock.now(), secret=SECRET)
    assert told(await see(polling, survey.id, clock)) == (PEOPLE + CLAIMANTS, 6, 5)


@given(
    st.lists(st.tuples(st.booleans(), st.none() | st.integers(0, 9)), max_size=6),
    st.booleans(),
)
def test_of_any_lines_one_a_person_counts_and_the_proven_answer_goes_first(
    claims: list[tuple[bool, int | None]], listed: object
) -> None:
    at = [None if hour is None else NEVER - timedelta(hours=hour + 1) for _, hour in claims]
    roll = [Standing(n + 2, 1 if typed else None, at[n]) for n, (typed, _) in enumerate(claims)]
    roll += [Standing(1, None, NEVER - timedelta(hours=1))] if listed else []
    spare = find_spare(roll)
    own = {one.member_id for one in roll if one.claims_id is None}
    assert not spare & own  # an answer of the roll's own is never the spare one
    claimants = [one for one in roll if one.claims_id is not None]
    kept = [one for one in claimants if one.member_id not in spare]
    assert len(kept) == (0 if listed else min(1, len(claimants)))
    for one in kept:
        assert one.rank == min(other.rank for other in claimants)
