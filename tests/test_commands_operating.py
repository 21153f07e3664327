"""The command line of who runs the site: copies, the way to PostgreSQL, parts of the program."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from alembic import command
from click.testing import CliRunner, Result
from sqlalchemy import make_url

from bot import schema
from bot.commands import nhipcau
from bot.commands.copy_to import with_password


@pytest.fixture
def site(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a site on SQLite, in a folder of its own."""
    url = f"sqlite:///{shutil.copyfile(sqlite_template, tmp_path / 'site.db')}"
    command.stamp(schema.config_for(url), "head")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NHIPCAU_DATABASE_URL", url)
    monkeypatch.setenv("NHIPCAU_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("NHIPCAU_SECRET_KEY", "a test's own key, long enough to sign with")
    return tmp_path


def run(*words: str) -> Result:
    """Type a command."""
    return CliRunner().invoke(nhipcau, words)


def test_a_copy_is_made_listed_and_complained_about(site: Path) -> None:
    assert "none in" in run("backup", "list").output
    made = run("backup", "now")
    [copy] = (site / "var" / "backups").iterdir()
    assert (made.exit_code, str(copy) in made.output) == (0, True), made.output
    assert str(copy) in run("backup", "list").output
    (site / "var" / "backups" / "nhipcau-2026-01-01.db").write_bytes(b"")
    assert run("backup", "list").output.splitlines()[-1].startswith("01/01/2026")


def test_everything_is_copied_to_postgresql_and_said(site: Path, empty_postgres: str) -> None:
    copied = run("copy-to", empty_postgres)
    assert (copied.exit_code, "each is there as it was" in copied.output) == (0, True), copied
    again = run("copy-to", empty_postgres)
    assert (again.exit_code, "is not empty" in again.output) == (1, True), again.output
    away = run("copy-to", "postgresql://nobody@127.0.0.1:1/none")
    assert (away.exit_code, "Traceback" in away.output) == (1, False), away.output


def test_a_password_is_not_taken_from_the_command_line(site: Path, tmp_path: Path) -> None:
    named = "postgresql://nobody:geheim@127.0.0.1:1/none"
    refused = run("copy-to", named)
    assert (refused.exit_code, "--password-file" in refused.output) == (1, True), refused.output
    assert "geheim" not in refused.output
    assert run("copy-to", "nonsense").exit_code == 1
    bare, kept = named.replace(":geheim", ""), tmp_path / "password"
    kept.write_text("ge heim@\n")
    assert with_password(bare, ask=False, file=None) == bare
    filled = with_password(bare, ask=False, file=kept)
    assert make_url(filled).password == "ge heim@"
    asked = CliRunner().invoke(nhipcau, ["copy-to", bare, "--ask"], input="geheim\n")
    assert (asked.exit_code, "geheim" in asked.output) == (1, False), asked.output


@pytest.mark.parametrize("words", [("run", "--only", "web"), ("copy-to", "sqlite:///other.db")])
def test_what_needs_postgresql_is_refused_with_a_sentence(
    site: Path, words: tuple[str, ...]
) -> None:
    refused = run(*words)
    assert (refused.exit_code, "PostgreSQL" in refused.output) == (1, True), refused.output
