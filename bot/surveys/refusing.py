"""Room: somebody says that they do not take part: nothing is asked of them again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refused
from bot.models import Response
from bot.surveys.answering import Seat, get_open
from bot.surveys.finding import find_entitled


async def refuse(session: AsyncSession, seat: Seat, now: datetime) -> None:
    """Note that a member takes no part in an open survey; who begins after all takes it back.

    What was handed in stays handed in: raises Refused. Answers begun stay, and are not counted.
    """
    await get_open(session, seat.survey_id, now)
    if not await find_entitled(session, seat.survey_id, [seat.member_id]):
        raise Refused("survey-not-entitled")
    query = select(Response).filter_by(survey_id=seat.survey_id, member_id=seat.member_id)
    response = await session.scalar(query.with_for_update())
    if response is None:
        response = Response(
            survey_id=seat.survey_id, member_id=seat.member_id, state="refused", started_at=now
        )
        session.add(response)
    elif response.state == "finished":
        raise Refused("survey-refuse-too-late")
    response.state = "refused"
    await session.flush()
