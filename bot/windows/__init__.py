"""Room: windows: when messages may leave: quiet hours, closed days, and Tết."""

from bot.windows.dates import Days, Tet, read_tet
from bot.windows.keeping import block, list_blocked, load, load_one, set_hours, unblock
from bot.windows.window import Window

__all__ = [
    "Days",
    "Tet",
    "Window",
    "block",
    "list_blocked",
    "load",
    "load_one",
    "read_tet",
    "set_hours",
    "unblock",
]
