"""Room: a roll of households read from a sheet: a numbered row a home, unnumbered ones its people.

Importing the same list again changes nothing. Nobody is made a member by it: who is on no
organisation's roll and never registered still counts as living in a household that is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot import access, audit
from bot.access import Actor
from bot.models import Household, HouseholdMember, Member
from bot.phones import find_phones
from bot.rolls import open_roll
from bot.rolls.cells import find_group, first_of, read_group, text_of, texts_of
from bot.rolls.headings import ADDRESS, FAMILY, GIVEN, GROUP, NAME, NUMBER, PHONE
from bot.rolls.people import is_name, read_name
from bot.rolls.reading import Roll
from bot.words import fold

INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
NO_GROUP = "-"


@dataclass(slots=True)
class Person:
    """Hold one person of a household as the sheet names them."""

    name: str
    phones: tuple[str, ...] = ()


@dataclass(slots=True)
class Home:
    """Hold one household as the sheet names it; the first person is its head."""

    row: int
    group: str
    address: str
    people: list[Person] = field(default_factory=list)


@dataclass(slots=True)
class HouseholdImport:
    """Hold what an import came to."""

    households: int = 0
    fresh: int = 0
    people: int = 0
    linked: int = 0  # people who are members here
    refused: list[tuple[int, str]] = field(default_factory=list)  # (row, why)


async def import_households(
    session: AsyncSession, actor: Actor, path: Path, *, ward_key: str, now: datetime
) -> HouseholdImport:
    """Put a ward's list of households into its roll; raises RollRefused for an unreadable file."""
    access.require(actor, "roll:import", area_keys=[ward_key])
    report = HouseholdImport()
    for home in read_homes(open_roll(path), report):
        household_id = await _keep(session, home, report, ward_key=ward_key, now=now)
        for person in home.people:
            report.people += 1
            member_id = await _find_member(session, person, home, ward_key)
            if member_id is not None:
                await _link(session, household_id, member_id)
                report.linked += 1
    facts = {name: getattr(report, name) for name in ("households", "fresh", "linked")}
    facts["refused"] = len(report.refused)
    audit.record(session, actor, "household:import", f"area:{ward_key}", now=now, **facts)
    return report


def read_homes(roll: Roll, report: HouseholdImport) -> Iterator[Home]:
    """Yield the households of a sheet; rows that name nobody are noted and passed over."""
    columns = roll.columns
    named = columns.of(NAME) or (*columns.of(FAMILY), *columns.of(GIVEN))
    home: Home | None = None
    for row in roll.rows():
        written = texts_of(row.cells, named)
        if not written:
            continue
        name = read_name(written)
        if not is_name(name):
            report.refused.append((row.number, written[:60]))
            continue
        phones = tuple(find_phones(first_of(row.cells, columns.of(PHONE))))
        numbered = not columns.of(NUMBER) or bool(text_of(first_of(row.cells, columns.of(NUMBER))))
        if home is None or numbered:
            if home is not None:
                yield home
            home = _make_home(row.number, row.cells, columns.of(GROUP), columns.of(ADDRESS))
        home.people.append(Person(name, phones))
    if home is not None:
        yield home


def _make_home(
    number: int, cells: Sequence[object], groups: Sequence[int], addresses: Sequence[int]
) -> Home:
    address = texts_of(cells, addresses)
    group = read_group(first_of(cells, groups)) or find_group(address) or NO_GROUP
    return Home(number, group, address[:200])


async def _keep(
    session: AsyncSession, home: Home, report: HouseholdImport, *, ward_key: str, now: datetime
) -> int:
    """Return the household's number, new or where it stood."""
    head = home.people[0].name[:120]
    key = {
        "ward_key": ward_key,
        "group_folded": fold(home.group),
        "head_folded": fold(head),
        "address_folded": fold(home.address),
    }
    report.households += 1
    shown = {"residential_group": home.group, "head_name": head, "address": home.address}
    put = INSERTS[session.get_bind().dialect.name](Household)
    row = {**key, **shown, "created_at": now}
    made = await session.scalar(put.values(row).on_conflict_do_nothing().returning(Household.id))
    if made is not None:
        report.fresh += 1
        return int(made)
    found = await session.scalar(select(Household.id).filter_by(**key))
    assert found is not None
    return found


async def _find_member(
    session: AsyncSession, person: Person, home: Home, ward_key: str
) -> int | None:
    """Return the member whom a name and a phone mean, or a name alone in that group, if one."""
    named = select(Member.id).where(Member.state == "active", Member.folded == fold(person.name))
    by_phone = named.where(Member.phone.in_(person.phones))
    lives = (Member.ward_key == ward_key) | (Member.old_ward_key == ward_key)
    by_place = named.where(lives, Member.group_folded == fold(home.group))
    for query in (by_phone, by_place) if person.phones else (by_place,):
        found = list(await session.scalars(query.limit(2)))
        if len(found) == 1:
            return found[0]
    return None


async def _link(session: AsyncSession, household_id: int, member_id: int) -> None:
    put = INSERTS[session.get_bind().dialect.name](HouseholdMember)
    put = put.values(member_id=member_id, household_id=household_id)
    moved = {"household_id": put.excluded.household_id}
    await session.execute(put.on_conflict_do_update(index_elements=["member_id"], set_=moved))
