"""A stateful Telegram Bot API server over real HTTP, for tests and for trying things by hand."""

from tests.kit.bot_api.account import TOKEN, Settings
from tests.kit.bot_api.faults import Fault
from tests.kit.bot_api.people import Impossible
from tests.kit.bot_api.rates import NO_LIMITS, Limits
from tests.kit.bot_api.server import BotApiServer
from tests.kit.bot_api.webhook import Patience

__all__ = [
    "NO_LIMITS",
    "TOKEN",
    "BotApiServer",
    "Fault",
    "Impossible",
    "Limits",
    "Patience",
    "Settings",
]
