"""The demo city's folder, and what its residents remember of an earlier start."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.commands import nhipcau
from bot.commands.demo import open_place
from bot.demo.place import Place, make_settings
from bot.onlyone import only_one


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("not a city's", "utf-8")
    told = CliRunner().invoke(nhipcau, ["demo", "--fresh", "--folder", str(tmp_path)])
    assert told.exit_code == 2
    assert "holds other things" in told.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


def test_a_folder_that_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told = CliRunner().invoke(nhipcau, ["demo", "--folder", str(tmp_path / "file" / "city")])
    assert told.exit_code == 2
    assert told.stderr.startswith("nhipcau: --folder:")


@pytest.mark.parametrize("port", ["-1", "65536", "web"])
def test_a_port_that_cannot_be_is_said(port: str, tmp_path: Path) -> None:
    told = CliRunner().invoke(nhipcau, ["demo", "--port", port, "--folder", str(tmp_path)])
    assert told.exit_code == 2
    assert "--port" in told.stderr


def test_fresh_does_not_pull_the_city_from_under_another_run(tmp_path: Path) -> None:
    place = open_place(tmp_path)
    with only_one(make_settings(place, port=0, buttons=True)):
        key = place.read()["key"]
        told = CliRunner().invoke(nhipcau, ["demo", "--fresh", "--folder", str(tmp_path)])
    assert told.exit_code == 1
    assert "already works on" in told.stderr
    assert place.read()["key"] == key


def test_clearing_a_city_keeps_the_lock_and_nothing_else(tmp_path: Path) -> None:
    place = open_place(tmp_path)
    place.write(organizer="chat")
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "1.key").touch()
    (tmp_path / "nhipcau.db-wal").touch()
    (tmp_path / "nhipcau.db.lock").touch()
    assert place.is_built
    place.clear()
    assert [path.name for path in tmp_path.iterdir()] == ["nhipcau.db.lock"]
    assert not Place(tmp_path).is_built
