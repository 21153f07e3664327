"""Room: segments, the rules that select members: checked, counted, said in words and kept."""

from bot.segments.kinds import ANY, MOST_AGE
from bot.segments.naming import LETTERS, describe, find_question, name_wards
from bot.segments.rules import (
    EVERYBODY,
    Rule,
    areas_of,
    both,
    bounds_of,
    check_rule,
    is_private,
    kept_up,
    organisation_of,
    scope_of,
    silent_on,
    within,
)
from bot.segments.saving import (
    drop_segment,
    get_rule,
    get_segment,
    list_segments,
    save_segment,
)
from bot.segments.selecting import count, count_by_ward, members_where, ward_counted
from bot.segments.sources import (
    FEWEST,
    check_crowd,
    check_places,
    check_sources,
    choices_of,
    list_channels,
    require_reading,
    tells_answers,
)

__all__ = [
    "ANY",
    "EVERYBODY",
    "FEWEST",
    "LETTERS",
    "MOST_AGE",
    "Rule",
    "areas_of",
    "both",
    "bounds_of",
    "check_crowd",
    "check_places",
    "check_rule",
    "check_sources",
    "choices_of",
    "count",
    "count_by_ward",
    "describe",
    "drop_segment",
    "find_question",
    "get_rule",
    "get_segment",
    "is_private",
    "kept_up",
    "list_channels",
    "list_segments",
    "members_where",
    "name_wards",
    "organisation_of",
    "require_reading",
    "save_segment",
    "scope_of",
    "silent_on",
    "tells_answers",
    "ward_counted",
    "within",
]
