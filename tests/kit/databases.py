"""Kit: a fresh database for each test, on SQLite and on PostgreSQL.

`--db sqlite|postgresql|both` (or $DATABASES) chooses. One PostgreSQL serves the whole run: the
process that the run was started in owns it, and pytest-xdist's workers are told where it is.
Each worker prepares one template of each kind; a test gets a copy, or one that is as new.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from tests.kit.lending import Lender
from tests.kit.postgres import address, postgres

KINDS = {"sqlite": ["sqlite"], "postgresql": ["postgresql"], "both": ["sqlite", "postgresql"]}
SERVER = pytest.StashKey[Path]()

Prepare = Callable[[str], None]
Case = tuple[str, str, str]  # the test, its other parameters, the kind of database
PAIR = 2  # cases that are two ways, not one with other values


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer the choice of databases."""
    parser.addoption(
        "--db",
        choices=sorted(KINDS),
        default=os.environ.get("DATABASES", "both"),
        help="databases that the tests run on",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that wants a database once on each kind."""
    if "database_url" in metafunc.fixturenames:
        kinds = KINDS[metafunc.config.getoption("--db")]
        metafunc.parametrize("database_url", kinds, indirect=True)


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known that the transcripts use."""
    told = "on(kind): where both are tested, on this database only; on('both'): each case on each"
    config.addinivalue_line("markers", told)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, where both databases are tested, what is the other one's to do."""
    if config.getoption("--db") != "both":
        return
    marked = [(item, item.get_closest_marker("on")) for item in items]
    cases = {item: case for item, on in marked if on is None and (case := case_of(item))}
    left = leave_in_turn(cases.values())
    items[:] = [
        item
        for item, on in marked
        if on is None or on.args[0] == "both" or f"[{on.args[0]}" in item.name
        if cases.get(item) not in left
    ]


def case_of(item: pytest.Item) -> Case | None:
    """Return which case of which test it is, and of which kind; nothing without a database."""
    for kind in KINDS["both"]:
        test, on_this, case = item.nodeid.partition(f"[{kind}")
        if on_this:
            return test, case, kind
    return None


def leave_in_turn(cases: Iterable[Case]) -> set[Case]:
    """Return what is left out: of three cases and more the first is on both, the others in turn.

    Cases of one test are the same SQL with other values, where the test is not marked.
    """
    tests: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for test, case, _ in cases:
        tests[test][case] = None
    return {
        (test, case, KINDS["both"][place % 2])
        for test, those in tests.items()
        if len(those) > PAIR
        for place, case in enumerate([*those][1:])
    }


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Tell a worker of pytest-xdist where the run's server is."""
    if "postgresql" in KINDS[node.config.getoption("--db")]:
        node.workerinput["postgres"] = str(find_server(node.config))


def find_server(config: pytest.Config) -> Path:
    """Return the socket folder of the run's server, starting it when nobody has yet."""
    if "postgres" in getattr(config, "workerinput", {}):
        return Path(config.workerinput["postgres"])
    if SERVER not in config.stash:
        stack = ExitStack()
        config.add_cleanup(stack.close)
        config.stash[SERVER] = stack.enter_context(postgres())
    return config.stash[SERVER]


@pytest.fixture(scope="session")
def prepare_database() -> Prepare:
    """Give the function that builds the schema; tests/conftest.py overrides this one."""
    return lambda url: None


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, prepare_database: Prepare) -> Path:
    """Give a prepared SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    prepare_database(f"sqlite:///{path}")
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


@pytest.fixture(scope="session")
def postgres_admin(pytestconfig: pytest.Config) -> Iterator[psycopg.Connection]:
    """Give the connection that creates and drops databases."""
    with psycopg.connect(address(find_server(pytestconfig)), autocommit=True) as connection:
        yield connection


@pytest.fixture
def empty_postgres(pytestconfig: pytest.Config, worker_id: str) -> Iterator[str]:
    """Give the URL of a PostgreSQL database without any table; skip where only SQLite is asked."""
    if "postgresql" not in KINDS[pytestconfig.getoption("--db")]:
        pytest.skip("needs PostgreSQL")
    server, name = find_server(pytestconfig), f"empty_{worker_id}"
    with psycopg.connect(address(server), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        yield address(server, name)
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres_lender(
    pytestconfig: pytest.Config,
    postgres_admin: psycopg.Connection,
    worker_id: str,
    prepare_database: Prepare,
) -> Iterator[Lender]:
    """Give what lends out a copy of a prepared PostgreSQL database."""
    name = f"template_{worker_id}"
    postgres_admin.execute(f"CREATE DATABASE {name}")
    server = find_server(pytestconfig)
    prepare_database(address(server, name))
    lender = Lender(postgres_admin, name, address(server, "{name}"))
    yield lender
    lender.drop()


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the URL of a fresh, prepared database of this test alone."""
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        yield f"sqlite:///{shutil.copyfile(template, tmp_path / 'test.db')}"
        return
    with request.getfixturevalue("postgres_lender").lend() as url:
        yield url
