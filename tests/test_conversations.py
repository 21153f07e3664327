"""The conversations of tests/conversations/*.chat, each with buttons and with numbers."""

from __future__ import annotations

import os
from pathlib import Path
from zlib import crc32

import pytest

from bot.clock import StoppedClock
from bot.db import Database
from bot.settings import Settings
from tests.kit.transcripts import Line, Player, modes_of, read_lines, rewrite

FOLDER = Path(__file__).parent / "conversations"


def read(path: Path) -> str:
    return path.read_text("utf-8")


def write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8")


def find_kind(path: Path, mode: str) -> str:
    """Return the database that a play is for, or `both`.

    Words and buttons are no SQL. English is played in each mode on SQLite; else one mode there and
    the other on PostgreSQL, which is which changing from transcript to transcript.
    """
    modes = modes_of(read(path))
    turned = crc32(path.stem.encode()) % 2 == 1  # stays when other transcripts come
    if "_en" in path.stem or "-en" in path.stem:
        return "sqlite"
    if len(modes) == 1:
        return "both"
    return "postgresql" if (mode == modes[0]) is turned else "sqlite"


PLAYS = [
    pytest.param(
        path,
        mode,
        id=f"{path.stem}-{mode}",
        marks=pytest.mark.on(find_kind(path, mode)),
    )
    for path in sorted(FOLDER.glob("*.chat"))
    for mode in modes_of(read(path))
]


@pytest.mark.parametrize(("path", "mode"), PLAYS)
async def test_a_conversation_goes_as_written(
    path: Path, mode: str, database: Database, settings: Settings, clock: StoppedClock
) -> None:
    player = Player(database, settings, clock, mode)
    text = read(path)
    if os.environ.get("REWRITE"):
        write(path, await rewrite(player, text))
        pytest.skip("written anew; read it")
    await player.begin()
    await player.check(read_lines(text))


async def test_a_transcript_that_is_not_true_fails(
    database: Database, settings: Settings, clock: StoppedClock
) -> None:
    player = Player(database, settings, clock, "buttons")
    await player.begin()
    with pytest.raises(AssertionError, match="line 2"):
        await player.check([Line(">", "/giup", 1), Line("<", "Hôm nay trời đẹp.", 2)])


async def test_a_bot_that_says_more_than_is_written_fails(
    database: Database, settings: Settings, clock: StoppedClock
) -> None:
    player = Player(database, settings, clock, "buttons")
    await player.begin()
    with pytest.raises(AssertionError, match="also said"):
        await player.check([Line(">", "/giup", 1)])


async def test_a_stored_fact_that_is_not_so_fails(
    database: Database, settings: Settings, clock: StoppedClock
) -> None:
    player = Player(database, settings, clock, "buttons")
    await player.begin()
    await player.play(Line(">", "/giup", 1))
    with pytest.raises(AssertionError, match="members is '0'"):
        await player.check([Line("=", "members: 3", 1)])


def test_nobody_learns_who_is_on_a_roll() -> None:
    on_a_roll, unknown = (
        read_lines(read(FOLDER / f"{name}.chat")) for name in ("typed_claim", "typed_stranger")
    )
    talks = [[line for line in lines if line.mark in "<>"] for lines in (on_a_roll, unknown)]
    claim, stranger = ([(line.mark, line.text) for line in talk] for talk in talks)
    assert claim == stranger
    assert len(claim) > 20


def test_there_are_conversations_in_both_languages() -> None:
    names = {path.stem for path in FOLDER.glob("*.chat")}
    assert {"register", "register_en"} <= names
