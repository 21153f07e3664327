"""Room: answers and deliveries of two records that become one: nothing counts or arrives twice."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, inspect, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.members.erasing_answers import forget_photos_of
from bot.models import (
    OPEN,
    Answer,
    Ballot,
    Broadcast,
    Comment,
    Delivery,
    Entitlement,
    HouseholdMember,
    Quota,
    QuotaPlace,
    Response,
    SealedRow,
    Survey,
)

# how far a line of the ledger came; what is in hand is never exchanged for what was sent
FURTHER = {"sent": 3, "sending": 3, "unknown": 2, "queued": 1, "waiting": 1}


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
            await forget_photos_of(session, gone)
            await session.execute(delete(Answer).where(Answer.response_id.in_(gone)))
        await session.execute(delete(table).where(*doubled))
        await session.execute(update(table).where(*spare).values(member_id=survivor_id))
    await _merge_home(session, absorbed_id, survivor_id, kept)
    await session.execute(
        update(Entitlement)
        .where(
            Entitlement.member_id.in_((absorbed_id, survivor_id)),
            Entitlement.survey_id.in_(running),
        )
        .values(confirmed=True)
    )


async def _merge_home(
    session: AsyncSession, absorbed_id: int, survivor_id: int, kept: Sequence[int]
) -> None:
    """Let the survivor answer for the household, and live where the absorbed did if nowhere."""
    running = select(Survey.id).where(Survey.state.not_in(("closed", "cancelled")))
    held = (Ballot.survey_id.in_(running), Ballot.survey_id.not_in(kept))
    await session.execute(
        update(Ballot).where(Ballot.member_id == absorbed_id, *held).values(member_id=survivor_id)
    )
    await _merge_places(session, absorbed_id, survivor_id)
    await session.execute(
        update(Comment).where(Comment.member_id == absorbed_id).values(member_id=survivor_id)
    )
    home = await session.get(HouseholdMember, absorbed_id)
    if home is None:
        return
    if await session.get(HouseholdMember, survivor_id) is None:
        session.add(HouseholdMember(member_id=survivor_id, household_id=home.household_id))
    await session.delete(home)


async def _merge_places(session: AsyncSession, absorbed_id: int, survivor_id: int) -> None:
    """Give the survivor the places in quotas; one held twice by one person is given back."""
    held = await session.scalars(select(QuotaPlace).where(QuotaPlace.member_id == absorbed_id))
    for place in held.all():
        if await session.get(QuotaPlace, (place.survey_id, survivor_id)) is None:
            place.member_id = survivor_id
            continue
        cell = (
            Quota.survey_id == place.survey_id,
            Quota.ward_key == place.ward_key,
            Quota.band == place.band,
        )
        await session.execute(update(Quota).where(*cell).values(taken=Quota.taken - 1))
        await session.delete(place)
    await session.flush()


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
    """Give the survivor the line of each broadcast that came further; of the two one stays open.

    So whoever was reached under the one record counts as reached under the other: a sending again
    to the missed passes over them, and a correction finds what they got.
    """
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
    growing = select(Broadcast.id).where(
        Broadcast.id.in_(by_broadcast), Broadcast.frozen_at.is_(None)
    )
    unfrozen = set(await session.scalars(growing))
    pairs = [(pair.get(absorbed_id), pair.get(survivor_id)) for pair in by_broadcast.values()]
    given = [
        (own, theirs)
        for own, theirs in pairs
        if own and _is_further(own, theirs, growing=own.broadcast_id in unfrozen)
    ]
    taken = {own.id for own, _ in given}
    _close([own for own, _ in pairs if own and own.id not in taken], OPEN)
    await _give(session, given, absorbed_id, survivor_id)


def _is_further(own: Delivery, theirs: Delivery | None, *, growing: bool) -> bool:
    """Tell whether the survivor is better served by the other record's line than by their own.

    While an audience grows the survivor may still get a line, better than one that was skipped.
    """
    reached = FURTHER.get(own.state, 0)
    if theirs is None:
        return reached > 0 or not growing
    return reached > FURTHER.get(theirs.state, 0)


async def _give(
    session: AsyncSession,
    pairs: Sequence[tuple[Delivery, Delivery | None]],
    absorbed_id: int,
    survivor_id: int,
) -> None:
    """Exchange lines, each step stored before the next: a member has one of a broadcast.

    The line that is given keeps its number, by which a sender may be about to record it.
    """
    left = [theirs for _, theirs in pairs if theirs is not None]
    columns = [column.key for column in inspect(Delivery).columns if not column.primary_key]
    copies = [Delivery(**{name: getattr(line, name) for name in columns}) for line in left]
    for line in left:
        await session.delete(line)
    await session.flush()
    for own, _ in pairs:
        own.member_id = survivor_id
    await session.flush()
    for copy in copies:
        copy.member_id = absorbed_id
    _close(copies, (*OPEN, "skipped"))
    session.add_all(copies)
    await session.flush()


def _close(lines: Sequence[Delivery], states: Sequence[str]) -> None:
    """Leave nothing open at a record that is no more."""
    for line in lines:
        if line.state in states:
            line.state, line.reason, line.not_before = "skipped", "merged", None
