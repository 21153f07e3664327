"""The ledger under any order of things: nobody twice, nobody missed without a reason.

One sender claims, sends and crashes in whatever order; what else happens is in the kit's
`ledger_site`, and the laws are looked at after every step.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase
from hypothesis import settings as effort
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule, run_state_machine_as_test

from bot.broadcasts import ledger
from bot.broadcasts.bundles import Bundle
from bot.broadcasts.fates import Fate
from bot.broadcasts.recording import record
from bot.settings import Settings
from tests.kit.effort import examples
from tests.kit.laws import FATES
from tests.kit.ledger_site import HARD, LedgerSite, places


class OneSender(LedgerSite):
    """Send for the site from one place."""

    def begin(self) -> None:
        self.held: list[Bundle] = []

    @property
    def hands(self) -> list[Bundle]:
        return self.held

    @rule(limit=st.integers(1, 4))
    def claim(self, limit: int) -> None:
        async def work(account_id: int) -> Any:
            async with self.database.transaction() as session:
                given = {"now": self.now, "limit": limit}
                return await ledger.claim(session, account_id, self.site_settings, **given)

        taken = [self.run(work(account_id)) for account_id in self.accounts]
        self.held += [bundle for one in taken for bundle in one.bundles]
        self.looked_at = sum(one.lines for one in taken)

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
        self.held.remove(bundle)
        outcome = Fate(bundle, state, reason, error=error)

        async def work() -> None:
            async with self.database.transaction() as session:
                await record(session, [outcome], now=self.now)

        self.run(work())

    @rule()
    def crash(self) -> None:
        async def work() -> None:
            async with self.database.transaction() as session:
                for account_id in self.accounts:
                    await ledger.recover(session, account_id)

        self.held = []
        self.run(work())


def test_nobody_twice_and_nobody_missed(sqlite_template: Path, settings: Settings) -> None:
    budget = {"contact_hard_day": HARD, "contact_patience_days": 60}
    OneSender.template = sqlite_template
    OneSender.site_settings = settings.model_copy(update=budget)
    run_state_machine_as_test(OneSender, settings=SMALL)
    assert OneSender.ran_out > 0, "no line of any example was ever looked at"


SMALL = effort(
    max_examples=examples(6),
    stateful_step_count=20,
    deadline=None,
    phases=[Phase.generate],  # shrinking takes minutes: the steps that are printed are enough
    database=None,
    suppress_health_check=list(HealthCheck),
)
