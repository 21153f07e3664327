"""Soak: what goes wrong meanwhile: a platform that fails, and programs that die or stand still."""

from __future__ import annotations

import asyncio
import random
import signal
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from bot.clock import monotonic
from tests.kit.programs import Cluster, Program
from tests.kit.towns import TelegramTown

CALM = (1.5, 4.0)  # seconds between two faults of the platform
PEACE = (3.0, 8.0)  # seconds between two blows at programs
DEAD = (0.2, 1.5)  # seconds until a killed one is started again
STILL = (0.5, 7.0)  # seconds that a paused one stands; a lease lasts five
SENDING: dict[str, Any] = {"method": "sendMessage"}
FAULTS: dict[str, dict[str, Any]] = {
    "429": {"kind": "429", "retry_after": 1},
    "403": {"kind": "403"},
    "500": {"kind": "500", "times": 2},
    "502, but taken": {"kind": "502", "taken": True},
    "cut off before": {"kind": "reset_before", "times": 2},
    "cut off after": {"kind": "reset_after", "times": 2},
    "slow": {"kind": "slow", "times": 20, "delay": 1.0},
    "answers lost": {"kind": "lost", "times": 2, "delay": 2.0},
}


@dataclass
class Storm:
    """Strike at random until the time is up, and count how often."""

    cluster: Cluster
    town: TelegramTown
    dice: random.Random
    faults: Counter[str] = field(default_factory=Counter)
    kills: int = 0
    pauses: int = 0
    peak_mb: float = 0.0  # the most memory that any program held

    async def rage(self, seconds: float) -> None:
        """Let everything go wrong for some seconds, then let it be well again."""
        ends = monotonic() + seconds
        try:
            await asyncio.gather(self._spoil(ends), self._strike(ends), self._weigh(ends))
        finally:
            await self.town.ask("faults", verb="DELETE")

    async def _spoil(self, ends: float) -> None:
        while await self._wait(CALM, ends):
            name = self.dice.choice(list(FAULTS))
            await self.town.ask("faults", SENDING | FAULTS[name], verb="POST")
            self.faults[name] += 1

    async def _strike(self, ends: float) -> None:
        while await self._wait(PEACE, ends):
            victim = self.dice.choice(self.cluster.programs)
            if self.dice.random() < 0.5:
                victim.send(signal.SIGKILL)
                self.kills += 1
                await asyncio.sleep(self.dice.uniform(*DEAD))
                victim.start()
            else:
                victim.send(signal.SIGSTOP)
                self.pauses += 1
                await asyncio.sleep(self.dice.uniform(*STILL))
                victim.send(signal.SIGCONT)

    async def _weigh(self, ends: float) -> None:
        while await self._wait((1.0, 1.0), ends):
            self.peak_mb = max(self.peak_mb, *map(weigh, self.cluster.programs))

    async def _wait(self, between: tuple[float, float], ends: float) -> bool:
        await asyncio.sleep(self.dice.uniform(*between))
        return monotonic() < ends


def weigh(program: Program) -> float:
    """Return the most memory that a program has held, in MB; 0 while it is dead."""
    try:
        with open(f"/proc/{program.pid}/status") as status:  # noqa: PTH123 - it may be gone
            held = next((line for line in status if line.startswith("VmHWM:")), "VmHWM: 0")
    except OSError:
        return 0.0
    return int(held.split()[1]) / 1024
