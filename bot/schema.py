"""Ground: which schema the database is at, and how it gets to the program's."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from bot.errors import SchemaMismatch

SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(url: str) -> None:
    """Bring the database to the program's schema; blocks, so call it in a thread."""
    sync_url = make_url(_sync_url(url))
    if sync_url.get_backend_name() == "sqlite" and sync_url.database:
        Path(sync_url.database).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(config_for(url), "head")


def find_current(url: str) -> str | None:
    """Return the schema that the database is at, None when it holds none."""
    engine = create_engine(_sync_url(url), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def get_head() -> str:
    """Return the program's schema."""
    head = ScriptDirectory(str(SCRIPTS)).get_current_head()
    if head is None:
        raise SchemaMismatch("schema-no-scripts")
    return head


def check(url: str) -> None:
    """Raise SchemaMismatch unless the database is at the program's schema."""
    if not exists(url):
        raise SchemaMismatch("schema-none")
    try:
        current = find_current(url)
    except OperationalError as error:
        raise SchemaMismatch("schema-unreachable", why=str(error.orig)) from error
    if current != get_head():
        raise SchemaMismatch("schema-old", current=current or "none", head=get_head())


def config_for(url: str) -> Config:
    """Return how Alembic reaches a database."""
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    config.set_main_option("sqlalchemy.url", _sync_url(url).replace("%", "%%"))
    return config


def _sync_url(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def exists(url: str) -> bool:
    """Tell whether there is a database at all, without making one."""
    parsed = make_url(_sync_url(url))
    if parsed.get_backend_name() != "sqlite":
        return True
    return bool(parsed.database) and Path(str(parsed.database)).exists()
