"""The kit's Chromium is the package that was looked at, or none."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from tests.kit.chromium import BrowserMissing, checked, unpack


def test_a_damaged_package_is_refused_and_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(BrowserMissing, match="sha512"):
        checked(b"not the package")
    with pytest.raises(tarfile.ReadError):
        unpack(b"not an archive", tmp_path / "chromium")
    assert list(tmp_path.iterdir()) == []
