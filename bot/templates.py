"""Room: templates whose words a platform has approved: kept as it told them, matched to a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import tariffs
from bot.accounts import platform_of
from bot.errors import NotFound, Refused
from bot.models import ChannelAccount, MessageTemplate

ENABLED = "ENABLE"
UNTOLD = -1  # a price that the platform does not tell


@dataclass(frozen=True, slots=True)
class Told:
    """Hold what a platform tells of one template."""

    number: str
    name: str
    status: str
    tag: str
    price: int
    parameters: Sequence[tuple[str, int]]  # name, most letters


async def keep(
    session: AsyncSession, account: str, found: Sequence[Told], *, now: datetime
) -> Sequence[MessageTemplate]:
    """Store what a platform tells of an account's templates; what it tells no more is gone."""
    owner = await session.scalar(select(ChannelAccount).where(ChannelAccount.name == account))
    if owner is None:
        raise NotFound("account-unknown", account=account)
    query = select(MessageTemplate).where(MessageTemplate.account_id == owner.id)
    kept = {one.number: one for one in await session.scalars(query)}
    for one in found:
        row = kept.pop(one.number, None) or MessageTemplate(account_id=owner.id)
        row.number, row.name, row.status, row.tag = one.number, one.name, one.status, one.tag
        row.price, row.parameters = one.price, [list(pair) for pair in one.parameters]
        row.fetched_at = now
        session.add(row)
    for gone in kept.values():
        await session.delete(gone)
    await session.flush()
    return await list_all(session)


async def list_all(session: AsyncSession) -> Sequence[MessageTemplate]:
    """Return every template that is kept, by account and number."""
    order = MessageTemplate.account_id, MessageTemplate.number
    return (await session.scalars(select(MessageTemplate).order_by(*order))).all()


async def match(session: AsyncSession, number: str, texts: Mapping[str, str]) -> dict[str, Any]:
    """Return a template with a text for each of its parameters, as a broadcast holds it.

    Raises NotFound, or Refused when it is not approved, a parameter has no text, or a text no
    parameter. The price is the service's own, or the tariff's where it tells none.
    """
    found = (
        await session.execute(
            select(MessageTemplate, ChannelAccount.name)
            .join(ChannelAccount, ChannelAccount.id == MessageTemplate.account_id)
            .where(MessageTemplate.number == number)
        )
    ).first()
    if found is None:
        raise NotFound("template-unknown", template=number)
    template, account = found
    if template.status != ENABLED:
        raise Refused("template-not-approved", template=number, status=template.status)
    names = [name for name, _ in template.parameters]
    missing = [name for name in names if not texts.get(name, "").strip()]
    if missing:
        raise Refused("template-field-empty", field=missing[0])
    strange = [name for name in texts if name not in names]
    if strange:
        raise Refused("template-field-unknown", field=strange[0], fields=", ".join(names))
    terms = tariffs.terms_of(platform_of(account), template.fetched_at)
    price = template.price if template.price != UNTOLD else terms.template_price if terms else 0
    fields = {name: [texts[name], most] for name, most in template.parameters}
    whose = {"account": template.account_id}
    return {"number": number, "name": template.name, "price": price, "fields": fields, **whose}
