"""Kit: a survey with a question of each kind, opened, and somebody who launches nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.access import OPERATOR, Actor
from bot.broadcasts.verdicts import is_asked
from bot.clock import to_local
from bot.db import Database
from bot.models import Answer, Member, Response, Survey
from bot.surveys import answering
from bot.surveys.answering import Seat
from bot.surveys.forms import Form
from bot.surveys.inviting import Invitation
from bot.surveys.keys import Keys
from bot.surveys.opening import Means, import_form, open_survey
from bot.surveys.passages import Passage
from bot.surveys.reading import read_form
from bot.surveys.values import read_typed
from tests.kit.makers import make_crowd, make_member

FORM = """
code: {code}
title: {{vi: Khảo sát thử, en: A trial survey}}
purpose: Để thử.
anonymous: {anonymous}
late: {late}
opens: {opens}
closes: {closes}
remind: {{times: 2, every_days: 3}}
questions:
  - {{code: one, kind: one_choice, text: Chọn một, choices: [Cam, Quýt, Bưởi]}}
  - {{code: some, kind: several_choices, text: Chọn vài, choices: [Rác, Đèn, Nước]}}
  - {{code: count, kind: number, text: Số người, min: 0, max: 20, required: true}}
  - {{code: words, kind: text, text: Ý kiến, max: 100}}
  - {{code: yes, kind: yes_no, text: Đồng ý không}}
  - {{code: day, kind: date, text: Ngày nào, year_only: true}}
"""
WHEN = "%d/%m/%Y %H:%M"


@dataclass
class ListeningInviter:
    """Note each invitation with whom it would reach, and launch nothing."""

    heard: list[tuple[Invitation, list[int], datetime]] = field(default_factory=list)

    async def __call__(
        self, session: AsyncSession, actor: Actor, invitation: Invitation, now: datetime
    ) -> None:
        """Note one."""
        asked = is_asked(invitation.survey_id, invitation.kind)
        reached = await session.scalars(select(Member.id).where(asked))
        self.heard.append((invitation, sorted(reached), now))


def make_form(
    now: datetime, *, anonymous: bool = False, late: str = "join", days: int = 10, code: str = "s1"
) -> Form:
    """Make a form that opens now and closes after some days."""
    opens = to_local(now)
    return read_form(
        FORM.format(
            code=code,
            anonymous=str(anonymous).lower(),
            late=late,
            opens=opens.strftime(WHEN),
            closes=(opens + timedelta(days=days)).strftime(WHEN),
        )
    )


@dataclass
class Polling:
    """Hold what a test of surveys drives."""

    database: Database
    keys: Keys
    inviter: ListeningInviter = field(default_factory=ListeningInviter)

    async def bring(
        self, form: Form, organisation_id: int, now: datetime, rule: dict[str, Any] | None = None
    ) -> Survey:
        """Import a form, to be opened by the clock."""
        async with self.database.transaction() as session:
            return await import_form(
                session,
                OPERATOR,
                form,
                organisation_id=organisation_id,
                rule=rule or {"all": True},
                campaign_id=None,
                now=now,
            )

    async def launch(
        self, form: Form, organisation_id: int, now: datetime, rule: dict[str, Any] | None = None
    ) -> Survey:
        """Import a form and open it."""
        survey = await self.bring(form, organisation_id, now, rule)
        return await self.open(survey.id, now)

    async def open(self, survey_id: int, now: datetime) -> Survey:
        """Open a survey that was imported."""
        async with self.database.transaction() as session:
            means = Means(self.keys, self.inviter)
            return await open_survey(session, OPERATOR, survey_id, now, means)

    async def answer(
        self, survey_id: int, member_id: int, now: datetime, *, channel: str = "", **said: str
    ) -> Passage:
        """Record typed answers (`one` by its place) and decline what is not said; hand in."""
        async with self.database.transaction() as session:
            seat = Seat(survey_id, member_id)
            passage = await answering.begin(session, self.keys, seat, now)
            for question in passage.form.questions:
                if question.code == "one" and "one" in said:
                    value = answering.value_at(question, int(said["one"]))
                elif question.code in said:
                    value = read_typed(question, said[question.code], to_local(now).date())
                elif question.required:
                    value = {"number": 1}
                else:
                    value = {"declined": True}
                await answering.record(session, self.keys, passage, question, value)
            assert answering.finish(passage, now, channel=channel) is None
            return passage


async def make_members(database: Database, count: int, ward: str = "Ba Đình") -> list[int]:
    """Make some members with a chat each, and return their ids."""
    people = [(f"Lê Văn {n}", f"web:{n}", ward) for n in range(count)]
    async with database.transaction() as session:
        return [one.id for one in await make_crowd(session, people)]


async def make_answering(
    database: Database, survey_id: int, question: str, value: dict[str, Any], *, count: int
) -> None:
    """Make some members more who have handed one and the same answer in."""
    async with database.transaction() as session:
        for place in range(count):
            member = await make_member(session, name=f"Phạm Thị {place}", chat=f"web:a{place}")
            response = Response(survey_id=survey_id, member_id=member.id, state="finished")
            response.started_at = response.finished_at = member.created_at
            session.add(response)
            await session.flush()
            session.add(Answer(response_id=response.id, question=question, value=value))
