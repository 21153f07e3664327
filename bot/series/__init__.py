"""Room: series: broadcasts that are sent again and again, or relative to a date of each member."""

from bot.series.keeping import GOING_ON, Plan, add, add_from, get, list_series, may, stop
from bot.series.reporting import Run, find_runs
from bot.series.running import find_due, rule_on, run, text_on
from bot.series.schedules import LAST, Schedule, check_schedule, describe, is_relative, next_after
from bot.series.terms import describe_terms

__all__ = [
    "GOING_ON",
    "LAST",
    "Plan",
    "Run",
    "Schedule",
    "add",
    "add_from",
    "check_schedule",
    "describe",
    "describe_terms",
    "find_due",
    "find_runs",
    "get",
    "is_relative",
    "list_series",
    "may",
    "next_after",
    "rule_on",
    "run",
    "stop",
    "text_on",
]
