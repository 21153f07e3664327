"""One sentence for any member and broadcast; and who may ask for it."""

from __future__ import annotations

import ast
import inspect
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import broadcasts
from bot.access import OPERATOR, Actor, Scope
from bot.broadcasts import verdicts
from bot.broadcasts.explaining import SKIPPED
from bot.db import Database
from bot.errors import NotFound, NotPermitted, Refused
from bot.models import AuditEntry, Broadcast, Chat, Delivery, Member
from bot.settings import Settings
from bot.text import bundle, say
from tests.kit.broadcasting import launch, make_draft
from tests.kit.makers import BEGINNING as NOW
from tests.kit.makers import City, make_city, make_member

LATER = NOW + timedelta(minutes=5)
LATER_TOLD = "09:05 ngày 01/12/2026"
AT = {"begun_at": NOW, "sent_at": LATER}
# what the ledger, the broadcast and the chat hold -> what is said
TOLD: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any], str]] = [
    (
        {"state": "sent", **AT},
        {},
        {},
        f"An đã nhận tin số 1 lúc {LATER_TOLD} qua trò chuyện web, vì thuộc nhóm người nhận: "
        "thành viên Công đoàn thành phố.",
    ),
    (
        {"state": "unknown", "reason": "timed_out", "begun_at": LATER},
        {},
        {},
        f"Không rõ tin số 1 đã đến An chưa: gửi lúc {LATER_TOLD} qua trò chuyện web nhưng nền "
        "tảng không trả lời kịp; tin không tự gửi lại.",
    ),
    (
        {"state": "failed", "reason": "kicked", "begun_at": LATER},
        {},
        {},
        f"An không nhận được tin số 1: gửi lúc {LATER_TOLD} qua trò chuyện web nhưng bot đã bị "
        "đưa ra khỏi nhóm.",
    ),
    (
        {"state": "waiting", "not_before": LATER},
        {},
        {},
        f"An chưa nhận tin số 1: đã nhận đủ số tin cho phép, chờ đến {LATER_TOLD}.",
    ),
    (
        {"state": "skipped", "reason": "too_late"},
        {"send_by": LATER},
        {},
        f"An không nhận tin số 1 vì đã quá hạn gửi, {LATER_TOLD}.",
    ),
    (
        {"state": "skipped", "reason": "no_consent"},
        {},
        {},
        "An không nhận tin số 1 vì không đồng ý nhận loại tin này.",
    ),
    (
        {"state": "skipped", "reason": "a_new_one"},
        {},
        {},
        "An không nhận tin số 1: lý do khác.",
    ),
    (
        {},
        {"state": "scheduled", "starts_at": LATER},
        {"busy_until": LATER},
        f"An chưa nhận tin số 1: tin hẹn gửi lúc {LATER_TOLD}, qua trò chuyện web.",
    ),
    (
        {},
        {},
        {"busy_until": LATER},
        f"An chưa nhận tin số 1: đang trò chuyện dở, chờ chậm nhất đến {LATER_TOLD}.",
    ),
    (
        {},
        {"state": "paused"},
        {},
        "An chưa nhận tin số 1: tin đang tạm dừng, sẽ gửi qua trò chuyện web khi được gửi tiếp.",
    ),
    ({}, {}, {}, "An chưa nhận tin số 1: đang chờ đến lượt, sẽ gửi qua trò chuyện web."),
]


@pytest.fixture
async def city(database: Database) -> City:
    """An has a chat in Ba Đình; a broadcast runs to the trade union."""
    async with database.transaction() as session:
        city = await make_city(session)
        await make_member(session, name="An", chat="web:1")
    await launch(database, rule={"organisation": city.organisations["cdtp"]})
    return city


async def ask(session: AsyncSession, settings: Settings, member: int, **given: Any) -> str:
    """Explain the first broadcast for a member."""
    given = {"now": NOW, "settings": settings, "actor": OPERATOR, **given}
    return str(await broadcasts.explain(session, given.pop("actor"), 1, member, **given))


@pytest.mark.parametrize(("line", "broadcast", "chat", "told"), TOLD)
async def test_a_line_is_explained_in_one_sentence(  # noqa: PLR0913, PLR0917 - the table's columns
    database: Database,
    city: City,
    settings: Settings,
    line: dict[str, Any],
    broadcast: dict[str, Any],
    chat: dict[str, Any],
    told: str,
) -> None:
    async with database.transaction() as session:
        for table, values in ((Delivery, line), (Broadcast, broadcast), (Chat, chat)):
            if values:
                await session.execute(update(table).values(**values))
        member = await session.scalar(select(Member.id))
        assert await ask(session, settings, member or 0) == told
        asked = select(AuditEntry.detail).where(AuditEntry.action == "broadcast:explain")
        assert (await session.scalars(asked)).one() == {"member": member}


async def test_who_has_no_line_is_explained_too(
    database: Database, city: City, settings: Settings
) -> None:
    async with database.transaction() as session:
        other = await make_member(session, name="Bình", organisation="hnd")
        assert (await ask(session, settings, other.id)).startswith(
            "Bình không nhận tin số 1 vì vào"
        )
        await session.execute(update(Broadcast).values(last_member_id=other.id))
        assert "không thuộc nhóm người nhận: thành viên" in await ask(session, settings, other.id)
        late = await make_member(session, name="Cúc")
        await session.execute(update(Broadcast).values(last_member_id=late.id, frozen_at=None))
        assert "danh sách còn đang lập" in await ask(session, settings, late.id)
        night = NOW + timedelta(hours=13)
        first = await session.scalar(select(Member.id).where(Member.full_name == "An"))
        closed = await ask(session, settings, first or 0, now=night, locale="en")
        assert closed.endswith("messages rest now, until 07:00 on 02/12/2026.")
        draft = await make_draft(session)
        given = {"now": NOW, "settings": settings}
        not_yet = await broadcasts.explain(session, OPERATOR, draft.id, late.id, **given)
        assert not_yet.phrase == "broadcast-why-not-launched"
        with pytest.raises(NotFound):
            await ask(session, settings, 10**6)


async def test_only_who_reads_of_both_may_ask(
    database: Database, city: City, settings: Settings
) -> None:
    cdtp, hnd = city.organisations["cdtp"], city.organisations["hnd"]
    async with database.transaction() as session:
        farmer = await make_member(session, name="Bình", organisation="hnd")
        member = await session.scalar(select(Member.id).where(Member.full_name == "An"))
        reader = Actor("organizer:1", scopes=(Scope("reader", cdtp, None),))
        assert await ask(session, settings, member or 0, actor=reader)
        with pytest.raises(NotPermitted):
            await ask(session, settings, farmer.id, actor=reader)
        for role, organisation in (("reader", hnd), ("stranger", None)):
            other = Actor("organizer:2", scopes=(Scope(role, organisation, None),))
            with pytest.raises(NotPermitted):
                await ask(session, settings, member or 0, actor=other)


def test_every_reason_has_its_sentence() -> None:
    source = ast.parse(inspect.getsource(verdicts.skip_reason))
    verdict = {
        node.args[0].value
        for node in ast.walk(source)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "literal"
        and isinstance(node.args[0], ast.Constant)
    } - {""}
    assert len(verdict) > 5
    assert verdict < SKIPPED
    for locale in ("vi", "en"):
        for reason in SKIPPED:
            phrase = f"broadcast-why-{reason.replace('_', '-')}"
            assert bundle(locale).has_message(phrase), (locale, reason)
            words = say(locale, "report-reason", reason=reason)
            assert words != say(locale, "report-reason", reason="other"), (locale, reason)


async def test_who_got_what_went_by_answers_is_told_to_nobody_but_the_operator(
    database: Database, settings: Settings
) -> None:
    lead = Actor("organizer:9", "Hoa", (Scope("lead", None, None),))
    given: dict[str, Any] = {"now": LATER, "settings": settings}
    async with database.transaction() as session:
        await make_city(session)
        member = await make_member(session, name="An", chat="web:1")
    number = await launch(database)
    async with database.transaction() as session:
        await broadcasts.explain(session, lead, number, member.id, **given)
        await session.execute(update(Broadcast).values(rule={"said": [1, "one", "2"]}))
        with pytest.raises(Refused, match="broadcast-explain-private"):
            await broadcasts.explain(session, lead, number, member.id, **given)
        await broadcasts.explain(session, OPERATOR, number, member.id, **given)
