"""Kit: a site of seven members, to which Hypothesis does things in any order.

It writes, edits, launches, sends again, pauses, cancels, blocks, opts people out and lets
deadlines pass; the laws are looked at after every step, and at the end everything runs out.
"""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import Coroutine
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from sqlalchemy import select, update

from bot import broadcasts
from bot.access import OPERATOR
from bot.broadcasts import Draft
from bot.broadcasts.bundles import Bundle
from bot.db import Database
from bot.errors import Refused
from bot.models import Broadcast, Chat, Delivery, Member
from bot.settings import Settings
from tests.kit.broadcasting import make_draft
from tests.kit.laws import ENDED, ENDS, check_budget, check_lines
from tests.kit.makers import BEGINNING
from tests.kit.people import CHATS, SECOND, make_people

HARD = 3  # messages that a member gets in 24 hours at most
KINDS = ("plain", "plain", "send_by", "twice_ok")
members = st.integers(0, len(CHATS) - 1)
places = st.integers(0, 10)


class LedgerSite(RuleBasedStateMachine):
    """Hold one site; who sends for it is for those to say who play it."""

    ran_out: ClassVar[int] = 0  # lines of all examples that came to an end
    template: ClassVar[Path]
    site_settings: ClassVar[Settings]

    @initialize()
    def open(self) -> None:
        self.runner = asyncio.Runner()
        path = shutil.copyfile(self.template, self.template.with_name("machine.db"))
        for rest in ("-wal", "-shm"):
            path.with_name(path.name + rest).unlink(missing_ok=True)
        self.database = Database(f"sqlite:///{path}", pool_size=2)
        self.now = BEGINNING
        self.arrived: Counter[tuple[int, int]] = Counter()
        self.may_come: Counter[tuple[int, int]] = Counter()  # more often than once
        self.ids: list[int] = []
        self.finished: set[int] = set()
        self.run(self._people())
        self.begin()
        self.launch(hours=0, kind="plain")
        self.claim(limit=2)

    def begin(self) -> None:
        """Let whoever sends begin."""

    @property
    def hands(self) -> list[Bundle]:
        """Return what a living sender has claimed and not recorded."""
        raise NotImplementedError

    def claim(self, limit: int) -> None:
        """Take lines in hand, and note how many were looked at."""
        raise NotImplementedError

    def send(self, place: int, fate: str, *, recorded: bool) -> None:
        """Send one message of those in hand."""
        raise NotImplementedError

    def crash(self) -> None:
        """Lose all that is in hand."""
        raise NotImplementedError

    async def _people(self) -> None:
        async with self.database.transaction() as session:
            self.accounts, self.member_ids = await make_people(session)

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    def change(self, statement: Any) -> None:
        async def work() -> None:
            async with self.database.transaction() as session:
                await session.execute(statement)

        self.run(work())

    @rule(hours=st.sampled_from([0, 0, 1]), kind=st.sampled_from(KINDS))
    def launch(self, hours: int, kind: str) -> None:
        async def work() -> int:
            async with self.database.transaction() as session:
                send_by = self.now + timedelta(hours=3) if kind == "send_by" else None
                draft = await make_draft(session, send_by=send_by)
                at = self.now + timedelta(hours=hours)
                await broadcasts.launch(session, OPERATOR, draft.id, now=self.now, at=at)
                draft.twice_ok = kind == "twice_ok"  # as approved
                return draft.id

        self.ids.append(self.run(work()))

    @precondition(lambda self: self.ids)
    @rule(place=places, again=st.booleans())
    def edit(self, place: int, *, again: bool) -> None:
        """Try to change or launch again what is launched: some have got it as it was."""

        async def work() -> None:
            async with self.database.transaction() as session:
                launched = await broadcasts.get(session, self.one(place))
                if again:
                    await broadcasts.launch(session, OPERATOR, launched.id, now=self.now)
                draft = Draft(launched.organisation_id, "Khác", "Lời khác.")
                await broadcasts.rewrite(session, OPERATOR, launched.id, draft, now=self.now)

        with pytest.raises(Refused):
            self.run(work())

    @precondition(lambda self: self.ids)
    @rule(place=places, verb=st.sampled_from(["pause", "resume", "resume", "cancel"]))
    def move(self, place: int, verb: str) -> None:
        async def work() -> None:
            async with self.database.transaction() as session:
                move = getattr(broadcasts, verb)
                await move(session, OPERATOR, self.one(place), now=self.now)

        with suppress(Refused):
            self.run(work())

    @precondition(lambda self: self.ids)
    @rule(place=places)
    def resend(self, place: int) -> None:
        """Send again what nobody knows of, knowing."""

        async def work() -> None:
            lines, _ = await self._read()
            async with self.database.transaction() as session:
                given = {"now": self.now}
                await broadcasts.resend_unknown(session, OPERATOR, self.one(place), **given)
            self.may_come.update(
                (line.broadcast_id, line.member_id)
                for line in lines
                if line.broadcast_id == self.one(place) and line.state == "unknown"
            )

        with suppress(Refused):
            self.run(work())

    @rule(minutes=st.sampled_from([5, 60, 300]))
    def pass_time(self, minutes: int) -> None:
        async def work() -> None:
            async with self.database.transaction() as session:
                await broadcasts.start_due(session, now=self.now)
                await broadcasts.wake(session, now=self.now)
                await broadcasts.skip_late(session, now=self.now)
                self.finished.update(await broadcasts.finish_done(session, now=self.now))

        self.now += timedelta(minutes=minutes)
        self.run(work())

    @rule(place=members)
    def opt_out(self, place: int) -> None:
        member = update(Member).where(Member.id == self.member_ids[place])
        self.change(member.values(stopped_at=self.now))

    @rule(place=members, state=st.sampled_from(["blocked", "open"]), second=st.booleans())
    def block(self, place: int, state: str, *, second: bool) -> None:
        self.change(self._chat(place, second=second).values(state=state))

    @rule(place=st.sampled_from(SECOND), second=st.booleans())
    def write(self, place: int, *, second: bool) -> None:
        """Let a member with two chats write in one of them: that is where they are reached."""
        self.change(self._chat(place, second=second).values(last_in_at=self.now))

    @rule(place=members)
    def converse(self, place: int) -> None:
        busy_until = self.now + timedelta(minutes=10)
        self.change(self._chat(place, second=False).values(busy_until=busy_until))

    def _chat(self, place: int, *, second: bool) -> Any:
        number = str(place) if second else CHATS[place]
        account_id = self.accounts[second]
        return update(Chat).where(Chat.account_id == account_id, Chat.external_id == number)

    @invariant()
    def the_laws_hold(self) -> None:
        lines, launched = self.run(self._read())
        held = {key for bundle in self.hands for key in bundle.delivery_ids}
        assert {line.id for line in lines if line.state == "sending"} == held
        check_lines(lines, launched, self.arrived, self.may_come)
        check_budget(lines, most=HARD)
        audience = Counter(line.broadcast_id for line in lines)
        assert all(audience[one] <= len(CHATS) for one in self.ids)

    async def _read(self) -> tuple[list[Delivery], dict[int, Broadcast]]:
        async with self.database.reading() as session:
            lines = list(await session.scalars(select(Delivery)))
            launched = await session.scalars(select(Broadcast))
            return lines, {one.id: one for one in launched}

    def one(self, place: int) -> int:
        return self.ids[place % len(self.ids)]

    def teardown(self) -> None:
        """Let everything run to its end: then nobody is left without an outcome."""
        if not hasattr(self, "runner"):
            return
        try:
            self._run_out()
            lines, launched = self.run(self._read())
            assert all(one.state in ENDED for one in launched.values()), launched
            assert all(line.state in (*ENDS, "sent") for line in lines)
            type(self).ran_out += len(lines)
        finally:
            self.run(self.database.close())
            self.runner.close()

    def _run_out(self) -> None:
        self.crash()
        self.now = BEGINNING + timedelta(days=30 + (self.now - BEGINNING).days)  # an hour of day
        self.pass_time(minutes=5)
        for one in range(len(self.ids)):
            self.move(place=one, verb="resume")
        for _ in range(2 + len(self.ids)):  # days, until the contact budget lets everybody go
            self.pass_time(minutes=24 * 60)
            self.send_all()
        self.the_laws_hold()
        self.pass_time(minutes=5)

    def send_all(self) -> None:
        """Send whatever may leave now."""
        while True:
            self.claim(limit=4)
            if not self.looked_at:
                break
            while self.hands:
                self.send(place=0, fate="sent", recorded=True)
