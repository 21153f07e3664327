"""Room: organisations and their branches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.access import Actor, require
from bot.audit import record
from bot.errors import NotFound
from bot.models import Branch, Organisation
from bot.words import fold


async def add(
    session: AsyncSession, actor: Actor, code: str, name: str, *, now: datetime
) -> Organisation:
    """Add an organisation, or give the one of this code its new name."""
    require(actor, "organisation:add")
    organisation = await find(session, code) or Organisation(code=code, listed=True)
    organisation.name, organisation.folded = name, fold(name)
    session.add(organisation)
    await session.flush()
    record(session, actor, "organisation:add", f"organisation:{organisation.id}", now=now)
    return organisation


async def find(session: AsyncSession, code: str) -> Organisation | None:
    """Return the organisation of a code, if there is one."""
    found: Organisation | None = await session.scalar(
        select(Organisation).where(Organisation.code == code)
    )
    return found


async def get(session: AsyncSession, code: str) -> Organisation:
    """Return the organisation of a code, or raise NotFound."""
    found = await find(session, code)
    if found is None:
        raise NotFound("organisation-unknown", organisation=code)
    return found


async def list_all(session: AsyncSession) -> Sequence[Organisation]:
    """Return every organisation, in the order of their names."""
    return (await session.scalars(select(Organisation).order_by(Organisation.folded))).all()


async def get_branch(session: AsyncSession, organisation_id: int, name: str) -> Branch:
    """Return an organisation's branch of this name, made when it is new."""
    folded = fold(name)
    branch: Branch | None = await session.scalar(
        select(Branch).where(Branch.organisation_id == organisation_id, Branch.folded == folded)
    )
    if branch is None:
        branch = Branch(organisation_id=organisation_id, name=name, folded=folded)
        session.add(branch)
        await session.flush()
    return branch
