"""The command line: settings that read well and still do not fit this machine or this country."""

from __future__ import annotations

import os
from pathlib import Path

from bot.areas import Places
from bot.settings import SHORT_KEY, Settings


def find_setting_faults(settings: Settings) -> dict[str, str]:
    """Return what is wrong with settings, by name without the prefix; empty when all fit."""
    faults = {}
    if len(settings.secret_key.get_secret_value()) < SHORT_KEY:
        faults["SECRET_KEY"] = "is missing or short; `nhipcau check` prints a fresh one"
    if not Places(settings.province_code).all():
        faults["PROVINCE_CODE"] = f"no province of today has the code {settings.province_code}"
    if settings.clock_file is not None and not settings.clock_file.is_file():
        faults["CLOCK_FILE"] = f"there is no file {settings.clock_file}"
    if not _can_hold_files(settings.data_dir):
        faults["DATA_DIR"] = f"files cannot be written to {settings.data_dir}"
    return faults


def _can_hold_files(folder: Path) -> bool:
    """Tell whether a folder can be written to, or could be made, without making it."""
    nearest = folder.absolute()
    while not nearest.exists():
        nearest = nearest.parent
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)
