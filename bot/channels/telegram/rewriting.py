"""Door, Telegram: a message that is there already: written anew, or taken back."""

from __future__ import annotations

import structlog
from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import BadRequest

from bot.channels.telegram.entities import as_objects
from bot.channels.telegram.errors import NO_TEXT, SAME, is_settled_edit, is_settled_recall
from bot.messages import Reply

log = structlog.get_logger(__name__)
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def edit(
    bot: Bot, chat: int, message: int, reply: Reply, markup: InlineKeyboardMarkup | None
) -> str:
    """Write a message anew and return its id; an empty one when it is out of reach."""
    try:
        if not reply.text.strip():  # what the message said was not told: only its buttons change
            await bot.edit_message_reply_markup(chat, message, reply_markup=markup)
        elif reply.attachment:
            await _edit_caption(bot, chat, message, reply, markup)
        else:
            await _edit_text(bot, chat, message, reply, markup)
    except BadRequest as error:
        if not is_settled_edit(error):
            raise
        if SAME not in error.message.lower():
            log.info("edit-too-late", message=message, why=error.message)
            return ""
    return str(message)


async def recall(bot: Bot, chat: int, message: int) -> str:
    """Take a message back and return its id; an empty one when it is too late for that."""
    try:
        await bot.delete_message(chat, message)
    except BadRequest as error:
        if not is_settled_recall(error):
            log.info("recall-too-late", message=message, why=error.message)
            return ""
    return str(message)


async def _edit_text(
    bot: Bot, chat: int, message: int, reply: Reply, markup: InlineKeyboardMarkup | None
) -> None:
    """Write words anew; those below a file, too, of which a press does not tell."""
    try:
        await bot.edit_message_text(
            reply.text,
            chat,
            message,
            reply_markup=markup,
            entities=as_objects(reply),
            link_preview_options=NO_PREVIEW,
        )
    except BadRequest as error:
        if NO_TEXT not in error.message.lower():
            raise
        await _edit_caption(bot, chat, message, reply, markup)


async def _edit_caption(
    bot: Bot, chat: int, message: int, reply: Reply, markup: InlineKeyboardMarkup | None
) -> None:
    await bot.edit_message_caption(
        chat,
        message,
        caption=reply.text,
        reply_markup=markup,
        caption_entities=as_objects(reply),
    )
