"""Door, Zalo bot: what the platform says of our bot, for the operator's `check`."""

from __future__ import annotations

from typing import Any

from bot.channels.zalo_bot.calls import AnswerLost, Caller, NotSent, Refused, Timeouts
from bot.channels.zalo_bot.errors import describe
from bot.settings import Settings

KNOWN = {"id", "account_name", "account_type", "can_join_groups"}


async def ask_account(settings: Settings, account: str) -> tuple[bool, str]:
    """Ask whose token it is and where its webhook is; return (well, a sentence)."""
    caller = Caller(settings.zalo_bot_api_url, settings.tokens_of("zalo-bot")[account], Timeouts())
    try:
        me, hook = await caller.call("getMe"), await caller.call("getWebhookInfo")
    except Refused as error:
        if error.code == 401:  # noqa: PLR2004 - unauthorized
            return False, f"NHIPCAU_ZALO_BOT_TOKEN: Zalo does not know the token of {account}"
        return False, f"Zalo answers: {describe(error)}"
    except (NotSent, AnswerLost) as error:
        return False, f"Zalo cannot be reached at {settings.zalo_bot_api_url}: {error.why}"
    finally:
        await caller.close()
    return True, describe_account(settings, me, hook)


def describe_account(settings: Settings, me: Any, hook: Any) -> str:
    """Say who the bot is and how it hears, and what of the answer is other than was assumed."""
    if not isinstance(me, dict) or not isinstance(hook, dict):
        return f"answered otherwise than assumed: {type(me).__name__}, {type(hook).__name__}"
    address = str(hook.get("url") or "")
    if not settings.public_url:
        way = "polling, for trying only: a kill loses messages"
    elif address.startswith(settings.public_url):
        way = "webhook"
    else:
        way = "the webhook will be set by `nhipcau run`"
    said = f"{me.get('account_name')} ({me.get('account_type')}), {way}"
    strange = sorted(set(me) ^ KNOWN)
    return said + (f"; fields other than assumed: {', '.join(strange)}" if strange else "")
