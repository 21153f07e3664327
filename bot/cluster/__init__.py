"""Room: several programs at one database: who sends for which account, who runs which job."""

from bot.cluster.firing import take_firing
from bot.cluster.guarding import Guarded
from bot.cluster.leases import Leased
from bot.cluster.standing import Standing, find_standings
from bot.cluster.tenure import Lost, Sole, Tenure, may_write
from bot.cluster.wire import Wire

__all__ = [
    "Guarded",
    "Leased",
    "Lost",
    "Sole",
    "Standing",
    "Tenure",
    "Wire",
    "find_standings",
    "may_write",
    "take_firing",
]
