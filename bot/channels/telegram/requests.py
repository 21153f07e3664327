"""Door, Telegram: a Reply -> the call of the Bot API that carries it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence

import structlog
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram.errors import SAME, is_settled_edit
from bot.messages import Capabilities, Choice, Rejected, Reply
from bot.presses import MOST_BYTES
from bot.rendering import utf16

log = structlog.get_logger(__name__)

CAPABILITIES = Capabilities(most_text=4096, buttons=True, edits=True, contact_button=True)
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
MOST_IN_ROW = 8  # python-telegram-bot's constant; the server's own is not documented
MOST_REMEMBERED = 10_000  # chats that were shown a contact button and still have it
PROMPT = 3.0  # seconds; a press waits for its acknowledgement, the person for our words

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove


class Writer:
    """Write replies to chats, and remember where a contact button must be taken away again."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._offered: OrderedDict[int, None] = OrderedDict()

    async def write(self, chat: int, reply: Reply) -> str:
        """Send or edit one message and return its id; raise TelegramError or Rejected."""
        if reply.query_ref:
            await self._acknowledge(reply.query_ref)
        if reply.edits:
            return await self._edit(chat, reply)
        if not reply.text.strip():
            raise Rejected("a message without text")
        markup = find_markup(reply, offered=chat in self._offered)
        message = await self._bot.send_message(
            chat, reply.text, reply_markup=markup, link_preview_options=NO_PREVIEW
        )
        self._remember(chat, markup)
        return str(message.message_id)

    async def _edit(self, chat: int, reply: Reply) -> str:
        message, markup = number_of(reply.edits), find_buttons(reply)
        try:
            if reply.text.strip():
                await self._bot.edit_message_text(
                    reply.text,
                    chat,
                    message,
                    reply_markup=markup,
                    link_preview_options=NO_PREVIEW,
                )
            else:  # what the message said was not told: only its buttons change
                await self._bot.edit_message_reply_markup(chat, message, reply_markup=markup)
        except BadRequest as error:
            if not is_settled_edit(error):
                raise
            if SAME not in error.message.lower():
                log.info("edit-too-late", message=message, why=error.message)
        return reply.edits

    async def _acknowledge(self, query: str) -> None:
        """End the waiting of a press, once; it may be too old, and nothing hangs on it."""
        try:
            await self._bot.answer_callback_query(query, read_timeout=PROMPT)
        except TelegramError as error:
            log.info("press-not-acknowledged", why=error.message)

    def _remember(self, chat: int, markup: Markup | None) -> None:
        match markup:
            case ReplyKeyboardMarkup():
                self._offered[chat] = None
            case ReplyKeyboardRemove():
                self._offered.pop(chat, None)
        if len(self._offered) > MOST_REMEMBERED:
            self._offered.popitem(last=False)


def find_markup(reply: Reply, *, offered: bool = False) -> Markup | None:
    """Return the keyboard of a new message; a contact button takes the choices beside it.

    A message carries one keyboard: with the contact button, choices are pressed as words, which
    are understood when typed. The button is taken away by the next message without a keyboard.
    """
    if reply.ask_contact:
        rows = [[KeyboardButton(reply.ask_contact, request_contact=True)]]
        rows += [[KeyboardButton(c.label) for c in row] for row in rows_of(reply)]
        return ReplyKeyboardMarkup(rows, resize_keyboard=True, one_time_keyboard=True)
    if offered and not reply.choices:
        return ReplyKeyboardRemove()
    return find_buttons(reply)


def find_buttons(reply: Reply) -> InlineKeyboardMarkup | None:
    """Return the buttons below a message."""
    if not reply.choices:
        return None
    return InlineKeyboardMarkup([[button_of(c) for c in row] for row in rows_of(reply)])


def rows_of(reply: Reply) -> Iterator[Sequence[Choice]]:
    """Yield the choices row by row."""
    columns = max(1, min(reply.columns, MOST_IN_ROW))
    for first in range(0, len(reply.choices), columns):
        yield reply.choices[first : first + columns]


def button_of(choice: Choice) -> InlineKeyboardButton:
    """Return a choice as a button, or raise Rejected when its press cannot be carried."""
    if not 0 < len(choice.press.encode()) <= MOST_BYTES:
        raise Rejected(f"a press is 1 to {MOST_BYTES} bytes")
    return InlineKeyboardButton(
        shorten(choice.label, CAPABILITIES.most_label), callback_data=choice.press
    )


def shorten(label: str, most: int) -> str:
    """Cut a label after a whole word and say so, where it is too long for a button."""
    if utf16(label) <= most:
        return label
    kept = ""
    for char in label:
        if utf16(kept) + utf16(char) > most - 1:
            break
        kept += char
    whole, space, _ = kept.rpartition(" ")
    return f"{(whole if space and len(whole) >= len(kept) // 2 else kept).rstrip(' ,;.')}…"


def number_of(ref: str) -> int:
    """Read the platform's id of a chat or message, or raise Rejected for what is none."""
    try:
        return int(ref)
    except ValueError as error:
        raise Rejected("not a Telegram id") from error
