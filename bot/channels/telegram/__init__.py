"""Door, Telegram: the one place that speaks python-telegram-bot."""

from bot.channels.telegram.backend import Timeouts
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.receiving import Patience

__all__ = ["Patience", "TelegramChannel", "Timeouts"]
