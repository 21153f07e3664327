"""The command line on series, kept audiences, tags and on writing again."""

from __future__ import annotations

import asyncio

from sqlalchemy import update

from bot.db import Database
from bot.models import Broadcast, Delivery, Member
from tests.kit.makers import BEGINNING
from tests.test_commands import LETTER, Run, run, write

__all__ = ["run"]

REMINDER = """
organisation: cdtp
title: Hạn thẻ
text: Thẻ hết hạn ngày {ngay}.
to: {organisations: [cdtp]}
"""


def change(url: str, *statements: object) -> None:
    """Do something to the database beside the command line."""

    async def work() -> None:
        database = Database(url)
        async with database.transaction() as session:
            for statement in statements:
                await session.execute(statement)  # type: ignore[call-overload]
        await database.close()

    asyncio.run(work())


def test_a_series_is_begun_listed_shown_and_stopped(run: Run, database_url: str) -> None:
    assert "No series yet" in run("series", "list").output
    file = write("nhac.yaml", REMINDER)
    begun = run("series", "add", file, "--before", "card_expiry", "7", "--at", "8:00")
    assert begun.exit_code == 0, begun.output
    assert "1\trunning\t7 days before the day on which" in begun.output
    assert run("series", "add", file, "--weekly", "friday", "--at", "08:00").exit_code == 0
    assert run("series", "list").output.count("Hạn thẻ") == 2
    assert "Thẻ hết hạn ngày {ngay}." in run("series", "show", "1").output
    assert run("series", "stop", "1").output == "Series 1 is stopped.\n"
    assert run("series", "stop", "1").exit_code == 1
    assert "1\tstopped" in run("series", "list", "--all").output
    refused = {
        ("--weekly", "friday", "--at", "03:00"): "from 07:00 to 21:00",
        ("--monthly", "32", "--at", "08:00"): "how a schedule is written",
        ("--weekly", "friday", "--monthly", "1", "--at", "08:00"): "Write one of",
    }
    for options, sentence in refused.items():
        told = run("series", "add", file, *options)
        assert (told.exit_code, sentence in told.stderr) == (1, True), told.stderr


def test_an_audience_is_kept_and_written_to_by_every_way_of_choosing(
    run: Run, database_url: str
) -> None:
    change(database_url, update(Member).values(birth_year=1960))
    assert run("member", "tag", "1", "Cốt Cán").output.startswith("+ cốt cán")
    assert run("member", "tag", "2", "cot can").output.startswith("+ cốt cán")
    assert run("member", "tag", "2", "cốt cán", "--remove").output.startswith("- cốt cán")
    assert run("member", "tag", "2", "Đảng viên").exit_code == 1
    assert run("member", "tags").output == "        1  cốt cán\n"
    file = write(
        "nhom.yaml", "ages: [60-]\nsexes: [Nữ]\ntags: [cốt cán]\nregistered-since: [01/01/2000]\n"
    )
    kept = run("segment", "save", "Nòng cốt", write("a.yaml", "tags: [cốt cán]"))
    assert "1  in all" in kept.output
    assert "people aged 60 or more and" in run("segment", "save", "Khác", file).output
    assert "Nòng cốt\t1\tpeople tagged" in run("segment", "list").output
    assert "{tag: cốt cán}" in run("segment", "show", "Nòng cốt").output
    letter = REMINDER.replace(" {ngay}", "").replace(
        "organisations: [cdtp]", "segments: [Nòng cốt]"
    )
    assert "1  in all" in run("broadcast", "preview", write("tin.yaml", letter)).output
    assert run("segment", "drop", "Nòng cốt").exit_code == 0
    faults = {
        "segments: [Nòng cốt]": "Nothing is kept as Nòng cốt",
        "ages: [già]": "write 18-35, 60- or -16",
        "sexes: [trẻ]": "write nam, nữ or khác",
        "said: [bhyt]": "a question's and a choice's code",
        "answered: [none]": "There is no survey none",
        "got: [x]": "x is no broadcast's number",
        "pressed: [12]": "a broadcast's number and a letter",
        "registered-since: [mai]": "mai is no day",
        "channels: [zalo]": "channel is not known",
        "missed: [99]": "message was not found",
    }
    for line, sentence in faults.items():
        told = run("segment", "save", "Sai", write("a.yaml", line))
        assert (told.exit_code, sentence in told.stderr) == (1, True), (line, told.stderr)


def test_those_whom_a_broadcast_missed_are_written_to_again(run: Run, database_url: str) -> None:
    run("broadcast", "launch", write("hop.yaml", LETTER), "--yes")
    assert run("broadcast", "again", "1", "--to", "missed").exit_code == 1
    change(
        database_url,
        update(Delivery).values(state="failed", reason="rejected"),
        update(Broadcast).values(state="finished", ended_at=BEGINNING),
    )
    told = run("broadcast", "again", "1", "--to", "missed")
    assert told.exit_code == 0, told.stderr
    assert "people whom message 1 “Họp tổ” did not reach" in told.output
    run("broadcast", "again", "1", "--to", "missed", "--text", "Mời lại.")
    shown = [run("broadcast", "preview", number).output for number in ("2", "3")]
    assert [("[Có]" in one, "Mời lại." in one) for one in shown] == [(True, False), (False, True)]
    assert run("broadcast", "launch", "2", "--yes").exit_code == 0
    assert "button C" in run("broadcast", "again", "1", "--to", "pressed:C").stderr
