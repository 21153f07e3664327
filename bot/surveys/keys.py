"""Room: the keys of anonymous surveys: one file each, outside the database and its backups."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.errors import NhipCauError

KEY_BYTES = 32  # AES-256
NAME = re.compile(r"survey-(\d+)\.key")


class KeyMissing(NhipCauError):
    """The key file of an open anonymous survey is gone or damaged: an operator must restore it."""

    def __init__(self, path: Path) -> None:
        super().__init__("survey-key-missing", path=str(path))


@dataclass(frozen=True)
class Keys:
    """Make, read and destroy survey keys in a folder, which every process must share."""

    data_dir: Path

    @property
    def folder(self) -> Path:
        """Return where the keys are."""
        return self.data_dir / "keys"

    def path(self, survey_id: int) -> Path:
        """Return where a survey's key is."""
        return self.folder / f"survey-{survey_id}.key"

    def create(self, survey_id: int, key: bytes = b"") -> None:
        """Make a survey's key, readable by us alone and on the disk before this returns.

        `key` is one that was printed, to be put back; empty, it is made of chance.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = self.path(survey_id).with_suffix(f".{os.getpid()}")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key or os.urandom(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # a key that stands is never replaced
            os.link(fresh, self.path(survey_id))
        fresh.unlink()
        self._store_folder()

    def read(self, survey_id: int) -> bytes:
        """Return a survey's key, or raise KeyMissing; never kept in memory between answers."""
        path = self.path(survey_id)
        try:
            key = path.read_bytes()
        except FileNotFoundError as error:
            raise KeyMissing(path) from error
        if len(key) != KEY_BYTES:
            raise KeyMissing(path)
        return key

    def destroy(self, survey_id: int) -> None:
        """Overwrite and remove a survey's key; again, if it is gone already, does nothing."""
        path = self.path(survey_id)
        with suppress(FileNotFoundError):
            with path.open("r+b") as file:
                file.write(os.urandom(KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()
            self._store_folder()

    def find_all(self) -> list[int]:
        """Return the ids of the surveys whose key stands."""
        if not self.folder.is_dir():
            return []
        names = (NAME.fullmatch(path.name) for path in self.folder.iterdir())
        return sorted(int(name[1]) for name in names if name)

    def _store_folder(self) -> None:
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
