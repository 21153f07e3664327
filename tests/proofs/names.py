"""Proofs: names of hosts that only one program knows, and that can be taken from it.

The program runs in a mount namespace of its own, where `/etc/hosts` is a file of the proof.
Without the line for a name, it is asked for in the real DNS, which has none of it.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile

NAME = "telegram.test"  # RFC 6761: no such name is ever given to anybody
KNOWN = "127.0.0.1 localhost\n"
INSIDE = 'mount --bind "$0" /etc/hosts && exec "$@"'


class Names:
    """Hold the hosts that a program knows by name."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "hosts"
        self.give()

    def give(self) -> None:
        """Let the name stand for this machine."""
        self._file.write_text(f"{KNOWN}127.0.0.1 {NAME}\n")

    def take(self) -> None:
        """Let the name be one that does not resolve."""
        self._file.write_text(KNOWN)

    def around(self, command: Sequence[str]) -> list[str]:
        """Return the command line that runs a program with these names."""
        return [*WITHIN, INSIDE, str(self._file), *command]


WITHIN = ("unshare", "--mount", "sh", "-c")


def can_rename() -> bool:
    """Tell whether this machine lets us give a program names of its own."""
    if shutil.which(WITHIN[0]) is None:
        return False
    with NamedTemporaryFile() as file:
        tried = [*WITHIN, INSIDE, file.name, "true"]
        return subprocess.run(tried, capture_output=True, check=False).returncode == 0
