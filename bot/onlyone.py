"""Ground: one running site on one SQLite file."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from bot.errors import Refused
from bot.settings import Settings

ROLES = ("web", "sender", "jobs")  # what one program of a site may do, alone all of it


@contextmanager
def only_one(settings: Settings, *, whole: bool = True) -> Iterator[None]:
    """Hold the file's lock while the site runs, or raise Refused; PostgreSQL needs none.

    On SQLite there is one program and it does everything: a part of it (`whole=False`) is refused.
    """
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        yield
        return
    if not whole:
        raise Refused("only-needs-postgresql")
    with Path(f"{url.database}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused("second-run", file=url.database) from error
        yield
