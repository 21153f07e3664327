"""Rolls in the database: twice changes nothing, an undo takes all back, nobody erased returns."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot import segments
from bot.access import OPERATOR, Actor
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import NotPermitted, Refused
from bot.members import link, person_digest
from bot.models import Member, Membership, RollImport, Suppression
from bot.rolls.importing import ImportReport, Request, import_roll
from bot.rolls.planning import Plan
from bot.rolls.undoing import undo_import
from bot.settings import Settings
from bot.site import Site
from tests.kit.makers import OLD_WARDS, make_chat, make_city, make_member

ROLL = Path(__file__).parent.parent / "data" / "roll-2020.xlsx"
TRUTH = Path(__file__).parent.parent / "data" / "roll-2020-truth.csv"


@pytest.fixture
async def site(database: Database, clock: StoppedClock, settings: Settings) -> Site:
    async with database.transaction() as session:
        await make_city(session)
    return Site(settings, clock, database)


async def bring(
    site: Site, path: Path = ROLL, **options: object
) -> tuple[ImportReport, list[Plan]]:
    told: list[Plan] = []
    request = Request(path=path, organisation="cdtp", **options)  # type: ignore[arg-type]
    return await import_roll(site, OPERATOR, request, told.append), told


async def count(site: Site, table: type) -> int:
    async with site.database.reading() as session:
        return int(await session.scalar(select(func.count()).select_from(table)) or 0)


def write_csv(path: Path, *lines: str) -> Path:
    path.write_text("Họ và tên,SĐT,Năm sinh,Phường,Tổ\n" + "\n".join(lines), "utf-8")
    return path


async def test_the_roll_is_stored_as_its_truth_says(site: Site) -> None:
    with TRUTH.open(encoding="utf-8") as file:
        fates = Counter(row["fate"] for row in csv.DictReader(file))
    report, _ = await bring(site)
    assert report.fates == fates
    stored = fates["new"] + fates["shared phone"] + fates["no phone"]
    assert report.actions["created"] == stored == await count(site, Member)
    assert report.actions["refused"] == fates["bad phone"] + fates["two people"]
    assert await count(site, Membership) == stored
    # wards are the old ones, with today's beside
    async with site.database.reading() as session:
        rows = await session.execute(select(Member.old_ward_key, Member.ward_key).distinct())
        wards = dict(rows.all())
    assert wards[OLD_WARDS["Ba Đình"]] == "14797.2025"
    assert wards[OLD_WARDS["Đông Thọ"]] is None, "divided: the person will be asked"


@pytest.mark.on("sqlite")  # a whole roll; the smaller ones are on both
async def test_importing_twice_changes_nothing(site: Site) -> None:
    await bring(site)
    members = await count(site, Member)
    report, _ = await bring(site)
    assert not report.actions["created"]
    assert not report.actions["changed"]
    assert await count(site, Member) == members


@pytest.mark.on("sqlite")  # a whole roll; the smaller ones are on both
async def test_a_dry_run_tells_all_and_changes_nothing(site: Site) -> None:
    report, told = await bring(site, dry_run=True)
    assert report.actions["created"] > 1000
    assert len(told) == report.rows
    assert await count(site, Member) == await count(site, RollImport) == 0


async def test_an_undo_removes_who_came_and_restores_what_changed(
    site: Site, tmp_path: Path
) -> None:
    await bring(site, write_csv(tmp_path / "a.csv", "Lê Văn An,0912000001,1960,Ba Đình,Tổ 5"))
    second = write_csv(
        tmp_path / "b.csv",
        "Lê Văn An,0912000001,1960,Lam Sơn,Tổ 7",
        "Trần Thị Bình,0912000002,1970,Lam Sơn,Tổ 7",
    )
    report, _ = await bring(site, second)
    assert report.actions == {"changed": 1, "created": 1}
    assert report.import_id is not None
    undone = await undo_import(site, OPERATOR, report.import_id)
    assert (undone.removed, undone.restored) == (1, 1)
    async with site.database.reading() as session:
        [an] = await session.scalars(select(Member))
        assert (an.old_ward_key, an.residential_group) == (OLD_WARDS["Ba Đình"], "5")
    with pytest.raises(Refused):
        await undo_import(site, OPERATOR, report.import_id)


async def test_an_undo_keeps_who_has_registered_since(site: Site, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", "Lê Văn An,0912000001,1960,Ba Đình,Tổ 5")
    report, _ = await bring(site, path)
    async with site.database.transaction() as session:
        [member] = await session.scalars(select(Member))
        chat = await make_chat(session, "web:an")
        await link(session, chat, member, strength="contact", now=site.now)
    assert report.import_id is not None
    assert (await undo_import(site, OPERATOR, report.import_id)).kept == 1
    assert await count(site, Member) == 1


async def test_nobody_erased_comes_back_and_no_opt_out_is_flipped(
    site: Site, tmp_path: Path
) -> None:
    secret = site.settings.secret_key.get_secret_value()
    async with site.database.transaction() as session:
        for reason, phone, name in (
            ("erased", "0912000001", "Lê Văn An"),
            ("stopped", "0912000002", "Trần Thị Bình"),
        ):
            digest = person_digest(secret, phone=phone, full_name=name)
            session.add(Suppression(digest=digest, reason=reason, at=site.now))
    path = write_csv(
        tmp_path / "a.csv",
        "LÊ VĂN AN,0912 000 001,1960,Ba Đình,Tổ 5",
        "Trần Thị Bình,0912000002,1970,Lam Sơn,Tổ 7",
    )
    report, _ = await bring(site, path)
    assert report.actions == {"suppressed": 1, "created": 1}
    async with site.database.reading() as session:
        [binh] = await session.scalars(select(Member))
        assert binh.full_name == "Trần Thị Bình"
        assert binh.stopped_at is not None


async def test_a_registered_persons_own_word_stands(site: Site, tmp_path: Path) -> None:
    async with site.database.transaction() as session:
        member = await make_member(
            session, name="Lê Văn An", phone="0912000001", ward="Lam Sơn", chat="web:1"
        )
        member.source = "roll"
    path = write_csv(tmp_path / "a.csv", "Lê Văn An,0912000001,1960,Ba Đình,Tổ 9")
    await bring(site, path)
    async with site.database.reading() as session:
        [an] = await session.scalars(select(Member))
        assert (an.old_ward_key, an.birth_year) == (OLD_WARDS["Lam Sơn"], 1960)


async def test_only_who_may_import_does(site: Site) -> None:
    request = Request(path=ROLL, organisation="cdtp")
    with pytest.raises(NotPermitted):
        await import_roll(site, Actor("organizer:9"), request, lambda plan: None)


async def test_a_residential_group_is_the_same_from_a_roll_and_from_chat(
    site: Site, tmp_path: Path
) -> None:
    async with site.database.transaction() as session:
        await make_member(session, name="Lê Thị Mận", group="5")
    await bring(
        site, write_csv(tmp_path / "roll.csv", "Lê Văn Đào,0912345678,1960,Ba Đình,TDP 05")
    )
    async with site.database.reading() as session:
        both = select(Member.full_name).where(segments.members_where({"group": "Tổ 5"}))
        assert set(await session.scalars(both)) == {"Lê Thị Mận", "Lê Văn Đào"}
