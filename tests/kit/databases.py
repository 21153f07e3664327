"""Kit: a fresh database for each test, on SQLite and on PostgreSQL.

`--db sqlite|postgresql|both` (or $DATABASES) chooses. One PostgreSQL serves the whole run: the
process that the run was started in owns it, and pytest-xdist's workers are told where it is.
Each worker prepares one template of each kind; a test gets a copy.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.kit.postgres import address, postgres

KINDS = {"sqlite": ["sqlite"], "postgresql": ["postgresql"], "both": ["sqlite", "postgresql"]}
SERVER = pytest.StashKey[Path]()

Prepare = Callable[[str], None]


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


@pytest.fixture(scope="session")
def postgres_template(
    pytestconfig: pytest.Config,
    postgres_admin: psycopg.Connection,
    worker_id: str,
    prepare_database: Prepare,
) -> str:
    """Give the name of a prepared PostgreSQL database, to be copied."""
    name = f"template_{worker_id}"
    postgres_admin.execute(f"CREATE DATABASE {name}")
    prepare_database(address(find_server(pytestconfig), name))
    return name


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the URL of a fresh, prepared database of this test alone."""
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        yield f"sqlite:///{shutil.copyfile(template, tmp_path / 'test.db')}"
        return
    template = request.getfixturevalue("postgres_template")
    admin = request.getfixturevalue("postgres_admin")
    with copied(admin, template) as name:
        yield address(find_server(request.config), name)


@contextmanager
def copied(admin: psycopg.Connection, template: str) -> Iterator[str]:
    """Copy a database for a while."""
    name = template.replace("template", "test")
    admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield name
    admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
