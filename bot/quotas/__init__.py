"""Room: quotas: how many people an account may have and how many messages a month it may send.

Law: a message is counted before it leaves. A kill may count one too many, never one too few.
"""

from bot.quotas.metering import Meter
from bot.quotas.plans import Limits, Plan, find_plan, limits_of, read_plans
from bot.quotas.spending import (
    Allowance,
    find_allowances,
    month_of,
    next_month,
    note_limits,
    note_refusal,
    spend,
)

__all__ = [
    "Allowance",
    "Limits",
    "Meter",
    "Plan",
    "find_allowances",
    "find_plan",
    "limits_of",
    "month_of",
    "next_month",
    "note_limits",
    "note_refusal",
    "read_plans",
    "spend",
]
