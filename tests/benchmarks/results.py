"""Benchmark `results`: a survey's whole result told, from its counts, beside a plain GROUP BY."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.access import OPERATOR
from bot.clock import LOCAL, SystemClock
from bot.db import Database
from bot.models import Survey
from bot.surveys.closing import close_survey
from bot.surveys.keys import Keys
from bot.surveys.opening import Means, import_form, open_survey
from bot.surveys.reading import read_form
from bot.surveys.results import get_results, rollup
from bot.surveys.summary import summarise
from tests.benchmarks.measuring import Round, Row, Stage
from tests.benchmarks.towns import EVERYBODY, KINDS, make_town, tidy
from tests.kit.surveys import WHEN, ListeningInviter

SIZES = (100_000, 1_000_000)  # answers
QUESTIONS = 12
WARDS, ORGANISATIONS = 12, 6
LOOKS = 5
OURS, PEER = "Nhịp Cầu, {}, {:,} answers", "GROUP BY over the rows, {}, {:,} answers"
HEAD = """
code: bench
title: Nhu cầu của người dân
purpose: Để phường biết.
opens: {opens}
closes: 31/12/2099 17:00
questions:
"""
ASKED = "  - {{code: q{0}, kind: one_choice, text: Câu {0}, choices: [Có, Không, Để sau, Khác]}}\n"
PEOPLE = (  # a city of some wards and organisations
    "UPDATE members SET ward_key = (SELECT w.key FROM (SELECT key, row_number() OVER "
    "(ORDER BY key) AS n FROM areas WHERE level = 'ward' AND version = '2025') AS w "
    f"WHERE w.n = 1 + members.id % {WARDS})",
    f"UPDATE memberships SET organisation_id = 1 + member_id / {WARDS} % {ORGANISATIONS}",
)
BEGUN = (
    "INSERT INTO responses (survey_id, member_id, state, started_at) "
    "SELECT survey_id, member_id, 'started', :now FROM entitlements"
)
SAID = (
    "INSERT INTO answers (response_id, question, value) "
    "SELECT r.id, 'q{0}', {1} FROM responses AS r"
)
CHOICES = ("co", "khong", "de-sau", "khac")
HANDED_IN = "UPDATE responses SET state = 'finished', finished_at = :now"
GROUPS = """
    SELECT a.question, CAST(a.value AS text), e.ward_key, CAST(e.organisation_ids AS text),
        COUNT(*)
    FROM answers a JOIN responses r ON r.id = a.response_id JOIN entitlements e
        ON e.survey_id = r.survey_id AND e.member_id = r.member_id
    WHERE r.survey_id = :survey AND r.state = 'finished' GROUP BY 1, 2, 3, 4
"""


async def run(stage: Stage) -> list[Row]:
    """Let a city answer twelve questions, close the survey, and look at what it came to."""
    rows = []
    for answers in stage.options.all_sizes(SIZES):
        for kind in KINDS:
            url = stage.ground.make(kind)
            await make_town(url, max(50, answers // QUESTIONS))
            database = Database(url)
            survey_id, seconds = await fill(database, Keys(stage.folder))
            ours, theirs = await look(database, survey_id, stage.options.rounds)
            told = [Round(LOOKS, wall, cpu, seen(wall, seconds)) for wall, cpu in ours]
            plain = [Round(LOOKS, wall, cpu, seen(wall, seconds)) for wall, cpu in theirs]
            name = PEER.format(kind, answers)
            rows += [Row(OURS.format(kind, answers), told, name), Row(name, plain)]
            await database.close()
    return rows


def seen(wall: float, seconds: float) -> dict[str, float]:
    """Return what else a round saw."""
    return {"look_ms": 1000 * wall / LOOKS, "hand_in_s": seconds}


async def fill(database: Database, keys: Keys) -> tuple[int, float]:
    """Ask everybody, let all answer, close; return the survey and how long handing in took."""
    now = SystemClock().now()
    form = read_form(
        HEAD.format(opens=now.astimezone(LOCAL).strftime(WHEN))
        + "".join(ASKED.format(place) for place in range(QUESTIONS))
    )
    async with database.transaction() as session:
        for statement in PEOPLE:
            await session.execute(text(statement))
        survey = await import_form(
            session,
            OPERATOR,
            form,
            organisation_id=1,
            rule={"all": True},
            campaign_id=None,
            now=now,
            approve_over=EVERYBODY,
        )
        means = Means(keys, ListeningInviter(), EVERYBODY)
        await open_survey(session, OPERATOR, survey.id, now, means)
    async with database.transaction() as session:
        await session.execute(text(BEGUN), {"now": now})
        for place in range(QUESTIONS):
            await session.execute(text(SAID.format(place, choose(place, database))))
    began = time.monotonic()
    async with database.transaction() as session:
        await session.execute(text(HANDED_IN), {"now": now})
    seconds = time.monotonic() - began
    async with database.transaction() as session:
        await close_survey(session, OPERATOR, survey.id, now, keys)
    while await fold(database):
        pass
    await tidy(database)
    return survey.id, seconds


def choose(place: int, database: Database) -> str:
    """Return SQL for what member r.member_id answers to a question."""
    cases = " ".join(
        f'WHEN {at} THEN \'{{"choice": "{code}"}}\'' for at, code in enumerate(CHOICES)
    )
    chosen = f"CASE (r.member_id * 7 + r.member_id / {place + 3}) % {len(CHOICES)} {cases} END"
    written = chosen.replace(":", "\\:")
    return written if database.is_sqlite else f"CAST({written} AS jsonb)"


async def fold(database: Database) -> bool:
    """Fold what PostgreSQL notes line by line, as the job does."""
    async with database.transaction() as session:
        return await rollup.fold_counts(session, now=SystemClock().now())


Figures = list[tuple[float, float]]  # wall and CPU seconds, a round each


async def look(database: Database, survey_id: int, rounds: int) -> tuple[Figures, Figures]:
    """Time both ways in turn."""

    async def tell(session: AsyncSession) -> None:
        survey = await session.get_one(Survey, survey_id)
        results = await get_results(session, OPERATOR, survey, SystemClock().now())
        assert "Câu 0" in summarise(results, "vi")

    async def group(session: AsyncSession) -> None:
        rows = (await session.execute(text(GROUPS), {"survey": survey_id})).all()
        assert rows

    ours: Figures = []
    theirs: Figures = []
    for _ in range(rounds):
        ours.append(await timed(database, tell))
        theirs.append(await timed(database, group))
    return ours, theirs


async def timed(
    database: Database, work: Callable[[AsyncSession], Awaitable[None]]
) -> tuple[float, float]:
    """Return how long some looks took, the first one not among them."""
    async with database.reading() as session:
        await work(session)
    wall, cpu = time.monotonic(), time.process_time()
    for _ in range(LOOKS):
        async with database.reading() as session:
            await work(session)
    return time.monotonic() - wall, time.process_time() - cpu
