"""Room: approvals: what may wait for a second person, and the hash that binds a yes to it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, cast

from sqlalchemy.ext.asyncio import AsyncSession

from bot import access, segments
from bot.access import Actor
from bot.errors import NotFound
from bot.models import Approval, Broadcast, Series, Survey
from bot.segments import Rule

Kind = Literal["broadcast", "series", "survey"]
Row = Broadcast | Series | Survey
PERMISSION = "broadcast:approve"
# kind -> what of its row is approved: a change of any of it asks again
BOUND: Mapping[Kind, tuple[str, ...]] = {
    "broadcast": (
        "organisation_id",
        "survey_id",
        "kind",
        "purpose",
        "text",
        "buttons",
        "translations",
        "attachments",
        "rule",
        "send_by",
        "urgent",
        "twice_ok",
        "may_cost",
        "where_last",
        "most_cost",
        "template",
        "parent_id",
    ),
    "series": ("organisation_id", "draft", "schedule", "starts_on", "ends_on"),
    "survey": (
        "organisation_id",
        "form",
        "rule",
        "anonymous",
        "late",
        "remind_times",
        "remind_every_days",
        "closes_at",
    ),
}
TABLES: Mapping[Kind, type[Row]] = {
    "broadcast": Broadcast,
    "series": Series,
    "survey": Survey,
}


@dataclass(frozen=True, slots=True)
class Matter:
    """Hold what a second person says yes or no to, and where they need the right to."""

    kind: Kind
    number: int
    title: str
    organisation_id: int
    rule: Rule
    author: str  # an actor's name
    digest: str

    @property
    def subject(self) -> str:
        """Name it as the audit trail does."""
        return f"{self.kind}:{self.number}"

    def may_be_decided_by(self, actor: Actor) -> bool:
        """Tell whether an actor has the right, for the sender and for all who are written to."""
        scope = segments.scope_of(self.rule)
        return access.allows(
            actor,
            PERMISSION,
            organisation_id=self.organisation_id,
            area_keys=scope["area_keys"],
        ) and access.allows(actor, PERMISSION, **scope)


def matter_of(row: Row, *, at: datetime | None = None) -> Matter:
    """Return what is approved of a row as it stands, beginning at a moment (None: at once)."""
    kind: Kind = next(kind for kind, table in TABLES.items() if isinstance(row, table))
    rule = row.draft["rule"] if isinstance(row, Series) else row.rule
    bound = {name: getattr(row, name) for name in BOUND[kind]}
    if not bound.get("translations"):  # what was approved before there were any stays so
        bound.pop("translations", None)
    return Matter(
        kind=kind,
        number=row.id,
        title=row.title,
        organisation_id=row.organisation_id,
        rule=rule,
        author=row.created_by,
        digest=digest({**bound, "at": at}),
    )


async def get_matter(session: AsyncSession, approval: Approval) -> Matter:
    """Return what an approval was asked for, as it stands now, or raise NotFound."""
    return matter_of(await get_row(session, *subject_of(approval)), at=approval.starts_at)


async def get_row(session: AsyncSession, kind: Kind, number: int, *, locked: bool = False) -> Row:
    """Return what an approval is about, as it stands in the database, or raise NotFound."""
    row = await session.get(
        TABLES[kind], number, populate_existing=True, with_for_update=locked or None
    )
    if row is None:
        raise NotFound("approval-unknown")
    return cast("Row", row)


def subject_of(approval: Approval) -> tuple[Kind, int]:
    """Return the kind and the number of what an approval is about."""
    numbers: dict[Kind, int | None] = {
        "broadcast": approval.broadcast_id,
        "series": approval.series_id,
        "survey": approval.survey_id,
    }
    return next((kind, number) for kind, number in numbers.items() if number is not None)


def digest(document: Mapping[str, Any]) -> str:
    """Return the hash of a document, the same whatever order its names came in."""
    written = json.dumps(document, default=_write, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()


def _write(value: Any) -> str:
    if isinstance(value, datetime):
        value = value.astimezone(UTC)
    return str(value.isoformat())
