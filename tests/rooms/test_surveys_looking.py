"""Single answers: a right of their own, every look is noted, and of an anonymous survey none."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.access import Actor, Scope
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import NotPermitted, Refused
from bot.models import AuditEntry
from bot.surveys.keys import Keys
from bot.surveys.looking import look
from tests.kit.makers import make_city
from tests.kit.surveys import Polling, make_form, make_members


async def test_who_may_look_sees_names_and_is_noted(
    database: Database, clock: StoppedClock, tmp_path: Path
) -> None:
    async with database.transaction() as session:
        await make_city(session)
    members = await make_members(database, 2)
    polling, now = Polling(database, Keys(tmp_path)), clock.now()
    named = await polling.launch(make_form(now), 1, now)
    secret = await polling.launch(make_form(now, anonymous=True, code="s2"), 1, now)
    for survey in (named, secret):
        for member in members:
            await polling.answer(survey.id, member, now, words="đèn hỏng")
    lead = Actor("organizer:1", scopes=(Scope("lead", None, None),))
    async with database.transaction() as session:
        for role in ("reader", "writer", "approver", "branch"):
            other = Actor("organizer:2", scopes=(Scope(role, None, None),))
            with pytest.raises(NotPermitted):
                await look(session, other, named, now=now)
        with pytest.raises(Refused, match="survey-no-single-answers"):
            await look(session, lead, secret, now=now)
        found = await look(session, lead, named, now=now)
        [one] = await look(session, lead, named, now=now, member_id=members[1])
    assert [single.name for single in found] == ["Lê Văn 0", "Lê Văn 1"]
    assert (one.name, one.answers["words"]) == ("Lê Văn 1", {"text": "đèn hỏng"})
    async with database.reading() as session:
        query = select(AuditEntry).where(AuditEntry.action == "answers:look")
        entries = [(e.actor, e.detail) for e in await session.scalars(query)]
    assert entries == [
        ("organizer:1", {"people": 2}),
        ("organizer:1", {"people": 1, "member": members[1]}),
    ]
