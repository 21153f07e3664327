"""Two programs at one ledger, in any order: claims, pauses, takeovers, and who wakes up late.

Each account is sent for under a lease and a fence. What the laws of the ledger say must hold as
with one sender, and whoever was fenced off neither sends, nor claims, nor writes anything down.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as effort
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcasts import ledger
from bot.broadcasts.bundles import Bundle, Claim
from bot.broadcasts.fates import Fate
from bot.broadcasts.recording import record
from bot.clock import boottime
from bot.cluster import Guarded, Leased, Lost
from bot.messages import Reply, Unreachable
from bot.models import Lease
from bot.settings import Settings
from tests.kit.channels import MemoryChannel
from tests.kit.effort import examples
from tests.kit.laws import FATES
from tests.kit.ledger_site import HARD, LedgerSite, places
from tests.rooms.test_ledger_machine import SMALL


@dataclass
class Desk:
    """Hold what one program knows of one account: its lease, and what it has in hand."""

    lease: Leased
    held: list[Bundle] = field(default_factory=list)
    stale: list[Bundle] = field(default_factory=list)  # what it had when it was fenced off
    asleep: bool = False  # past its deadline


class TwoSenders(LedgerSite):
    """Send for the site from two programs, of which each account has one at a time."""

    late: int = 0  # things that a program tried after it was fenced off, in all examples

    def begin(self) -> None:
        self.desks = {one: (Desk(Leased(one)), Desk(Leased(one))) for one in self.accounts}
        self.holder = dict.fromkeys(self.accounts, 0)
        self.channel = MemoryChannel()

        async def work() -> None:
            async with self.database.transaction() as session:
                for one in self.accounts:
                    given = {"holder": "0", "fence": 1, "backend": 0}
                    ends = self.now + timedelta(days=1)
                    session.add(Lease(account_id=one, until=ends, **given))

        self.run(work())
        for one in self.accounts:
            self.desk(one).lease.give(1, asked_at=boottime())

    def desk(self, account: int, *, other: bool = False) -> Desk:
        """Return the desk that holds an account, or the other program's."""
        return self.desks[account][self.holder[account] ^ other]

    @property
    def hands(self) -> list[Bundle]:
        return [bundle for one in self.accounts for bundle in self.desk(one).held]

    def under(self, desk: Desk, work: Callable[[AsyncSession], Awaitable[Any]]) -> Any:
        """Do something in a transaction under a desk's fence, within its time unless it slept."""
        if not desk.asleep:
            desk.lease.renew(asked_at=boottime())

        async def fenced() -> Any:
            async with desk.lease.fence(self.database) as database, database.transaction() as one:
                return await work(one)

        return self.run(fenced())

    @rule(limit=st.integers(1, 4))
    def claim(self, limit: int) -> None:
        taken = [self.under(self.desk(one), self.claiming(one, limit)) for one in self.accounts]
        for one, found in zip(self.accounts, taken, strict=True):
            self.desk(one).held += found.bundles
        self.looked_at = sum(one.lines for one in taken)

    def claiming(self, account: int, limit: int) -> Callable[[AsyncSession], Awaitable[Claim]]:
        given: dict[str, Any] = {"now": self.now, "limit": limit}
        return lambda session: ledger.claim(session, account, self.site_settings, **given)

    @precondition(lambda self: self.hands)
    @rule(place=places, fate=st.sampled_from(["sent", *FATES]), recorded=st.booleans())
    def send(self, place: int, fate: str, *, recorded: bool) -> None:
        """Send one message; what arrived and is not recorded is lost with who sent it."""
        bundle = self.hands[place % len(self.hands)]
        account = next(one for one in self.accounts if bundle in self.desk(one).held)
        state, reason, error = FATES[fate]
        if state in ("sent", "unknown"):
            self.note_arrived(bundle)
            if not recorded:
                self.take_over(place=self.accounts.index(account), sleeps=True)
                return
        self.desk(account).held.remove(bundle)
        outcome = Fate(bundle, state, reason, error=error)
        self.under(self.desk(account), self.recording(outcome))

    def note_arrived(self, bundle: Bundle) -> None:
        number = bundle.wording.broadcast_id
        self.arrived.update((number, one.member_id) for one in bundle.recipients)

    def recording(self, outcome: Fate) -> Callable[[AsyncSession], Awaitable[None]]:
        return lambda session: record(session, [outcome], now=self.now)

    @rule(place=places, sleeps=st.booleans())
    def take_over(self, place: int, *, sleeps: bool) -> None:
        """Let the other program have an account: it calls unknown what the first had in hand.

        The first sleeps past its deadline, or was cut off and still believes that it holds it.
        """
        account = self.accounts[place % len(self.accounts)]
        old = self.desk(account)
        old.stale, old.held = old.stale + old.held, []
        old.asleep = sleeps
        if sleeps:
            old.lease.suspend()
        self.holder[account] ^= 1
        new, fence = self.desk(account), old.lease.fence_number + 1
        new.stale, new.asleep = [], False
        lease = update(Lease).where(Lease.account_id == account)
        self.change(lease.values(fence=fence, holder=str(self.holder[account])))
        new.lease.give(fence, asked_at=boottime())
        self.under(new, lambda session: ledger.recover(session, account))

    def crash(self) -> None:
        """Lose all that is in hand: each account goes to the other program."""
        for place in range(len(self.accounts)):
            self.take_over(place=place, sleeps=True)

    @rule(place=places, state=st.sampled_from(["sent", "unknown", "queued"]))
    def record_late(self, place: int, state: str) -> None:
        """Wake up and write down what became of a message: it is another's by now."""
        account = self.accounts[place % len(self.accounts)]
        old = self.desk(account, other=True)
        for bundle in old.stale[:1]:
            before = self.states()
            with pytest.raises(Lost):
                self.under(old, self.recording(Fate(bundle, state, "late" * (state != "sent"))))
            assert self.states() == before
            type(self).late += 1

    @rule(place=places)
    def claim_late(self, place: int) -> None:
        """Wake up and claim more."""
        account = self.accounts[place % len(self.accounts)]
        old = self.desk(account, other=True)
        if old.lease.fence_number:
            with pytest.raises(Lost):
                self.under(old, self.claiming(account, 4))
            type(self).late += 1

    @rule(place=places)
    def send_late(self, place: int) -> None:
        """Wake up past the deadline and send what is still in hand: nothing leaves."""
        account = self.accounts[place % len(self.accounts)]
        old = self.desk(account, other=True)
        if old.stale and old.asleep:
            carried = Guarded(self.channel, old.lease).send(old.stale[0].chat, Reply("…"))
            with pytest.raises(Unreachable):
                self.run(carried)
            assert self.channel.sent == []
            type(self).late += 1

    def _run_out(self) -> None:
        """Before all runs out: each account is taken from one that believes, and is awake."""
        for place in range(len(self.accounts)):
            self.take_over(place=place, sleeps=False)
            self.record_late(place=place, state="sent")
            self.claim_late(place=place)
        super()._run_out()

    def states(self) -> dict[int, str]:
        lines, _ = self.run(self._read())
        return {line.id: line.state for line in lines}


def test_two_senders_are_as_one_and_who_is_fenced_off_writes_nothing(
    sqlite_template: Path, settings: Settings
) -> None:
    budget = {"contact_hard_day": HARD, "contact_patience_days": 60}
    TwoSenders.template = sqlite_template
    TwoSenders.site_settings = settings.model_copy(update=budget)
    fewer = effort(
        SMALL, max_examples=examples(3)
    )  # each ends with a takeover from one who believes
    run_state_machine_as_test(TwoSenders, settings=fewer)
    assert TwoSenders.ran_out > 0, "no line of any example was ever looked at"
    assert TwoSenders.late > 0, "nobody was ever late"
