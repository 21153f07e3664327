"""Room: segments, the rules that select members: checked, counted, said in words and kept."""

from bot.segments.naming import describe, name_wards
from bot.segments.rules import (
    EVERYBODY,
    Rule,
    areas_of,
    check_rule,
    organisation_of,
    scope_of,
    within,
)
from bot.segments.saving import check_places, get_segment, save_segment
from bot.segments.selecting import count, count_by_ward, members_where, ward_counted

__all__ = [
    "EVERYBODY",
    "Rule",
    "areas_of",
    "check_places",
    "check_rule",
    "count",
    "count_by_ward",
    "describe",
    "get_segment",
    "members_where",
    "name_wards",
    "organisation_of",
    "save_segment",
    "scope_of",
    "ward_counted",
    "within",
]
