"""Room: copies of the SQLite file, one a day, made while the site works; PostgreSQL has its own.

Law: survey keys are in no backup: they are files, and only the database is copied.
"""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.clock import to_local
from bot.errors import Refused
from bot.settings import Settings
from bot.site import Site

NAME = re.compile(r"nhipcau-(\d{4}-\d{2}-\d{2})\.db")


@dataclass(frozen=True, slots=True)
class Backup:
    """Name a copy, the day in Viet Nam on which it was made, and its size in bytes."""

    path: Path
    day: date
    size: int


def list_backups(settings: Settings) -> Sequence[Backup]:
    """Return the copies that are kept, newest first."""
    found = [(path, NAME.fullmatch(path.name)) for path in _folder_of(settings).glob("*.db")]
    backups = [
        Backup(path, date.fromisoformat(named[1]), path.stat().st_size)
        for path, named in found
        if named
    ]
    return sorted(backups, key=lambda one: one.day, reverse=True)


async def back_up(site: Site) -> Backup:
    """Copy the database as it stands, in place of today's copy, and drop the oldest ones.

    Raise Refused on PostgreSQL; OSError or sqlite3.Error when the disk is full, say.
    """
    if not site.database.is_sqlite:
        raise Refused("backup-not-sqlite")
    today = to_local(site.now).date()
    path = _folder_of(site.settings) / f"nhipcau-{today}.db"
    await asyncio.to_thread(_copy, Path(str(site.database.url.database)), path)
    for old in list_backups(site.settings)[max(1, site.settings.backups_kept) :]:
        old.path.unlink()
    return Backup(path, today, path.stat().st_size)


async def back_up_if_due(site: Site) -> None:
    """Make today's copy unless it is there, or copies are switched off."""
    if not site.database.is_sqlite or not site.settings.backups_kept:
        return
    newest = next(iter(list_backups(site.settings)), None)
    if newest is None or newest.day < to_local(site.now).date():
        await back_up(site)


def _folder_of(settings: Settings) -> Path:
    return settings.data_dir / "backups"


def _copy(source: Path, target: Path) -> None:
    """Write a whole, checked copy under another name first: a kill leaves no half of one."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = target.with_suffix(".fresh")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    try:
        _vacuum(source, fresh)
        with fresh.open("rb") as file:
            os.fsync(file.fileno())
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


def _vacuum(source: Path, target: Path) -> None:
    for path, query in ((source, "VACUUM INTO ?"), (target, "PRAGMA quick_check")):
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            given = (str(target),) if path is source else ()
            told = connection.execute(query, given).fetchall()
        finally:
            connection.close()
    if told != [("ok",)]:
        raise sqlite3.DatabaseError(f"the copy is not whole: {told[0][0]}")
