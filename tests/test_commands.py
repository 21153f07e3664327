"""The command line on a real database: sentences, exit codes, what it changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import openpyxl
import pytest
from click.testing import CliRunner, Result

from bot.commands import nhipcau
from bot.db import Database
from tests.kit.makers import make_city, make_member

Run = Callable[..., Result]

LETTER = """
organisation: cdtp
title: Họp tổ
text: |
  Mời {xung_ho} {ten} dự họp tổ.
buttons:
  - label: Có
    answer: Cảm ơn.
  - label: Không
    answer: Vâng.
to:
  organisations: [cdtp]
  wards: [Ba Đình, 14773.2004]
  not: {groups: ["9"]}
"""
FORM = """
code: bhyt
title: Thẻ bảo hiểm y tế
purpose: Để biết vì sao.
opens: 2090-12-01 08:00
closes: 2090-12-20 20:00
anonymous: true
questions:
  - text: Bác có tham gia không?
    kind: yes_no
"""


@pytest.fixture
def run(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Run a command on a city of three members, in a folder of its own."""
    asyncio.run(_people(database_url))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NHIPCAU_DATABASE_URL", database_url)
    monkeypatch.setenv("NHIPCAU_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("NHIPCAU_SECRET_KEY", "a test's own key, long enough to sign with")
    runner = CliRunner()
    return lambda *words, typed="": runner.invoke(nhipcau, words, input=typed)


async def _people(url: str) -> None:
    database = Database(url)
    async with database.transaction() as session:
        await make_city(session)
        await make_member(session, name="Nguyễn Thị Lan", chat="web:1")
        await make_member(session, name="Lê Văn Tám", ward="Lam Sơn")
        await make_member(session, name="Đỗ Văn Năm", ward="Điện Biên", chat="web:2")
    await database.close()


def write(name: str, words: str) -> str:
    """Write a file into the folder that the command runs in."""
    Path(name).write_text(words, "utf-8")
    return name


def every_command() -> Iterator[tuple[str, ...]]:
    """Yield each command and each group as it is typed."""
    waiting: list[tuple[tuple[str, ...], click.Command]] = [((), nhipcau)]
    while waiting:
        path, command = waiting.pop()
        if path:
            yield path
        if isinstance(command, click.Group):
            context = click.Context(command)
            for name in command.list_commands(context):
                found = command.get_command(context, name)
                assert found is not None, name
                waiting.append(((*path, name), found))


@pytest.mark.parametrize("path", sorted(every_command()), ids=" ".join)
def test_the_help_of_each_command_has_an_example(path: tuple[str, ...]) -> None:
    told = CliRunner().invoke(nhipcau, [*path, "--help"])
    assert told.exit_code == 0
    assert f"nhipcau {' '.join(path)}" in told.output.partition("Examples:")[2]


@pytest.mark.parametrize(
    "words", [("broadcast", "list"), ("survey", "list"), ("organizer", "list"), ("check",)]
)
def test_a_bad_setting_is_named_and_ends_with_2(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NHIPCAU_WEB_PORT", "many")
    told = CliRunner().invoke(nhipcau, words)
    assert told.exit_code == 2
    assert told.stderr.startswith("nhipcau: NHIPCAU_WEB_PORT:")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("PROVINCE_CODE", "999"),
        ("CLOCK_FILE", "nowhere/clock"),
        ("DATA_DIR", "file/below"),
    ],
)
def test_a_setting_that_does_not_fit_is_named_and_nothing_runs(
    name: str, value: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("file").touch()
    monkeypatch.setenv(f"NHIPCAU_{name}", value)
    told = run("run")
    assert told.exit_code == 2
    assert told.stderr.startswith(f"nhipcau: NHIPCAU_{name}: ")
    assert f"NHIPCAU_{name}: " in run("check").stdout


def test_without_a_database_the_command_to_type_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NHIPCAU_DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    told = CliRunner().invoke(nhipcau, ["broadcast", "list"])
    assert told.exit_code == 1
    assert "nhipcau migrate" in told.stderr


NOT_THERE = [
    ("broadcast", "report", "77"),
    ("broadcast", "pause", "77"),
    ("broadcast", "launch", "77", "--yes"),
    ("broadcast", "preview", "77"),
    ("survey", "open", "none"),
    ("survey", "close", "none", "--yes"),
    ("survey", "results", "none"),
    ("export", "broadcast", "77", "a.xlsx"),
    ("export", "members", "--organisation", "none", "a.xlsx"),
    ("export", "members", "--organisation", "cdtp", "--ward", "Hàm Rồng", "a.xlsx"),
    ("organizer", "remove", "77"),
    ("organizer", "add", "Hoa", "--organisation", "none"),
]


def test_what_is_not_there_is_said_in_a_sentence(run: Run) -> None:
    for words in NOT_THERE:
        told = run(*words)
        assert told.exit_code == 1, words
        assert told.stderr.startswith("nhipcau: "), words
        assert isinstance(told.exception, SystemExit), words
    assert not Path("a.xlsx").exists()


def test_a_broadcast_is_shown_counted_and_confirmed_before_it_leaves(run: Run) -> None:
    told = run("broadcast", "launch", write("hop.yaml", LETTER), typed="y\n")
    assert told.exit_code == 0, told.output
    for expected in (
        "Kính gửi ông/bà Nguyễn Thị Lan",
        "[Có]",
        "[Không]",
        "2  in all",
        "1  can be reached now",
    ):
        assert expected in told.output
    assert "1  phường Ba Đình (cũ)" in told.output
    assert "1\trunning" in run("broadcast", "list").output
    report = run("broadcast", "report", "1").output
    assert "1  skipped: not registered in chat" in report
    assert "0  pressed A. Có" in report


def test_what_is_not_confirmed_stays_a_draft_that_can_be_launched(run: Run) -> None:
    told = run("broadcast", "launch", write("hop.yaml", LETTER), typed="n\n")
    assert told.exit_code == 1
    assert "kept as a draft: nhipcau broadcast launch 1" in told.stderr
    assert "1\tdraft" in run("broadcast", "list").output
    assert run("broadcast", "launch", "1", "--yes").exit_code == 0
    again = run("broadcast", "launch", "1", "--yes")
    assert (again.exit_code, again.stderr.count("\n")) == (1, 1)


def test_a_preview_keeps_nothing(run: Run) -> None:
    told = run("broadcast", "preview", write("hop.yaml", LETTER))
    assert told.exit_code == 0
    assert "2  in all" in told.output
    assert "No broadcast yet" in run("broadcast", "list").output


def test_a_broadcast_is_paused_resumed_and_cancelled(run: Run) -> None:
    run("broadcast", "launch", write("hop.yaml", LETTER), "--yes")
    states = [run("broadcast", verb, "1").output for verb in ("pause", "resume")]
    assert states == ["Broadcast 1 is paused.\n", "Broadcast 1 is running.\n"]
    assert run("broadcast", "pause", "1").exit_code == 0
    assert run("broadcast", "pause", "1").exit_code == 1
    assert run("broadcast", "cancel", "1", typed="n\n").exit_code == 1
    assert run("broadcast", "cancel", "1", "--yes").output == "Broadcast 1 is cancelled.\n"


def test_a_time_in_the_file_makes_it_wait(run: Run) -> None:
    letter = write("hop.yaml", f"{LETTER}at: 01/12/2090 23:30\n")
    told = run("broadcast", "launch", letter, "--yes")
    assert "Leaves at 07:00 on 02/12/2090." in told.output
    assert "Broadcast 1 is scheduled." in told.output


FAULTS = [
    (("title: Họp tổ", ""), "`title` is missing in hop.yaml."),
    (("title:", "titel:"), "`titel` is not known here; known are:"),
    (("cdtp\n", "none\n"), "no organisation with the code none"),
    (("Ba Đình", "Xóm Vắng"), "called Xóm Vắng"),
    (("Ba Đình", "Hàm Rồng"), "14755.2004 (phường Hàm Rồng (cũ, TP Thanh Hóa))"),
    (("[cdtp]", "[none]"), "There is no organisation none."),
    (("{ten}", "{gio}"), "gio"),
    (("    answer: Vâng.\n", ""), "`label: …` and an `answer: …`"),
    (("wards:", "streets:"), "`streets`: whom it is for is a list of:"),
    (("title:", "\t"), "hop.yaml, line 3 is no YAML"),
    (("to:", "at: yesterday\nto:"), "time"),
]


def test_a_fault_in_a_broadcasts_file_is_said_in_a_sentence(run: Run) -> None:
    for change, sentence in FAULTS:
        told = run("broadcast", "launch", write("hop.yaml", LETTER.replace(*change)), "--yes")
        assert told.exit_code == 1, change
        assert sentence in told.stderr, change
    assert "No broadcast yet" in run("broadcast", "list").output


def test_a_survey_is_imported_opened_closed_and_its_results_written(run: Run) -> None:
    told = run("survey", "import", write("a.yaml", FORM), "--organisation", "cdtp")
    assert told.exit_code == 0, told.stderr
    assert "3  in all" in told.output
    assert "bhyt\tscheduled" in run("survey", "list").output
    assert run("survey", "close", "bhyt", "--yes").exit_code == 1
    opened = run("survey", "open", "bhyt").output
    assert opened.startswith("Survey bhyt is open.\nLosing the file of its key")
    assert Path("var/keys/survey-1.key").exists()
    assert "hidden/hidden" in run("survey", "results", "bhyt").output
    assert run("survey", "results", "bhyt", "--xlsx", "a.xlsx").exit_code == 0
    assert len(openpyxl.load_workbook("a.xlsx").worksheets) > 1
    assert run("survey", "close", "bhyt", typed="y\n").output.endswith("Survey bhyt is closed.\n")
    assert not Path("var/keys/survey-1.key").exists()


def test_a_survey_may_ask_some_wards_only(run: Run) -> None:
    file = write("a.yaml", FORM)
    told = run("survey", "import", file, "--organisation", "cdtp", "--ward", "Lam Sơn")
    assert "1  in all" in told.output


def test_each_fault_in_a_surveys_file_is_said_with_its_line(run: Run) -> None:
    file = write("a.yaml", FORM.replace("yes_no", "perhaps").replace("title:", "titel:"))
    told = run("survey", "import", file, "--organisation", "cdtp")
    assert told.exit_code == 1
    assert "a.yaml, line 3: `titel` is not known here" in told.stderr
    assert "a.yaml, line 10: `kind` is one of:" in told.stderr
    assert "No survey yet" in run("survey", "list").output


def test_files_are_exported(run: Run) -> None:
    run("broadcast", "launch", write("hop.yaml", LETTER), "--yes")
    assert run("export", "broadcast", "1", "report.xlsx").output == "Written: report.xlsx\n"
    assert "Tóm tắt" in openpyxl.load_workbook("report.xlsx").sheetnames
    told = run("export", "members", "--organisation", "cdtp", "--ward", "Lam Sơn", "m.xlsx")
    assert told.stdout.endswith("Written: 1 members in m.xlsx\n")


def test_an_organizer_is_added_listed_and_removed(run: Run) -> None:
    told = run("organizer", "add", "Trần Thị Hoa", "--role", "writer", "--organisation", "cdtp")
    assert "/ma " in told.output
    assert "1\tTrần Thị Hoa\twriter" in run("organizer", "list").output
    assert run("organizer", "remove", "1").exit_code == 0
    assert "No organizer yet" in run("organizer", "list").output
