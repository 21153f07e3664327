"""Proofs: the real program and its Bot API server as children: started, asked, frozen, killed."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from bot.clock import FileClock, monotonic
from tests.kit.gates import Failed
from tests.kit.parents import die_with_parent
from tests.proofs.names import Names

ROOT = Path(__file__).parents[2]
TOKEN = "123456:proofs-" + "a" * 30
SECRET = "a key for proofs only, as long as a real one"
PATIENCE = 60.0  # seconds that anything may take on a busy machine
STOPPING = 20.0  # seconds that a clean end may take
LAST_LINES = 60


UNLIMITED = ("CONTACT_SOFT_DAY", "CONTACT_SOFT_WEEK", "CONTACT_HARD_DAY")


@dataclass
class Bot:
    """Hold one installation of the program, and its process while it runs."""

    folder: Path
    database_url: str
    api_url: str
    rate: float
    hurried: bool = False
    more: Mapping[str, str] = field(default_factory=dict)  # settings beside those of every proof
    port: int = field(default_factory=lambda: find_port())
    starts: int = 0
    names: Names | None = None  # what hosts it knows; None: those of the machine
    _running: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.clock = FileClock(self.folder / "clock")
        (self.folder / "clock").write_text("0")

    @property
    def url(self) -> str:
        """Return where the web chat is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """Return the settings, as an operator would give them."""
        given = {
            "DATABASE_URL": self.database_url,
            "DATA_DIR": str(self.folder / "data"),
            "SECRET_KEY": SECRET,
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.api_url,
            "TELEGRAM_RATE": str(self.rate),
            "WEB_RATE": str(self.rate),
            "WEB_PORT": str(self.port),
            "CLOCK_FILE": str(self.folder / "clock"),
            "LOG_FORMAT": "json",
            "APPROVE_OVER": "1000000000",
            "CLOSED_AT_TET": "false",
            **dict.fromkeys(UNLIMITED, "0"),  # days pass in minutes here
            **self.more,
        }
        shown = {"PYTHONFAULTHANDLER": "1"}
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("NHIPCAU_")}
        return inherited | shown | {f"NHIPCAU_{name}": value for name, value in given.items()}

    @property
    def program(self) -> list[str]:
        """Return the command line that starts the program."""
        return [sys.executable, "-m", "tests.proofs.hurried" if self.hurried else "bot"]

    async def command(self, *commands: Sequence[str]) -> str:
        """Run commands of the program and return what they printed; raise Failed with why not."""
        if self.hurried:  # one start for all of them
            words = [word for one in commands for word in (*one, "--")]
            return await self._command(words[:-1])
        return "".join([await self._command(one) for one in commands])

    async def _command(self, arguments: Sequence[str]) -> str:
        done = await asyncio.create_subprocess_exec(
            *self.program,
            *arguments,
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        out, err = await done.communicate()
        if done.returncode:
            raise Failed(f"nhipcau {' '.join(arguments)}: {err.decode()[-2000:]}")
        return out.decode() + err.decode()

    async def start(self) -> None:
        """Start `nhipcau run` and wait until it answers."""
        self.starts += 1
        self._running = self._launch()
        await eventually(self._answers, "the program answers", every=0.05)

    async def stop(self) -> None:
        """Ask it to end, as an operator does, and wait until it has; one that hangs is shown."""
        self._signal(signal.SIGTERM)
        running, self._running = self._running, None
        assert running is not None
        try:
            code = await asyncio.to_thread(running.wait, STOPPING)
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGABRT)  # faulthandler writes where each thread stands
            code = await asyncio.to_thread(running.wait, PATIENCE)
        if code:
            raise Failed(f"the program ended with {code}: {self.last_words()}")

    async def kill(self) -> None:
        """Kill it with SIGKILL, frozen or not."""
        if self._running is not None:
            self._running.kill()
            await asyncio.to_thread(self._running.wait, PATIENCE)
            self._running = None

    def freeze(self) -> None:
        """Let time stand still inside it."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def limit_files(self, size: int) -> None:
        """Let no file grow beyond so many bytes, as on a disk that is full."""
        if self._running is None:
            raise Failed("the program does not run")
        resource.prlimit(self._running.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def last_words(self) -> str:
        """Return the last lines of its log."""
        lines = (self.folder / "run.log").read_text(errors="replace").splitlines()
        return "\n".join(lines[-LAST_LINES:])

    def _launch(self) -> subprocess.Popen[bytes]:
        command = [*self.program, "run"]
        if self.names is not None:
            command = self.names.around(command)
        with (self.folder / "run.log").open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                preexec_fn=die_with_parent,
            )

    def _signal(self, number: signal.Signals) -> None:
        if self._running is None:
            raise Failed("the program does not run")
        self._running.send_signal(number)

    async def _answers(self) -> bool:
        if self._running is None or self._running.poll() is not None:
            raise Failed(f"the program did not start: {self.last_words()}")
        try:
            async with aiohttp.request("GET", f"{self.url}/healthz") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False


@contextmanager
def bot_api(folder: Path, *, rate: str = "none", more: Sequence[str] = ()) -> Iterator[str]:
    """Run the Bot API server as a child, of one bot or several, and give its address."""
    words = [word for token in (TOKEN, *more) for word in ("--token", token)]
    words += ["--rate", rate, "--chat-rate", "none", "--log", str(folder / "telegram.jsonl")]
    with serve("tests.kit.bot_api", *words) as url:
        yield url


@contextmanager
def zalo_bots(folder: Path) -> Iterator[str]:
    """Run Zalo's Bot Platform as a child, whose bot has no limits, and give its address."""
    words = ["--quota", "1000000", "--cap", "1000000", "--log", str(folder / "zalo.jsonl")]
    with serve("tests.kit.zalo", *words) as url:
        yield url


@contextmanager
def serve(module: str, *words: str) -> Iterator[str]:
    """Run a server of the kit as a child, on a free port, and give its address."""
    command = [sys.executable, "-m", module, "--port", "0", *words]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, preexec_fn=die_with_parent
    ) as running:
        assert running.stdout is not None
        said = running.stdout.readline().split()
        try:
            yield next(word for word in said if word.startswith("http"))
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(PATIENCE)


async def eventually(
    holds: Callable[[], object], what: str, *, within: float = PATIENCE, every: float = 0.1
) -> None:
    """Wait until something holds; raise Failed with what was awaited."""
    ends = monotonic() + within
    while True:
        held = holds()
        if await held if asyncio.iscoroutine(held) else held:
            return
        if monotonic() > ends:
            raise Failed(f"not within {within:.0f} s: {what}")
        await asyncio.sleep(every)


def find_port() -> int:
    """Return a port that nobody listens on now; it stays the same over restarts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
