"""Room: rolls, the lists of members that organisations already keep, read with their habits."""

from bot.rolls.columns import Columns, name_column
from bot.rolls.errors import REFUSALS, RollRefused
from bot.rolls.fates import Fate, RollRow, WardNames, read_roll
from bot.rolls.headings import FIELDS
from bot.rolls.reading import Roll, SheetRow, open_roll
from bot.rolls.refused import write_refused
from bot.rolls.whys import WHYS

__all__ = [
    "FIELDS",
    "REFUSALS",
    "WHYS",
    "Columns",
    "Fate",
    "Roll",
    "RollRefused",
    "RollRow",
    "SheetRow",
    "WardNames",
    "name_column",
    "open_roll",
    "read_roll",
    "write_refused",
]
