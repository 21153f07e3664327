"""The ledger under any order of things: nobody twice, nobody missed without a reason.

A model-based test: Hypothesis writes, launches, claims, sends, crashes, pauses, cancels, blocks
and opts people out in whatever order, and the laws are looked at after every step.
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
from hypothesis import HealthCheck, Phase
from hypothesis import settings as effort
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select, update

from bot import broadcasts
from bot.access import OPERATOR
from bot.broadcasts import ledger
from bot.broadcasts.ledger import Bundle
from bot.broadcasts.recording import Fate, record
from bot.db import Database
from bot.errors import Refused
from bot.messages import Blocked, Rejected, SendError, Unreachable
from bot.models import Broadcast, Chat, Delivery, Member
from bot.settings import Settings
from tests.kit.broadcasting import make_draft
from tests.kit.makers import BEGINNING, make_city, make_member

CHATS = ("0", "0", "1", "2", "3", "3", "4")  # two families among seven members
FATES: dict[str, tuple[str, str, SendError | None]] = {
    "sent": ("sent", "", None),
    "unknown": ("unknown", "timeout", None),
    "blocked": ("failed", "blocked", Blocked()),
    "rejected": ("failed", "rejected", Rejected("bad")),
    "unreachable": ("queued", "", Unreachable()),
}
ENDED = ("finished", "cancelled")
members = st.integers(0, len(CHATS) - 1)
places = st.integers(0, 10)


class LedgerMachine(RuleBasedStateMachine):
    """Hold one site; `hands` is what a living sender has claimed and not recorded."""

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
        self.hands: list[Bundle] = []
        self.arrived: Counter[tuple[int, int]] = Counter()
        self.ids: list[int] = []
        self.finished: set[int] = set()
        self.run(self._people())
        self.launch(hours=0)
        self.claim(limit=2)

    async def _people(self) -> None:
        async with self.database.transaction() as session:
            city = await make_city(session)
            made = [
                await make_member(session, name=f"Người {place}", chat=f"web:{chat}")
                for place, chat in enumerate(CHATS)
            ]
        self.account_id = city.accounts["web"]
        self.member_ids = [member.id for member in made]

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    async def _do(self, statement: Any) -> None:
        async with self.database.transaction() as session:
            await session.execute(statement)

    @rule(hours=st.sampled_from([0, 0, 1]))
    def launch(self, hours: int) -> None:
        async def work() -> int:
            async with self.database.transaction() as session:
                draft = await make_draft(session)
                at = self.now + timedelta(hours=hours)
                await broadcasts.launch(session, OPERATOR, draft.id, now=self.now, at=at)
                return draft.id

        self.ids.append(self.run(work()))

    @precondition(lambda self: self.ids)
    @rule(place=places)
    def launch_again(self, place: int) -> None:
        async def work() -> None:
            async with self.database.transaction() as session:
                await broadcasts.launch(session, OPERATOR, self.one(place), now=self.now)

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

    @rule(limit=st.integers(1, 4))
    def claim(self, limit: int) -> None:
        async def work() -> Any:
            async with self.database.transaction() as session:
                given = {"now": self.now, "limit": limit}
                return await ledger.claim(session, self.account_id, self.site_settings, **given)

        taken = self.run(work())
        self.hands += taken.bundles
        self.looked_at = taken.lines

    @precondition(lambda self: self.hands)
    @rule(place=places, fate=st.sampled_from(["sent", *FATES]), recorded=st.booleans())
    def send(self, place: int, fate: str, *, recorded: bool) -> None:
        """Send one message; what is not recorded before a crash is in the platform's hands."""
        bundle = self.hands[place % len(self.hands)]
        state, reason, error = FATES[fate]
        if state in ("sent", "unknown"):
            self.arrived.update(
                (bundle.wording.broadcast_id, one.member_id) for one in bundle.recipients
            )
        if not recorded and state in ("sent", "unknown"):
            self.crash()
            return
        self.hands.remove(bundle)
        outcome = Fate(bundle, state, reason, error=error)
        self.run(self._record(outcome))

    async def _record(self, outcome: Fate) -> None:
        async with self.database.transaction() as session:
            await record(session, [outcome], now=self.now)

    @rule()
    def crash(self) -> None:
        async def work() -> None:
            async with self.database.transaction() as session:
                await ledger.recover(session, self.account_id)

        self.hands = []
        self.run(work())

    @rule(minutes=st.sampled_from([5, 60, 300]))
    def pass_time(self, minutes: int) -> None:
        async def work() -> None:
            async with self.database.transaction() as session:
                await broadcasts.start_due(session, now=self.now)
                self.finished.update(await broadcasts.finish_done(session, now=self.now))

        self.now += timedelta(minutes=minutes)
        self.run(work())

    @rule(place=members)
    def opt_out(self, place: int) -> None:
        member = update(Member).where(Member.id == self.member_ids[place])
        self.run(self._do(member.values(stopped_at=self.now)))

    @rule(place=members, state=st.sampled_from(["blocked", "open"]))
    def block(self, place: int, state: str) -> None:
        chat = update(Chat).where(Chat.external_id == CHATS[place])
        self.run(self._do(chat.values(state=state)))

    @rule(place=members)
    def converse(self, place: int) -> None:
        chat = update(Chat).where(Chat.external_id == CHATS[place])
        self.run(self._do(chat.values(busy_until=self.now + timedelta(minutes=10))))

    @invariant()
    def the_laws_hold(self) -> None:
        lines, states = self.run(self._read())
        assert max(self.arrived.values(), default=0) <= 1, "somebody got a message twice"
        held = {key for bundle in self.hands for key in bundle.delivery_ids}
        assert {line.id for line in lines if line.state == "sending"} == held
        for line in lines:
            key = (line.broadcast_id, line.member_id)
            assert line.state in ("queued", "sending", "sent") or line.reason, "no reason is given"
            assert line.state != "sent" or self.arrived[key], "said to be sent, and was not"
            assert not self.arrived[key] or line.state in ("sending", "sent", "unknown")
            assert states[line.broadcast_id] != "cancelled" or line.state != "queued"
            assert states[line.broadcast_id] != "finished" or line.state not in (
                "queued",
                "sending",
            )
        audience = Counter(line.broadcast_id for line in lines)
        assert all(audience[one] <= len(CHATS) for one in self.ids)

    async def _read(self) -> tuple[list[Delivery], dict[int, str]]:
        async with self.database.reading() as session:
            lines = list(await session.scalars(select(Delivery)))
            rows = await session.execute(select(Broadcast.id, Broadcast.state))
            return lines, {row.id: row.state for row in rows}

    def one(self, place: int) -> int:
        return self.ids[place % len(self.ids)]

    def teardown(self) -> None:
        """Let everything run to its end: then nobody is left without an outcome."""
        if not hasattr(self, "runner"):
            return
        try:
            self._run_out()
            lines, states = self.run(self._read())
            assert all(states[one] in ENDED for one in self.ids), states
            assert all(line.state not in ("queued", "sending") for line in lines)
            type(self).ran_out += len(lines)
        finally:
            self.run(self.database.close())
            self.runner.close()

    def _run_out(self) -> None:
        self.crash()
        self.now = BEGINNING + timedelta(days=30)
        self.pass_time(minutes=5)
        for one in range(len(self.ids)):
            self.move(place=one, verb="resume")
        while True:
            self.claim(limit=4)
            if not self.looked_at:
                break
            while self.hands:
                self.send(place=0, fate="sent", recorded=True)
        self.the_laws_hold()
        self.pass_time(minutes=5)


def test_nobody_twice_and_nobody_missed(sqlite_template: Path, settings: Settings) -> None:
    LedgerMachine.template, LedgerMachine.site_settings = sqlite_template, settings
    run_state_machine_as_test(LedgerMachine, settings=SMALL)
    assert LedgerMachine.ran_out > 0, "no line of any example was ever looked at"


SMALL = effort(
    max_examples=15,
    stateful_step_count=20,
    deadline=None,
    phases=[Phase.generate],  # shrinking takes minutes: the steps that are printed are enough
    database=None,
    suppress_health_check=list(HealthCheck),
)
