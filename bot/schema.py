"""Ground: which schema the database is at, and how it gets to the program's."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, inspect, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from bot.errors import SchemaMismatch

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = Path(__file__).parent / "migrations"
Tell = Callable[[int, int], None]
"""Hear how much is done, and of how much."""
# Alembic itself is loaded by who migrates: every other command starts without it


def upgrade(url: str, *, tell: Tell | None = None) -> None:
    """Bring the database to the program's schema; blocks, so call it in a thread.

    `tell` hears after each migration how many are done, and of how many.
    """
    sync_url = make_url(_sync_url(url))
    if sync_url.get_backend_name() == "sqlite" and sync_url.database:
        Path(sync_url.database).parent.mkdir(parents=True, exist_ok=True)
    from alembic import command

    config = config_for(url)
    if tell is not None:
        config.attributes["on_version_apply"] = _count(tell, _find_missing(url))
    command.upgrade(config, "head")


def _find_missing(url: str) -> int:
    """Return how many migrations the database lacks: they are numbered one by one."""
    current = (find_current(url) if exists(url) else None) or ""
    return sum(number > current for number in _find_numbers())


def _count(tell: Tell, missing: int) -> Callable[..., None]:
    """Return what Alembic calls after each migration, whatever it hands over."""
    done = count(1)
    return lambda **_: tell(next(done), missing)


def find_current(url: str) -> str | None:
    """Return the schema that the database is at, None when it holds none."""
    engine = create_engine(_sync_url(url), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            found = connection.execute(text("SELECT version_num FROM alembic_version"))
            return found.scalar_one_or_none()
    finally:
        engine.dispose()


def get_head() -> str:
    """Return the program's schema: migrations are numbered, the last one is the head."""
    numbers = _find_numbers()
    if not numbers:
        raise SchemaMismatch("schema-no-scripts")
    return max(numbers)


def _find_numbers() -> list[str]:
    return [path.name.partition("_")[0] for path in SCRIPTS.glob("versions/[0-9]*_*.py")]


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
    from alembic.config import Config

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
