"""Room: broadcasts: everything that the bot starts by itself, through one ledger."""

from bot.broadcasts.approving import ask_or_pass_series, withdraw
from bot.broadcasts.checking import MOST_TEXT, PURPOSES, Draft
from bot.broadcasts.counting import fold_counts
from bot.broadcasts.deciding import approve, refuse
from bot.broadcasts.explaining import Explanation, explain
from bot.broadcasts.following import follow_up
from bot.broadcasts.inviting import foresee, invite
from bot.broadcasts.launching import cancel, finish_done, launch, pause, resume, start_due
from bot.broadcasts.presses import BroadcastPress
from bot.broadcasts.pressing import Pressed, record_press
from bot.broadcasts.recalling import (
    Amended,
    correct,
    count_amended,
    count_readers,
    find_amendable,
    preview_correction,
    recall,
)
from bot.broadcasts.reporting import Report, list_broadcasts, report
from bot.broadcasts.sender import Sender
from bot.broadcasts.trying import RESENT_IN, find_unknown, resend_unknown
from bot.broadcasts.waiting import close_cancelled, skip_late, wake
from bot.broadcasts.writing import get, preview, rewrite, send_test, write

__all__ = [
    "MOST_TEXT",
    "PURPOSES",
    "RESENT_IN",
    "Amended",
    "BroadcastPress",
    "Draft",
    "Explanation",
    "Pressed",
    "Report",
    "Sender",
    "approve",
    "ask_or_pass_series",
    "cancel",
    "close_cancelled",
    "correct",
    "count_amended",
    "count_readers",
    "explain",
    "find_amendable",
    "find_unknown",
    "finish_done",
    "fold_counts",
    "follow_up",
    "foresee",
    "get",
    "invite",
    "launch",
    "list_broadcasts",
    "pause",
    "preview",
    "preview_correction",
    "recall",
    "record_press",
    "refuse",
    "report",
    "resend_unknown",
    "resume",
    "rewrite",
    "send_test",
    "skip_late",
    "start_due",
    "wake",
    "withdraw",
    "write",
]
