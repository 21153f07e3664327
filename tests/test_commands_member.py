"""The command line on members: who claims to be whom, codes, moved away."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select

from bot.addresses import note_name
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


async def _name_bot(url: str) -> None:
    database = Database(url)
    async with database.transaction() as session:
        await note_name(session, "telegram", "nhipcau_bot")
    await database.close()


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


def test_a_refused_claim_leaves_two_members(run: Run, database_url: str) -> None:
    typed, _ = asyncio.run(_claim(database_url))
    assert run("member", "refuse", str(typed)).exit_code == 0
    state, survivor, _, actions = asyncio.run(_read(database_url, typed))
    assert (state, survivor) == ("active", None)
    assert "member:refuse-claim" in actions
    assert "No claim waits." in run("member", "claims").stdout


@pytest.mark.parametrize("what", ["member", "organizer"])
def test_a_code_comes_with_the_links_that_carry_it(run: Run, database_url: str, what: str) -> None:
    _, listed = asyncio.run(_claim(database_url))
    command = {"member": ("member", "code", str(listed)), "organizer": ("organizer", "add", "Hoa")}
    web = "http://127.0.0.1:8080/chat?start=ma-"
    unknown = run(*command[what]).stdout
    assert web in unknown
    assert "t.me" not in unknown
    asyncio.run(_name_bot(database_url))
    told = run(*command[what]).stdout
    code = told.partition("/ma ")[2].split()[0]
    assert f"or open  https://t.me/nhipcau_bot?start=ma-{code}\n" in told
    assert f"or open  {web}{code}\n" in told
