"""The command line on links, and on why somebody did or did not get a broadcast."""

from __future__ import annotations

import asyncio
import csv
from pathlib import Path

from bot.addresses import note_name
from bot.db import Database
from tests.kit.broadcasting import launch
from tests.test_commands import Run, run

__all__ = ["run"]


async def _prepare(url: str) -> None:
    database = Database(url)
    async with database.transaction() as session:
        await note_name(session, "telegram", "nhipcau_bot")
    await launch(database)
    await database.close()


def test_a_link_is_made_listed_and_drawn(run: Run, database_url: str) -> None:
    asyncio.run(_prepare(database_url))
    assert run("campaign", "add", "bhyt", "Vận động BHYT", "--owner", "cdtp").exit_code == 0
    made = run("link", "make", "bhyt", "--ward", "Ba Đình", "--recruiter", "Chị Hoa")
    code, telegram, web, _ = made.stdout.splitlines()
    assert telegram == f"https://t.me/nhipcau_bot?start=c-{code}"
    assert web.endswith(f"/chat?start=c-{code}")
    assert run("link", "make", "bhyt").stdout.splitlines()[0] != code
    listed = run("link", "list", "bhyt").stdout
    assert f"{code}\t0\t0\tChị Hoa, phường Ba Đình (cũ)\n" in listed
    assert "the whole campaign" in listed
    assert run("link", "qr", code, "to.svg").exit_code == 0
    assert "Chị Hoa" in Path("to.svg").read_text("utf-8")
    assert run("link", "qr", code.lower(), "to.png", "--channel", "web").exit_code == 0
    assert Path("to.png").read_bytes().startswith(b"\x89PNG")
    for words, sentence in (
        (("link", "make", "khong"), "“khong”"),
        (("link", "qr", "KHONGCO2", "to.svg"), "KHONGCO2"),
        (("link", "qr", code, "to.jpg"), ".svg or .png"),
        (("link", "qr", code, "to.svg", "--channel", "zalo"), "zalo has no address"),
    ):
        refused = run(*words)
        assert (refused.exit_code > 0, sentence in refused.stderr) == (True, True), refused.stderr


def test_somebody_is_explained_and_the_reasons_are_written(run: Run, database_url: str) -> None:
    asyncio.run(_prepare(database_url))
    told = [run("broadcast", "explain", "1", "--member", one).stdout for one in "12"]
    assert "has not got broadcast 1 yet" in told[0]
    assert "have not registered in a chat" in told[1]
    nobody = run("broadcast", "explain", "1", "--phone", "0912345678")
    assert nobody.stdout == "Nobody has the phone number 0912345678.\n"
    for words in ((), ("--phone", "12"), ("--phone", "0912345678", "--member", "1")):
        assert run("broadcast", "explain", "1", *words).exit_code == 2
    assert run("broadcast", "explain", "1", "--member", "99").exit_code == 1
    assert run("export", "broadcast", "1", "reasons.csv").exit_code == 0
    with Path("reasons.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows == [
        ["Kết quả", "Lý do", "Số người"],
        ["đang chờ", "", "2"],
        ["không gửi", "chưa đăng ký trò chuyện", "1"],
    ]
