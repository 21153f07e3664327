"""Proofs: what befalls the platforms while a city talks: a script for each, by the dice."""

from __future__ import annotations

import random
from typing import Any

from tests.proofs.moments import Kit

Script = tuple[dict[str, Any], ...]
TELEGRAM: Script = (
    {"kind": "429", "retry_after": 1},
    {"kind": "500"},
    {"kind": "502", "taken": True},
    {"kind": "reset_before"},
    {"kind": "reset_after"},
    {"kind": "slow", "delay": 0.5},
    {"kind": "lost", "delay": 0.5},
)
ZALO: Script = (
    {"kind": "403"},
    {"kind": "500", "taken": True},
    {"kind": "502"},
    {"kind": "page", "taken": True},
    {"kind": "reset"},
    {"kind": "reset", "taken": True},
    {"kind": "slow", "delay": 0.5},
)
MESSAGES = 6  # that each resident gets in a stage, at least


async def befall(kit: Kit, script: Script, *, times: int, people: int, dice: random.Random) -> int:
    """Let each misfortune of a script happen so often; return how many have happened before."""
    before = sum(fault["hits"] for fault in await kit.ask("faults"))
    await kit.ask("faults", verb="DELETE")
    apart = max(1, people * MESSAGES // max(1, times))
    for one in script if times else ():
        seldom = {"every": dice.randint(max(1, apart // 2), apart), "after": dice.randrange(apart)}
        fault = {"method": "sendMessage", "times": times, **seldom, **one}
        await kit.ask("faults", fault, verb="POST")
    return before
