"""Settings that are wrong are named at once: misspelt ones and unreadable files too."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import BadSettings
from bot.settings import load_settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_misspelt_setting_is_named_with_the_one_that_was_meant(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NHIPCAU_WEB_PROT", "8090")
    with pytest.raises(BadSettings) as refused:
        load_settings()
    assert refused.value.sentence == (
        "NHIPCAU_WEB_PROT: there is no such setting; is NHIPCAU_WEB_PORT meant?"
    )


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("NHIPCAU_COLOUR=blue", "NHIPCAU_COLOUR"),
        ("export NHIPCAU_SITENAME=Hội", "NHIPCAU_SITENAME"),
        ("NHIPCAU_WEB_PORT=eight", "NHIPCAU_WEB_PORT"),
        ("NHIPCAU_QUIET_FROM=25:00", "NHIPCAU_QUIET_FROM"),
        ("NHIPCAU_DATABASE_URL=mysql://x", "NHIPCAU_DATABASE_URL"),
    ],
)
def test_a_wrong_line_of_the_file_is_named(line: str, named: str, folder: Path) -> None:
    (folder / ".env").write_text(f"# ours\n{line}\n", "utf-8")
    with pytest.raises(BadSettings) as refused:
        load_settings()
    assert refused.value.sentence.startswith(f"{named}: ")


def test_others_names_and_comments_are_no_concern_of_ours(folder: Path) -> None:
    (folder / ".env").write_text("EDITOR=vi\n# NHIPCAU_COLOUR=blue\nNHIPCAU_WEB_PORT=8090\n")
    assert load_settings().web_port == 8090


def test_a_file_that_is_no_text_is_named(folder: Path) -> None:
    (folder / ".env").write_bytes(b"NHIPCAU_SITE_NAME=\xff\xfe")
    with pytest.raises(BadSettings) as refused:
        load_settings()
    assert refused.value.sentence.startswith(".env: cannot be read as UTF-8 text")
