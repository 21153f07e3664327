"""Benchmarks: databases of a chosen size, made by a few statements, members 1 to n with chats."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    cast,
    func,
    insert,
    literal,
    make_url,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot import schema
from bot.access import OPERATOR
from bot.areas.loading import load_areas
from bot.clock import LOCAL, SystemClock
from bot.db import Database
from bot.models import (
    Area,
    ChannelAccount,
    Chat,
    Consent,
    Link,
    Member,
    Membership,
    Organisation,
    Table,
)
from bot.models.tables import Moment
from bot.surveys.inviting import Inviter
from bot.surveys.keys import Keys
from bot.surveys.opening import Means, import_form, open_survey
from bot.surveys.reading import read_form
from bot.words import fold
from tests.kit.makers import PURPOSES
from tests.kit.postgres import address, postgres
from tests.kit.surveys import WHEN, ListeningInviter

Row = tuple[type[Table], dict[str, Any]]

KINDS = ("SQLite", "PostgreSQL")
QUESTIONS = 3
ORGANISATIONS = 20
TODAY = "2025"  # the version of the wards that are valid now
EVERYBODY = 10**9  # nobody is asked to approve
FORM = """
code: bench
title: Nhu cầu bảo hiểm y tế
purpose: Để phường sắp xếp buổi tư vấn.
opens: {opens}
closes: 31/12/2099 17:00
questions:
  - {{code: a, kind: one_choice, text: Bác đã có thẻ chưa, choices: [Có, Chưa, Hết hạn]}}
  - {{code: b, kind: one_choice, text: Ai mua cho bác, choices: [Tự mua, Con mua, Khác]}}
  - {{code: c, kind: one_choice, text: Bác cần tư vấn không, choices: [Có, Không, Để sau]}}
"""


class Ground:
    """Make databases in one folder and on one durable PostgreSQL server."""

    def __init__(self, folder: Path, server: Path) -> None:
        self.folder, self._server = folder, server
        self._made = 0
        self._on_postgresql: list[str] = []

    def make(self, kind: str) -> str:
        """Make an empty database at the program's schema, and give its URL."""
        self._made += 1
        name = f"bench{self._made}"
        if kind == "SQLite":
            url = f"sqlite:///{self.folder / name}.db"
        else:
            with psycopg.connect(address(self._server), autocommit=True) as admin:
                admin.execute(f"CREATE DATABASE {name}")
            self._on_postgresql.append(name)
            url = address(self._server, name)
        schema.upgrade(url)
        return url

    def copy(self, url: str) -> str:
        """Copy a database that nobody has open, and give the copy's URL."""
        self._made += 1
        name = f"bench{self._made}"
        if url.startswith("sqlite"):
            path = Path(url.removeprefix("sqlite:///"))
            with sqlite3.connect(path) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
            return f"sqlite:///{shutil.copyfile(path, self.folder / f'{name}.db')}"
        original = make_url(url).database
        with psycopg.connect(address(self._server), autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name} TEMPLATE {original}")
        self._on_postgresql.append(name)
        return address(self._server, name)

    def tidy_all(self) -> None:
        """Do to all of PostgreSQL's databases what it does itself within a minute of their use.

        What was planned while their tables were empty is planned anew.
        """
        for name in self._on_postgresql:
            with psycopg.connect(address(self._server, name), autocommit=True) as admin:
                admin.execute("VACUUM ANALYZE")


@contextmanager
def ground(folder: Path) -> Iterator[Ground]:
    """Give somewhere to make databases; PostgreSQL with fsync and synchronous commits."""
    with postgres(durable=True) as server:
        yield Ground(folder, server)


async def make_town(url: str, members: int) -> int:
    """Fill a database with a province's people, and return its account's id."""
    database = Database(url)
    async with database.transaction() as session:
        await load_areas(session, province_code="38")
        account = ChannelAccount(name="telegram", halted_reason="", offset="")
        session.add(account)
        session.add_all(make_organisations())
        await session.flush()
        if members:
            await add_members(session, members, account.id)
    await tidy(database)
    await database.close()
    return account.id


async def tidy(database: Database) -> None:
    """Do what PostgreSQL does by itself within a minute of so large a change."""
    if not database.is_sqlite:
        engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text("VACUUM ANALYZE"))


def make_organisations() -> Iterator[Organisation]:
    """Yield the organisations of a town, the trade union first."""
    for number in range(ORGANISATIONS):
        code, name = (
            ("cdtp", "Công đoàn thành phố") if not number else (f"h{number}", f"Hội {number}")
        )
        yield Organisation(code=code, name=name, folded=fold(name), listed=True)


async def add_members(session: AsyncSession, count: int, account: int) -> None:
    """Add members who all agree to everything, each with a chat, all of the member's number.

    They live in all of the province's wards, and belong to all of the organisations, in turn.
    """
    begun = select(literal(1, Integer()).label("n")).cte("numbers", recursive=True)
    numbers = begun.union_all(select(begun.c.n + 1).where(begun.c.n < count))
    wards = in_turn(Area.key, Area.version == TODAY, Area.level == "ward")
    organisations = in_turn(Organisation.id)
    many = await session.scalar(select(func.count()).select_from(wards)) or 1
    people = numbers.join(wards, wards.c.place == numbers.c.n % many).join(
        organisations, organisations.c.place == numbers.c.n // many % ORGANISATIONS
    )
    ward, organisation = wards.c.value, organisations.c.value
    now = literal(SystemClock().now(), Moment())
    for table, values in rows_of(numbers.c.n, now, account, ward, organisation):
        columns = [v if isinstance(v, ColumnElement) else literal(v) for v in values.values()]
        chosen = select(*columns).select_from(people)
        await session.execute(insert(table).from_select(list(values), chosen))


def in_turn(column: Any, *where: Any) -> Any:
    """Return the values of a column with their places, from 0."""
    place = (func.row_number().over(order_by=column) - 1).label("place")
    return select(column.label("value"), place).where(*where).subquery()


def rows_of(number: Any, now: Any, account: int, ward: Any, organisation: Any) -> Iterator[Row]:
    """Yield each table with the values of member `number`."""
    digits = cast(number, String())
    name = literal("Nguyễn Văn ").concat(digits)
    person = {"full_name": name, "folded": name, "ward_key": ward}
    came = {"source": "chat", "registered_at": now, "created_at": now}
    yield Member, {"id": number, **person, **came}
    chat = {"id": number, "account_id": account, "external_id": digits}
    yield Chat, {**chat, "last_in_at": now, "created_at": now}
    tie = {"chat_id": number, "member_id": number, "strength": "contact"}
    yield Link, {**tie, "created_at": now}
    joined = {"member_id": number, "organisation_id": organisation, "source": "roll"}
    yield Membership, {**joined, "created_at": now}
    for purpose in PURPOSES:
        agreed = {"member_id": number, "purpose": purpose, "wording": "…"}
        yield Consent, {**agreed, "wording_version": "bench", "given_at": now}


async def open_trial(url: str, folder: Path, *, inviter: Inviter | None = None) -> int:
    """Open a named survey of three questions to everybody, and return its id.

    Nobody is invited, unless there is an inviter.
    """
    database, now = Database(url), SystemClock().now()
    form = read_form(FORM.format(opens=now.astimezone(LOCAL).strftime(WHEN)))
    async with database.transaction() as session:
        organisation_id = await session.scalar(select(Organisation.id))
        survey = await import_form(
            session,
            OPERATOR,
            form,
            organisation_id=organisation_id,
            rule={"all": True},
            campaign_id=None,
            now=now,
            approve_over=EVERYBODY,
        )
        means = Means(Keys(folder), inviter or ListeningInviter(), EVERYBODY)
        await open_survey(session, OPERATOR, survey.id, now, means)
    await database.close()
    return survey.id
