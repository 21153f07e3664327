"""Room: a roll brought into the database, slice by slice, so that nobody waits for its end.

Each slice is stored whole. An import that was cut off is finished by importing the file again:
what is there already stays as it is.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot import organisations
from bot.access import Actor, require
from bot.areas import OLD, Places
from bot.audit import record
from bot.clock import to_local
from bot.models import Member, Membership, Organisation, RollChange, RollImport
from bot.rolls.fates import RollRow, read_roll
from bot.rolls.notes import describe_notes, write_notes
from bot.rolls.planning import Action, Plan, Rules, plan_rows
from bot.rolls.reading import open_roll
from bot.site import Site
from bot.words import fold, sort_key

SLICE = 500  # rows a transaction

Tell = Callable[[Plan], None]


@dataclass
class ImportReport:
    """Hold what an import did, or would do."""

    import_id: int | None = None
    actions: Counter[str] = field(default_factory=Counter)
    fates: Counter[str] = field(default_factory=Counter)
    rows: int = 0

    def add(self, plan: Plan) -> None:
        """Count one row."""
        self.rows += 1
        self.actions[plan.action.value] += 1
        self.fates[plan.row.fate.value] += 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Hold what is asked of an import."""

    path: Path
    organisation: str
    columns: Mapping[str, str] | None = None
    sheet: str | None = None
    dry_run: bool = False


async def import_roll(site: Site, actor: Actor, request: Request, tell: Tell) -> ImportReport:
    """Import a roll, or only say what would be done; raises RollRefused, NotFound.

    `tell` hears of every row in order, for lists and progress bars.
    """
    async with site.database.reading() as session:
        organisation = await organisations.get(session, request.organisation)
    require(actor, "roll:import", organisation_id=organisation.id)
    roll = await asyncio.to_thread(
        open_roll, request.path, columns=request.columns, sheet=request.sheet
    )
    places = Places(site.settings.province_code, site.settings.district or None)
    rules = Rules(
        organisation.id, ward_keys_of(places), site.settings.secret_key.get_secret_value()
    )
    report = ImportReport()
    if not request.dry_run:
        report.import_id = await _begin(site, actor, organisation, request.path)
    year = to_local(site.now).year
    rows = read_roll(roll.rows(), columns=roll.columns, wards=places, this_year=year)
    while piece := await asyncio.to_thread(lambda: list(islice(rows, SLICE))):
        for plan in await _store(site, piece, rules, report.import_id):
            report.add(plan)
            tell(plan)
    if report.import_id is not None:
        await _end(site, report)
    return report


def ward_keys_of(places: Places) -> Callable[[str | None], tuple[str | None, str | None]]:
    """Return the look-up from a ward's name to (today's key, old key); an old ward comes first."""
    known: dict[str | None, tuple[str | None, str | None]] = {None: (None, None)}

    def find(name: str | None) -> tuple[str | None, str | None]:
        if name not in known:
            known[name] = _keys(places, name or "")
        return known[name]

    return find


def _keys(places: Places, name: str) -> tuple[str | None, str | None]:
    found = places.find(name)
    if not found:
        return None, None
    place = found[0]
    if place.version != OLD:
        return place.key, None
    after = places.successors(place.key)
    whole = after[0][0].key if len(after) == 1 and after[0][1] == "whole" else None
    return whole, place.key


async def _store(
    site: Site, rows: list[RollRow], rules: Rules, import_id: int | None
) -> list[Plan]:
    if import_id is None:
        async with site.database.reading() as session:
            return await plan_rows(session, rows, rules)
    async with site.database.transaction() as session:
        plans = await plan_rows(session, rows, rules)
        await _create(session, plans, site, import_id)
        for plan in plans:
            for name, (_, after) in plan.changes.items():
                setattr(plan.member, name, after)
                if name == "residential_group" and plan.member is not None:
                    plan.member.group_folded = fold(after)
        await _join(session, plans, site, rules.organisation_id, import_id)
        await write_notes(session, plans, import_id, now=site.now)
        session.add_all(_changes(plans, import_id))
    return plans


async def _create(
    session: AsyncSession, plans: Iterable[Plan], site: Site, import_id: int
) -> None:
    new = [plan for plan in plans if plan.action is Action.CREATE]
    if not new:
        return
    shared = {"source": "roll", "state": "active", "locale": "vi", "address_form": ""}
    rows = [
        {
            **shared,
            **plan.values,
            "folded": fold(plan.row.full_name),
            "sort_key": sort_key(plan.row.full_name),
            "group_folded": fold(plan.values["residential_group"]),
            "import_id": import_id,
            "created_at": site.now,
            "stopped_at": site.now if plan.stopped else None,
        }
        for plan in new
    ]
    made = await session.scalars(
        insert(Member).returning(Member, sort_by_parameter_order=True), rows
    )
    for plan, member in zip(new, made, strict=True):
        plan.member = member


async def _join(
    session: AsyncSession, plans: Iterable[Plan], site: Site, organisation_id: int, import_id: int
) -> None:
    branches: dict[str, int] = {}
    rows: list[dict[str, Any]] = []
    joining: set[int] = set()
    for plan in plans:
        if not plan.joins or plan.member is None or plan.member.id in joining:
            continue
        joining.add(plan.member.id)
        name = plan.row.branch or ""
        if name and name not in branches:
            branch = await organisations.get_branch(session, organisation_id, name)
            branches[name] = branch.id
        rows.append(
            {
                "member_id": plan.member.id,
                "organisation_id": organisation_id,
                "branch_id": branches.get(name),
                "source": "roll",
                "import_id": import_id,
                "created_at": site.now,
            }
        )
    if rows:
        await session.execute(insert(Membership), rows)


def _changes(plans: Iterable[Plan], import_id: int) -> Iterator[RollChange]:
    for plan in plans:
        if plan.member is not None and plan.action in (Action.CREATE, Action.CHANGE):
            yield RollChange(
                import_id=import_id,
                row=plan.row.row,
                member_id=plan.member.id,
                fate=plan.action.value,
                before={
                    **{name: list(pair) for name, pair in plan.changes.items()},
                    **describe_notes(plan),
                },
            )


async def _begin(site: Site, actor: Actor, organisation: Organisation, path: Path) -> int:
    digest = await asyncio.to_thread(lambda: hashlib.sha256(path.read_bytes()).hexdigest())
    async with site.database.transaction() as session:
        made = RollImport(
            organisation_id=organisation.id,
            file_name=path.name[:200],
            digest=digest,
            counts={},
            state="running",
            started_at=site.now,
        )
        session.add(made)
        await session.flush()
        record(session, actor, "roll:import", f"import:{made.id}", now=site.now, file=path.name)
        return made.id


async def _end(site: Site, report: ImportReport) -> None:
    async with site.database.transaction() as session:
        made = await session.get_one(RollImport, report.import_id)
        made.state, made.ended_at = "done", site.now
        made.counts = {**report.actions, "rows": report.rows}
