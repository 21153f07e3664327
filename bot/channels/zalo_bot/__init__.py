"""Door, Zalo bot: bots of Zalo's Bot Platform, which anybody may have and few people may use.

Nothing here was tried against the real service; what is assumed of it stands in this package, and
`nhipcau check` shows what it really answers. Known from its pages as public notes quote them.
"""

from bot.channels.zalo_bot.asking import ask_account
from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.channels.zalo_bot.receiving import Patience

__all__ = ["Patience", "ZaloBotChannel", "ask_account"]
