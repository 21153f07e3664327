"""Room: approvals: what one person asks for and a second one decides."""

from bot.approvals.asking import (
    MADE_OF,
    ask,
    covers,
    find_approvers,
    find_latest,
    find_pending,
    find_reasons,
    list_approved,
    void,
)
from bot.approvals.deciding import (
    decide,
    find_waiting,
    get_waiting,
    is_pending,
    list_pending,
    list_waiting,
)
from bot.approvals.matters import PERMISSION, Kind, Matter, get_matter, get_row, matter_of

__all__ = [
    "MADE_OF",
    "PERMISSION",
    "Kind",
    "Matter",
    "ask",
    "covers",
    "decide",
    "find_approvers",
    "find_latest",
    "find_pending",
    "find_reasons",
    "find_waiting",
    "get_matter",
    "get_row",
    "get_waiting",
    "is_pending",
    "list_approved",
    "list_pending",
    "list_waiting",
    "matter_of",
    "void",
]
