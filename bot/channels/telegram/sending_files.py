"""Door, Telegram: a file on its way out: uploaded the first time, named by its id afterwards."""

from __future__ import annotations

from typing import Any

import structlog
from telegram import Bot, InputFile, Message
from telegram.error import BadRequest

from bot.channels.telegram.entities import as_objects
from bot.messages import Attachment, Place, Rejected, Reply

log = structlog.get_logger(__name__)

# the server's words for an id that it does not, or no longer, know; nothing was sent then
FORGOTTEN = ("wrong file identifier", "wrong remote file", "file_reference_", "file reference")


async def send_file(bot: Bot, chat: int, reply: Reply, markup: Any) -> Message:
    """Send a picture or a document with its text, by its id where the account has sent it."""
    attachment = reply.attachment
    if attachment is None:
        raise Rejected("a message without a file")
    if attachment.known_as:
        try:
            return await _send(bot, chat, reply, attachment.known_as, markup)
        except BadRequest as error:
            if not any(words in error.message.lower() for words in FORGOTTEN):
                raise
            log.info("file-uploaded-again", file=attachment.file, why=error.message)
    if not attachment.content:
        raise Rejected("a file without content")
    return await _send(bot, chat, reply, _upload(attachment), markup)


async def fetch_file(bot: Bot, ref: str) -> bytes:
    """Return a file that a person sent; raise TelegramError."""
    file = await bot.get_file(ref)
    return bytes(await file.download_as_bytearray())


def file_ref_of(message: Message) -> str:
    """Return the id under which the sent file can be sent again; of a picture, the largest."""
    if message.photo:
        return message.photo[-1].file_id
    return message.document.file_id if message.document else ""


async def show_place(bot: Bot, chat: int, place: Place) -> str:
    """Show a place on a map, by its name, and return the message's id."""
    latitude, longitude = place.latitude, place.longitude
    where = f"{latitude:.5f}, {longitude:.5f}"
    message = await bot.send_venue(chat, latitude, longitude, title=place.name, address=where)
    return str(message.message_id)


async def _send(
    bot: Bot, chat: int, reply: Reply, content: InputFile | str, markup: Any
) -> Message:
    words: Any = {
        "caption": reply.text.strip() or None,
        "caption_entities": as_objects(reply),
        "reply_markup": markup,
    }
    if reply.attachment and reply.attachment.is_picture:
        return await bot.send_photo(chat, content, **words)
    # a sheet stays a sheet
    return await bot.send_document(chat, content, disable_content_type_detection=True, **words)


def _upload(attachment: Attachment) -> InputFile:
    upload = InputFile(attachment.content, filename=attachment.name)
    upload.mimetype = attachment.media_type  # the library guesses by name, and knows no .xlsx
    return upload
