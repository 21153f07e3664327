"""The command line on content: what a broadcast names, and what was sent put right or back."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.db import Database
from bot.models import Broadcast, Delivery
from tests.kit.makers import BEGINNING
from tests.test_commands import LETTER, Run, run, write

__all__ = ["run"]

ENCLOSED = (
    LETTER
    + """
photo: anh.png
link: {label: Chương trình, address: "https://hoptot.vn/c"}
place: {name: Nhà văn hóa, at: "19.8075, 105.7764"}
"""
)


async def _finish(url: str) -> None:
    """Let the broadcast have reached one member."""
    database = Database(url)
    async with database.transaction() as session:
        sent = {"state": "sent", "platform_ref": "1", "sent_at": BEGINNING}
        await session.execute(update(Delivery).where(Delivery.state == "queued").values(sent))
        await session.execute(update(Broadcast).values(state="finished"))
    await database.close()


def test_a_file_names_what_a_broadcast_carries_and_each_platform_is_told(run: Run) -> None:
    Path("anh.png").write_bytes(b"\x89PNG\r\n\x1a\n anh")
    told = run("broadcast", "preview", write("hop.yaml", ENCLOSED))
    assert told.exit_code == 0, told.output
    assert (
        "Telegram: the photo with the words, a button “Chương trình”, "
        "a map of “Nhà văn hóa” in the next message." in told.output
    )
    assert run("broadcast", "launch", "hop.yaml", "--yes").exit_code == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("anh.png", "khong-co.png"), "there is no file khong-co.png"),
        (("anh.png", "hop.yaml"), "hop.yaml is no JPEG or PNG picture"),
        (("{label: Chương trình, ", "{"), "`link` has a `label: …`"),
        (("19.8075, 105.7764", "ở đó"), "`place` has a `name: …`"),
        (("https://hoptot", "http://hoptot"), "https://"),
        (("dự họp tổ.", "<b>dự họp tổ."), "The tag <b> is not closed."),
    ],
)
def test_what_cannot_be_carried_is_said_in_a_sentence(
    run: Run, change: tuple[str, str], said: str
) -> None:
    Path("anh.png").write_bytes(b"\x89PNG\r\n\x1a\n anh")
    told = run("broadcast", "preview", write("hop.yaml", ENCLOSED.replace(*change)))
    assert told.exit_code == 1
    assert said in told.stderr


ENGLISH = """
english:
  text: Please come to the meeting, {ten}.
  buttons:
    - {label: I come, answer: Thank you.}
    - {label: I cannot, answer: A pity.}
"""


def test_a_file_says_it_in_english_too_and_is_corrected_in_both(
    run: Run, database_url: str
) -> None:
    told = run("broadcast", "launch", write("hop.yaml", LETTER + ENGLISH), "--yes")
    assert told.exit_code == 0, told.output
    assert "Please come to the meeting, Lan." in told.output
    assert "[Có]\n[Không]" in told.output
    assert "[I come]\n[I cannot]" in told.output
    wrong = run("broadcast", "preview", write("x.yaml", LETTER + "english: Come."))
    assert "`english` has a line `text: …`" in wrong.stderr
    asyncio.run(_finish(database_url))

    half = run("broadcast", "correct", "1", write("dung.txt", "Mời {ten} ngày 6/12."), "--yes")
    assert "please correct that as well" in half.stderr
    told = run("broadcast", "correct", "1", "dung.txt", "--english", write("r.txt", "On 6/12."),
               "--yes")  # fmt: skip
    assert told.exit_code == 0, told.output
    assert "On 6/12." in told.output


def test_what_was_sent_is_corrected_or_recalled_once_somebody_else_agrees(
    run: Run, database_url: str
) -> None:
    run("broadcast", "launch", write("hop.yaml", LETTER), "--yes")
    early = run("broadcast", "recall", "1", "--yes")
    assert "cancel it first" in early.stderr
    asyncio.run(_finish(database_url))

    told = run("broadcast", "correct", "1", write("dung.txt", "Mời {ten} ngày 6/12."), typed="y\n")

    assert told.exit_code == 0, told.output
    assert "Mời Lan ngày 6/12." in told.output
    assert "Correct it for all who got it (1)?" in told.output
    assert "Broadcast 2 is awaiting_approval." in told.output
    again = run("broadcast", "recall", "1", "--yes")
    assert "not done yet: broadcast 2" in again.stderr
    assert run("broadcast", "cancel", "2", "--yes").exit_code == 0
    assert run("broadcast", "recall", "1", typed="n\n").exit_code == 1
    assert "Broadcast 3 is awaiting" in run("broadcast", "recall", "1", "--yes").output
