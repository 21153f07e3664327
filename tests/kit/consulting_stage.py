"""Kit: what a transcript of those who comment on a document may set up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.access import OPERATOR
from bot.consultations import periods
from bot.consultations.answering import publish
from bot.consultations.periods import Plan
from bot.models import Comment, CommentAnswer
from bot.surveys.types import Standing
from tests.kit.organizing_stage import read_pairs

if TYPE_CHECKING:
    from tests.kit.transcripts import Player


async def open_document(player: Player, value: str) -> None:
    """`code=…, title=…`: a document that is open to everybody's comments for five days."""
    given, now = read_pairs(value), player.clock.now()
    standing = Standing(document="https://hacthanh.vn/du-thao.pdf")
    ends = now + timedelta(days=5)
    plan = Plan(given["code"], given["title"], standing, 1, {"all": True}, now, ends)
    async with player.database.transaction() as session:
        made = await periods.add_period(session, OPERATOR, plan, now=now)
        await periods.turn_over(session, OPERATOR, made.id, now=now, approve_over=500)


async def publish_answers(player: Player, value: str) -> None:
    """`code=…, title=…, answer=…, summary=…`: its time is over; one answer to all comments."""
    given, now = read_pairs(value), player.clock.now() + timedelta(days=6)
    async with player.database.transaction() as session:
        period = await periods.get_period(session, given["code"])
        await periods.turn_over(session, OPERATOR, period.id, now=now, approve_over=500)
        group = CommentAnswer(
            period_id=period.id, number=1, title=given["title"], answer=given["answer"]
        )
        session.add(group)
        for comment in await session.scalars(select(Comment)):
            comment.answer_number = 1
        await session.flush()
        summary = given["summary"]
        await publish(session, OPERATOR, period.id, summary, now=now, approve_over=500)


CONSULTING_STAGE: dict[str, Callable[[Player, str], Awaitable[Sequence[str] | None]]] = {
    "document": open_document,
    "document answered": publish_answers,
}
