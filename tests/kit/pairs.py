"""Kit: makers for what two records of one person hold: claims, broadcasts, surveys, answers."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot import members
from bot.clock import StoppedClock
from bot.members import Agreement, Given
from bot.models import (
    Answer,
    Broadcast,
    Chat,
    Entitlement,
    Member,
    Response,
    SealedRow,
    Survey,
)
from tests.kit.makers import BEGINNING, City, make_chat, make_city, make_member

SECRET = "a test's own secret"


async def make_pair(
    session: AsyncSession, clock: StoppedClock
) -> tuple[City, Chat, Member, Member]:
    """Make a member of the roll and one of a chat who claims them."""
    city = await make_city(session)
    known = await make_member(session, phone="0912345678")
    chat = await make_chat(session, "web:1")
    given = Given(
        full_name="Nguyen Thi Lan",
        phone="0912345678",
        organisation_ids=tuple(city.organisations.values()),
        agreed={"notices": Agreement("…", BEGINNING), "surveys": Agreement("…", BEGINNING)},
    )
    own = await members.register(session, chat, given, now=clock.now(), secret=SECRET)
    return city, chat, own, known


async def make_broadcast(session: AsyncSession, city: City) -> Broadcast:
    broadcast = Broadcast(
        organisation_id=city.organisations["cdtp"],
        purpose="notices",
        title="…",
        text="…",
        rule={},
        state="running",
        created_by="operator",
        created_at=BEGINNING,
    )
    session.add(broadcast)
    await session.flush()
    return broadcast


async def make_survey(
    session: AsyncSession,
    city: City,
    *,
    state: str = "open",
    secret: bool = False,
) -> Survey:
    survey = Survey(
        organisation_id=city.organisations["cdtp"],
        code=f"survey-{state}",
        title="…",
        form={},
        rule={},
        anonymous=secret,
        late="join",
        remind_times=0,
        remind_every_days=3,
        opens_at=BEGINNING,
        closes_at=BEGINNING + timedelta(days=7),
        state=state,
        created_by="operator",
        created_at=BEGINNING,
    )
    session.add(survey)
    await session.flush()
    return survey


async def entitle(
    session: AsyncSession, survey: Survey, member: Member, *, said: str = ""
) -> None:
    session.add(
        Entitlement(survey_id=survey.id, member_id=member.id, organisation_ids=[], confirmed=False)
    )
    if said:
        response = Response(
            survey_id=survey.id,
            member_id=member.id,
            state="finished",
            started_at=survey.created_at,
        )
        session.add(response)
        await session.flush()
        session.add(Answer(response_id=response.id, question="q", value={"choice": said}))
    await session.flush()


async def answer_sealed(
    session: AsyncSession, survey: Survey, member: Member, *, state: str, entitled: object = False
) -> None:
    if not entitled:
        await entitle(session, survey, member)
    session.add_all(
        [
            Response(
                survey_id=survey.id,
                member_id=member.id,
                state=state,
                started_at=survey.created_at,
            ),
            SealedRow(
                survey_id=survey.id,
                member_id=member.id,
                sealed=b"own" if member.source == "chat" else b"known",
            ),
        ]
    )
    await session.flush()
