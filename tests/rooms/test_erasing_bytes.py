"""After /xoa the bytes of the person are in no file of SQLite's, its log included."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import update

from bot import lines
from bot.clock import StoppedClock
from bot.db import Database
from bot.lines import Own
from bot.models import StoredReply
from bot.settings import Settings
from bot.site import Site
from bot.words import fold
from jobs import purge
from tests.kit.transcripts import Player

NAME, PHONE = "Trịnh Khổng Tước", "0987123321"
TALK = ("/start", "có", "có", "có", PHONE, NAME, "Ba Đình", "5", "Xong", "1958", "Bỏ qua", "Đúng")


def find_traces(database: Database) -> set[str]:
    """Return what the database's files hold of the person, in any spelling that we store."""
    path = Path(str(database.url.database))
    files = [path, *(path.with_name(path.name + end) for end in ("-wal", "-journal"))]
    held = b"".join(file.read_bytes() for file in files if file.exists())
    spellings = {NAME, fold(NAME), NAME.split()[-1], PHONE, "0987 123 321"}
    spellings |= {json.dumps(one)[1:-1] for one in spellings}
    return {one for one in spellings if one.encode() in held}


async def test_nothing_of_an_erased_person_is_left_in_any_file(
    database: Database, settings: Settings, clock: StoppedClock
) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL has its own VACUUM and log")
    site = Site(settings, clock, database)
    player = Player(database, settings, clock, "numbers")
    await player.begin()
    for place, words in enumerate(TALK):
        await say(player, words, place)
    await purge.tick(site)
    assert {NAME, fold(NAME), PHONE} <= find_traces(database)
    await say(player, "/xoa", 98)
    await say(player, "Xóa hết", 99)
    await purge.tick(site)
    assert find_traces(database) == set()


async def say(player: Player, words: str, place: int) -> None:
    """Say something in the web chat, as its page keeps it, and let every reply leave."""
    async with player.database.transaction() as session:
        own = Own(f"update-{place}", words)
        await lines.record_own(session, "web", player.chat, own, now=player.clock.now())
    for said in await player.speak(words):
        assert "trục trặc" not in said
    async with player.database.transaction() as session:
        await session.execute(update(StoredReply).values(state="sent"))
