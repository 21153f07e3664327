"""Room: quotas: what platforms allow, as the package carries it, unless the settings say more."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from bot.accounts import platform_of
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Plan:
    """Hold what one platform allows an account from a day on, and how well that is known."""

    platform: str
    since: date
    people: int | None  # None: as many as like
    messages: int
    name: str
    known: str


@dataclass(frozen=True, slots=True)
class Limits:
    """Hold what one account may: people, and messages a month; None: as many as it likes."""

    people: int | None = None
    messages: int | None = None
    source: str = ""


@cache
def read_plans() -> tuple[Plan, ...]:
    """Return every plan that is known, the earliest first; `plans.csv` says where from."""
    lines = files(__package__).joinpath("plans.csv").read_text("utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    plans = (
        Plan(
            row["platform"],
            date.fromisoformat(row["since"]),
            int(row["people"]) if row["people"] else None,
            int(row["messages"]),
            row["plan"],
            row["known"],
        )
        for row in rows
    )
    return tuple(sorted(plans, key=lambda plan: plan.since))


def find_plan(platform: str, day: date) -> Plan | None:
    """Return the plan of a platform that holds on a day."""
    held = [one for one in read_plans() if one.platform == platform and one.since <= day]
    return held[-1] if held else None


def limits_of(settings: Settings, account: str, day: date) -> Limits:
    """Return what an account may on a day: what the settings say, or else its platform's plan."""
    plan = find_plan(platform_of(account), day)
    if plan is None:
        return Limits()
    people, messages = settings.limits_of(account)
    if people is not None and messages is not None:
        return Limits(people, messages, "as the settings say")
    source = f"plan {plan.name} since {plan.since:%d/%m/%Y}, {plan.known}"
    return Limits(people or plan.people, messages or plan.messages, source)
