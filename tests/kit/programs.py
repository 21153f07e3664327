"""Kit: several of the real program at one PostgreSQL: children that can be killed or paused."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from bot import schema
from bot.areas.loading import load_areas
from bot.clock import monotonic
from bot.db import Database
from tests.kit.makers import ACCOUNTS, make_city, make_member
from tests.kit.parents import die_with_parent

ROOT = Path(__file__).parents[2]
Tokens = Mapping[str, str]
PATIENCE = 60.0  # seconds that anything may take on a busy machine
HOLDERS = """
    SELECT a.name, l.holder FROM leases l JOIN channel_accounts a ON a.id = l.account_id
    WHERE l.until > clock_timestamp()
"""
OPEN = """
    SELECT (SELECT count(*) FROM deliveries WHERE state IN ('queued', 'sending'))
        + (SELECT count(*) FROM replies WHERE state IN ('queued', 'sending'))
"""


@dataclass
class Program:
    """Hold one child, `nhipcau run --only …`."""

    name: str
    roles: Sequence[str]
    environment: dict[str, str]
    folder: Path
    _child: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start it; its log is a file of its name."""
        only = [word for role in self.roles for word in ("--only", role)]
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "bot", "run", *only],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent,
            )

    @property
    def pid(self) -> int:
        """Return its number while it lives, 0 after."""
        return self._child.pid if self._child is not None else 0

    def send(self, number: signal.Signals) -> None:
        """Kill, pause or wake it."""
        assert self._child is not None
        self._child.send_signal(number)
        if number is signal.SIGKILL:
            self._child.wait(PATIENCE)
            self._child = None

    def stop(self) -> int:
        """Ask it to end, and return its exit code; 0 when it does not run."""
        if self._child is None:
            return 0
        self._child.send_signal(signal.SIGCONT)
        self._child.send_signal(signal.SIGTERM)
        code, self._child = self._child.wait(PATIENCE), None
        return code

    def last_words(self) -> str:
        """Return the end of its log."""
        return (self.folder / f"{self.name}.log").read_text(errors="replace")[-3000:]


@dataclass
class Cluster:
    """Hold the programs of one site."""

    url: str
    web: str
    programs: list[Program]
    accounts: int  # how many the site has

    def __post_init__(self) -> None:
        self._looking = psycopg.connect(self.url, autocommit=True)

    def find_holders(self) -> dict[str, Program]:
        """Return who sends for which account now."""
        by_pid = {program.pid: program for program in self.programs if program.pid}
        held = self._looking.execute(HOLDERS).fetchall()
        pids = {name: int(holder.split(":")[-2]) for name, holder in held}
        return {name: by_pid[pid] for name, pid in pids.items() if pid in by_pid}

    def is_spread(self) -> bool:
        """Tell whether each account is held, and each program that sends holds one or more."""
        held = self.find_holders()
        senders = {one.name for one in self.programs if "sender" in one.roles}
        return len(held) == self.accounts and {one.name for one in held.values()} == senders

    def is_served(self) -> bool:
        """Tell whether the web chat answers."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", int(self.web.rpartition(":")[2]))) == 0

    def count_open(self) -> int:
        """Count the lines and replies that have not come to an end."""
        row = self._looking.execute(OPEN).fetchone()
        return row[0] if row else 0

    def stop(self) -> list[int]:
        """End all programs; return their exit codes."""
        self._looking.close()
        return [program.stop() for program in self.programs]


def make_cluster(folder: Path, url: str, api: str, *, rate: float, tokens: Tokens) -> Cluster:
    """Name three programs: one for web and jobs, two that send; tokens by account."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    given = {
        "DATABASE_URL": url,
        "DATA_DIR": str(folder / "data"),
        "SECRET_KEY": "a key for tests only, as long as a real one",
        "TELEGRAM_TOKEN": ", ".join(f"{name}={token}" for name, token in tokens.items()),
        "TELEGRAM_API_URL": api,
        "TELEGRAM_RATE": str(rate),
        "WEB_PORT": str(port),
        "QUIET_FROM": "00:00",
        "QUIET_UNTIL": "00:00",
        "CLOSED_AT_TET": "false",
        "LOG_FORMAT": "json",
        **dict.fromkeys(("CONTACT_SOFT_DAY", "CONTACT_SOFT_WEEK", "CONTACT_HARD_DAY"), "0"),
    }
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("NHIPCAU_")}
    environment = inherited | {f"NHIPCAU_{name}": value for name, value in given.items()}
    roles = {"front": ("web", "jobs"), "first": ("sender",), "second": ("sender",)}
    programs = [Program(name, only, environment, folder) for name, only in roles.items()]
    return Cluster(url, f"http://127.0.0.1:{port}", programs, accounts=len(tokens) + 1)


async def settle(url: str, chats: Sequence[str], accounts: Sequence[str] = ACCOUNTS) -> None:
    """Build the schema, and register a member in each of these chats."""
    schema.upgrade(url)
    database = Database(url)
    async with database.transaction() as session:
        await load_areas(session, province_code="38")
        await make_city(session, accounts)
        for number, chat in enumerate(chats):
            await make_member(session, name=f"Nguyễn Văn {number}", chat=chat)
    await database.close()


async def until(
    holds: Callable[[], bool | Coroutine[Any, Any, bool]], what: str, *, within: float = PATIENCE
) -> float:
    """Wait until something holds, and return how long that took; TimeoutError names it."""
    begun = monotonic()
    while True:
        held = holds()
        if await held if asyncio.iscoroutine(held) else held:
            return monotonic() - begun
        if monotonic() - begun > within:
            raise TimeoutError(f"not within {within:.0f} s: {what}")
        await asyncio.sleep(0.05)
