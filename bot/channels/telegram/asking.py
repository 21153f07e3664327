"""Door, Telegram: what Telegram says of our account, for the operator's `check`."""

from __future__ import annotations

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.backend import AiohttpRequest, Timeouts
from bot.settings import Settings


async def ask_account(settings: Settings, account: str) -> tuple[bool, str]:
    """Ask who an account's token is and how its webhook stands; return (well, a sentence)."""
    api = settings.telegram_api_url
    request = AiohttpRequest(address=api, timeouts=Timeouts(), connections=1)
    token = settings.tokens_of("telegram")[account]
    bot = Bot(token, base_url=f"{api}/bot", request=request, get_updates_request=request)
    try:
        me = await bot.get_me()
        webhook = await bot.get_webhook_info()
    except InvalidToken:
        return False, f"NHIPCAU_TELEGRAM_TOKEN: Telegram does not know the token of {account}"
    except TelegramError as error:
        return False, f"Telegram cannot be reached at {api}: {error.message}"
    finally:
        await request.shutdown()
    if webhook.last_error_message:
        return False, f"@{me.username}; the webhook fails: {webhook.last_error_message}"
    if settings.public_url and not webhook.url.startswith(settings.public_url):
        return True, f"@{me.username}; the webhook will be set by `nhipcau run`"
    way = f"webhook, {webhook.pending_update_count} waiting" if webhook.url else "long polling"
    return True, f"@{me.username}, {way}"
