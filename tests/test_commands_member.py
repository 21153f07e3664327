"""The command line on members: who claims to be whom, codes, moved away."""

from __future__ import annotations

import asyncio

from sqlalchemy import select

from bot.db import Database
from bot.models import AuditEntry, Link, Member
from tests.kit.makers import make_member
from tests.test_commands import Run, run

__all__ = ["run"]


async def _claim(url: str) -> tuple[int, int]:
    database = Database(url)
    async with database.transaction() as session:
        listed = await make_member(session, name="Phạm Thị Hạnh", phone="0912000777")
        typed = await make_member(
            session, name="Phạm Thị Hạnh", phone="0912000777", chat="web:hanh", strength="typed"
        )
        typed.claims_id = listed.id
    await database.close()
    return typed.id, listed.id


async def _read(url: str, member: int) -> tuple[str, int | None, list[str], list[str]]:
    database = Database(url)
    async with database.reading() as session:
        found = await session.get_one(Member, member)
        links = select(Link.strength).where(Link.member_id == found.merged_into_id)
        strengths = list(await session.scalars(links))
        actions = list(await session.scalars(select(AuditEntry.action)))
    await database.close()
    return found.state, found.merged_into_id, strengths, actions


def test_a_claim_is_listed_and_confirmed(run: Run, database_url: str) -> None:
    typed, listed = asyncio.run(_claim(database_url))
    told = run("member", "claims")
    assert f"{typed}\tPhạm Thị Hạnh" in told.stdout
    assert "0912000777" not in told.stdout, "a number is not shown whole"
    assert run("member", "confirm", str(typed)).exit_code == 0
    state, survivor, strengths, actions = asyncio.run(_read(database_url, typed))
    assert (state, survivor, strengths) == ("merged", listed, ["confirmed"])
    assert "member:confirm" in actions
    assert run("member", "confirm", str(typed)).exit_code == 1


def test_a_member_is_found_gets_a_code_and_moves_away(run: Run, database_url: str) -> None:
    _, listed = asyncio.run(_claim(database_url))
    assert f"{listed}\t" in run("member", "find", "pham thi hanh").stdout
    assert f"{listed}\t" in run("member", "find", "+84 912 000 777").stdout
    assert "/ma " in run("member", "code", str(listed)).stdout
    assert run("member", "state", str(listed), "moved").exit_code == 0
    assert asyncio.run(_read(database_url, listed))[0] == "moved"
    assert run("member", "code", "999999").exit_code == 1
