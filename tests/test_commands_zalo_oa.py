"""The command line that signs a Zalo Official Account in, with the kit's service before it."""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

import aiohttp
import pytest

from bot import schema
from bot.settings import Settings
from tests.channels.test_zalo_oa_killed import ROOT, environment
from tests.channels.zalo_oa_side import oa_settings
from tests.kit.zalo.oa_server import OfficialAccountServer
from tests.test_commands import Run, run

__all__ = ["run"]


def test_what_is_missing_is_said_before_anything_is_asked(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "NHIPCAU_ZALO_OA_APP_ID is empty" in run("zalo-oa", "connect").stderr
    monkeypatch.setenv("NHIPCAU_ZALO_OA_APP_ID", "4")
    assert "NHIPCAU_PUBLIC_URL is empty" in run("zalo-oa", "connect").stderr
    monkeypatch.setenv("NHIPCAU_PUBLIC_URL", "https://chat.example")
    assert "NHIPCAU_ZALO_OA_SECRET: missing" in run("zalo-oa", "connect").stderr


async def test_an_official_account_is_connected_from_the_address_to_the_tokens(
    tmp_path: Path, settings: Settings
) -> None:
    async with OfficialAccountServer() as server, aiohttp.ClientSession() as client:
        url = f"sqlite:///{tmp_path / 'connect.db'}"
        await asyncio.to_thread(schema.upgrade, url)
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "zalo-oa", "connect"),
            env=environment(oa_settings(settings, server), url),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert child.stdout is not None
        assert child.stdin is not None
        said = (await asyncio.wait_for(child.stdout.readuntil(b"paste it here"), 60)).decode()
        address = re.findall(r"\S+/v4/oa/permission\S+", said)[0]
        async with client.get(address, allow_redirects=False) as answer:
            child.stdin.write(f"{answer.headers['Location']}\n".encode())
        rest, _ = await child.communicate()
    assert "name UBND phường thử, is_verified True" in rest.decode()
    assert "Connected." in rest.decode()
