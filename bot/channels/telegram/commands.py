"""Door, Telegram: the commands that its apps list when somebody types a slash."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Bot, BotCommand, BotCommandScopeChat

from bot.text import say

RESIDENTS = ("start", "giup", "hoso", "traloi", "dulieu", "dung", "xoa")
LANGUAGES = ((None, "vi"), ("en", "en"))  # the app's language code, None for all others


async def list_for_all(bot: Bot) -> None:
    """List what residents may type, in every chat."""
    for language, locale in LANGUAGES:
        await bot.set_my_commands(_write(RESIDENTS, locale), language_code=language)


async def list_in_chat(bot: Bot, chat: int, commands: Sequence[str]) -> None:
    """List commands in one chat before the residents'; without any, the chat is as every other."""
    scope = BotCommandScopeChat(chat)
    for language, locale in LANGUAGES:
        if commands:
            words = _write((*commands, *RESIDENTS), locale)
            await bot.set_my_commands(words, scope=scope, language_code=language)
        else:
            await bot.delete_my_commands(scope=scope, language_code=language)


def _write(names: Sequence[str], locale: str) -> list[BotCommand]:
    return [BotCommand(name, say(locale, f"telegram-command-{name}")) for name in names]
