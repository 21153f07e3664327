"""Room: broadcasts: everything that the bot starts by itself, through one ledger."""

from bot.broadcasts.checking import MOST_TEXT, PURPOSES, Draft
from bot.broadcasts.inviting import invite
from bot.broadcasts.launching import cancel, finish_done, launch, pause, resume, start_due
from bot.broadcasts.presses import BroadcastPress
from bot.broadcasts.pressing import Pressed, record_press
from bot.broadcasts.reporting import Report, explain, list_broadcasts, report
from bot.broadcasts.sender import Sender
from bot.broadcasts.writing import get, preview, rewrite, send_test, write

__all__ = [
    "MOST_TEXT",
    "PURPOSES",
    "BroadcastPress",
    "Draft",
    "Pressed",
    "Report",
    "Sender",
    "cancel",
    "explain",
    "finish_done",
    "get",
    "invite",
    "launch",
    "list_broadcasts",
    "pause",
    "preview",
    "record_press",
    "report",
    "resume",
    "rewrite",
    "send_test",
    "start_due",
    "write",
]
