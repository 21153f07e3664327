"""The command line: what a broadcast's file names beside words: a photo or file, link, place."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import files
from bot.broadcasts.attaching import (
    FILES,
    MOST_FILE,
    attach_file,
    attach_link,
    attach_place,
)
from bot.commands.faults import Unreadable
from bot.files import DRAFT_LASTS, Content

BEGINNINGS = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}


async def enclose(
    session: AsyncSession, entries: Mapping[str, Any], folder: Path, *, now: datetime
) -> list[dict[str, Any]]:
    """Keep the files that are named, and return a broadcast's attachments."""
    made = []
    for kind in FILES:
        if kind in entries:
            content = _read_file(folder / str(entries[kind]), kind)
            kept = await files.keep(session, content, now=now, lasts=DRAFT_LASTS)
            made.append(attach_file(kept, kind))
    return made + [read(entries[kind]) for kind, read in READ.items() if kind in entries]


def _read_file(path: Path, kind: str) -> Content:
    if not path.is_file():
        raise Unreadable(f"`{kind}`: there is no file {path}.")
    if path.stat().st_size > MOST_FILE:
        raise Unreadable(f"`{kind}`: {path.name} is larger than {MOST_FILE // 1024**2} MB.")
    data = path.read_bytes()
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if kind == "photo" and not data.startswith(BEGINNINGS.get(media_type, b"\0")):
        raise Unreadable(f"`photo`: {path.name} is no JPEG or PNG picture.")
    return Content(path.name, media_type, data)


def _read_link(entry: object) -> dict[str, Any]:
    if not isinstance(entry, dict) or set(entry) != {"label", "address"}:
        raise Unreadable("`link` has a `label: …` and an `address: https://…`.")
    return attach_link(str(entry["label"]), str(entry["address"]))


def _read_place(entry: object) -> dict[str, Any]:
    wrong = Unreadable("`place` has a `name: …` and an `at: 19.8075, 105.7764`.")
    if not isinstance(entry, dict) or set(entry) != {"name", "at"}:
        raise wrong
    try:
        north, east = (float(number) for number in str(entry["at"]).split(","))
    except ValueError as error:
        raise wrong from error
    return attach_place(str(entry["name"]), north, east)


READ: Mapping[str, Callable[[object], dict[str, Any]]] = {"link": _read_link, "place": _read_place}
