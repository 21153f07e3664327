"""Room: answers and deliveries of two records that become one: nothing counts or arrives twice."""

from __future__ import annotations

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import OPEN, Answer, Delivery, Entitlement, Response, SealedRow, Survey

REACHED = ("sent", "sending", "unknown")


async def merge_surveys(session: AsyncSession, absorbed_id: int, survivor_id: int) -> None:
    """Give entitlements and answers to the survivor where it has none, in surveys still running.

    What is closed was counted as it stood and stays so. A sealed row is bound to its member: one
    that is finished stays, and counts, where it is; one that is not is dropped, to be said anew.
    """
    running = select(Survey.id).where(Survey.state.not_in(("closed", "cancelled")))
    kept = await _keep_sealed(session, absorbed_id, survivor_id)
    for table in (Response, Entitlement):
        held = select(table.survey_id).where(table.member_id == survivor_id)
        spare = (
            table.member_id == absorbed_id,
            table.survey_id.in_(running),
            table.survey_id.not_in(kept),
        )
        doubled = (*spare, table.survey_id.in_(list(await session.scalars(held))))
        if table is Response:
            gone = list(await session.scalars(select(Response.id).where(*doubled)))
            await session.execute(delete(Answer).where(Answer.response_id.in_(gone)))
        await session.execute(delete(table).where(*doubled))
        await session.execute(update(table).where(*spare).values(member_id=survivor_id))
    await session.execute(
        update(Entitlement)
        .where(
            Entitlement.member_id.in_((absorbed_id, survivor_id)),
            Entitlement.survey_id.in_(running),
        )
        .values(confirmed=True)
    )


async def _keep_sealed(session: AsyncSession, absorbed_id: int, survivor_id: int) -> list[int]:
    """Settle the anonymous surveys; return those whose finished answers stay with the absorbed."""
    secret = select(Survey.id).where(
        Survey.anonymous, Survey.state.not_in(("closed", "cancelled"))
    )
    theirs = select(Response.survey_id).where(Response.member_id == survivor_id)
    own = (Response.member_id == absorbed_id, Response.survey_id.in_(secret))
    finished = select(Response.survey_id).where(*own, Response.state == "finished")
    kept = list(await session.scalars(finished.where(Response.survey_id.not_in(theirs))))
    await session.execute(
        delete(Entitlement).where(
            Entitlement.member_id == survivor_id, Entitlement.survey_id.in_(kept)
        )
    )
    for table in (Response, SealedRow):
        await session.execute(
            delete(table).where(
                table.member_id == absorbed_id,
                table.survey_id.in_(secret),
                table.survey_id.not_in(kept),
            )
        )
    return kept


async def merge_deliveries(session: AsyncSession, absorbed_id: int, survivor_id: int) -> None:
    """Leave one open line a broadcast: none where one of the two was already reached."""
    lines = await session.scalars(
        select(Delivery)
        .where(Delivery.member_id.in_((absorbed_id, survivor_id)))
        .order_by(Delivery.id)
        .with_for_update()  # a sender must not take a line that is being given away
        .execution_options(populate_existing=True)
    )
    by_broadcast: dict[int, dict[int, Delivery]] = {}
    for line in lines:
        by_broadcast.setdefault(line.broadcast_id, {})[line.member_id] = line
    for pair in by_broadcast.values():
        _merge_lines(pair.get(absorbed_id), pair.get(survivor_id), survivor_id)
    await session.flush()


def _merge_lines(own: Delivery | None, theirs: Delivery | None, survivor_id: int) -> None:
    if own is None:
        return
    if theirs is None:
        if own.state in OPEN:
            own.member_id = survivor_id
        return
    if own.state in REACHED and theirs.state in OPEN:
        _skip(theirs)
    elif own.state in OPEN:
        if theirs.state == "skipped":
            # the survivor had no chat when the audience was fixed; now it has this one
            theirs.state, theirs.reason = "queued", ""
            theirs.chat_id, theirs.account_id = own.chat_id, own.account_id
        _skip(own)


def _skip(line: Delivery) -> None:
    line.state, line.reason = "skipped", "merged"
