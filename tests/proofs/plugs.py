"""Proofs: databases that are unplugged: PostgreSQL stopped and started, SQLite's disk full."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.kit.parents import die_with_parent


@dataclass(frozen=True)
class Server:
    """Hold what it takes to stop a PostgreSQL server of the kit and to start it again."""

    home: Path
    number: int
    command: list[bytes]
    user: int
    group: int

    @classmethod
    def find(cls, home: Path) -> Server:
        """Find the server whose socket is in a folder."""
        number = int((home / "data" / "postmaster.pid").read_text().split()[0])
        place = Path(f"/proc/{number}")
        command = (place / "cmdline").read_bytes().split(b"\0")[:-1]
        return cls(home, number, command, place.stat().st_uid, place.stat().st_gid)

    @property
    def has_stopped(self) -> bool:
        """Tell whether it is gone; its first parent has yet to read how it ended."""
        try:
            told = Path(f"/proc/{self.number}/stat").read_text()
        except FileNotFoundError:
            return True
        return told.rpartition(")")[2].split()[0] == "Z"

    def stop(self) -> None:
        """Ask it to close every connection and to end."""
        os.kill(self.number, signal.SIGINT)

    def start(self) -> None:
        """Start it as it was started before; it ends with this process."""
        owner = {"user": self.user, "group": self.group, "extra_groups": []}
        with (self.home / "log").open("ab") as log:
            subprocess.Popen(
                self.command,
                stdout=log,
                stderr=log,
                cwd=self.home,
                preexec_fn=die_with_parent,
                **(owner if os.geteuid() == 0 else {}),
            )


def answers(url: str) -> bool:
    """Tell whether a PostgreSQL database answers."""
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def growing(path: Path) -> Iterator[Path]:
    """Let SQLite's write-ahead file begin anew and only grow; give its path.

    A reader that stays at an old state keeps it from being used again from its beginning.
    """
    with closing(sqlite3.connect(path, isolation_level=None, timeout=20)) as staying:
        staying.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        staying.execute("BEGIN")
        staying.execute("SELECT count(*) FROM deliveries").fetchone()
        yield path.with_name(f"{path.name}-wal")
        staying.execute("ROLLBACK")
