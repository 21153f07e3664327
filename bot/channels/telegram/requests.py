"""Door, Telegram: a Reply -> the call of the Bot API that carries it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import structlog
from telegram import (
    Bot,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.error import TelegramError

from bot.channels.telegram.entities import write_entities
from bot.channels.telegram.rewriting import NO_PREVIEW, edit, recall
from bot.channels.telegram.sending_files import file_ref_of, send_file, show_place
from bot.messages import Capabilities, Choice, Rejected, Reply, Sent
from bot.presses import MOST_BYTES
from bot.rendering import utf16

log = structlog.get_logger(__name__)

CAPABILITIES = Capabilities(
    most_text=4096,
    buttons=True,
    edits=True,
    contact_button=True,
    formats=True,
    links=True,
    places=True,
    recalls=timedelta(hours=48),  # deleteMessage, Bot API
)
QUIET = NO_PREVIEW.to_dict()
MOST_IN_ROW = 8  # python-telegram-bot's constant; the server's own is not documented
MOST_REMEMBERED = 10_000  # chats that were shown a contact button and still have it
PROMPT = 3.0  # seconds; a press waits for its acknowledgement, the person for our words

Buttons = dict[str, Any]
Markup = Buttons | ReplyKeyboardMarkup | ReplyKeyboardRemove


class Writer:
    """Write replies to chats, and remember where a contact button must be taken away again."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._offered: OrderedDict[int, None] = OrderedDict()

    async def write(self, chat: int, reply: Reply) -> Sent:
        """Send or edit one message and return its id; raise TelegramError or Rejected."""
        if reply.query_ref:
            await self._acknowledge(reply.query_ref)
        if reply.recalls:
            return Sent(await recall(self._bot, chat, number_of(reply.recalls[0])))
        if reply.edits:
            buttons = find_buttons(reply)
            below = InlineKeyboardMarkup.de_json(buttons, self._bot) if buttons else None
            return Sent(await edit(self._bot, chat, number_of(reply.edits), reply, below))
        markup = find_markup(reply, offered=chat in self._offered)
        if reply.attachment:
            message = await send_file(self._bot, chat, reply, markup)
            sent = Sent(str(message.message_id), file_ref_of(message))
        elif reply.text.strip():
            sent = Sent(await self._say(chat, reply, markup))
        elif reply.place:
            return Sent(await show_place(self._bot, chat, reply.place))
        else:
            raise Rejected("a message without text")
        self._remember(chat, markup)
        return sent

    async def _say(self, chat: int, reply: Reply, markup: Markup | None) -> str:
        """Send words and return the message's id.

        The answer is not made into the library's Message, of which we want one number: that
        takes as long as the request itself. The Bot API knows its methods in any case of
        letters, and by this name the library hands the answer over as it came.
        """
        asked: dict[str, Any] = {"chat_id": chat, "text": reply.text}
        asked["link_preview_options"] = QUIET
        if reply.spans:
            asked["entities"] = write_entities(reply)
        if markup is not None:
            asked["reply_markup"] = markup
        answer: Any = await self._bot.do_api_request("SendMessage", api_kwargs=asked)
        return str(answer["message_id"])

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
    if offered and not (reply.choices or reply.links):
        return ReplyKeyboardRemove()
    return find_buttons(reply)


def find_buttons(reply: Reply) -> Buttons | None:
    """Return the buttons below a message, as they are written on the wire.

    Each recipient of a broadcast has buttons of their own: made as the library's objects they
    would take as long as writing the request.
    """
    if not (reply.choices or reply.links):
        return None
    rows = [[write_button(choice) for choice in row] for row in rows_of(reply)]
    rows += [[{"text": link.label, "url": link.address}] for link in reply.links]
    return {"inline_keyboard": rows}


def rows_of(reply: Reply) -> Iterator[Sequence[Choice]]:
    """Yield the choices row by row."""
    columns = max(1, min(reply.columns, MOST_IN_ROW))
    for first in range(0, len(reply.choices), columns):
        yield reply.choices[first : first + columns]


def write_button(choice: Choice) -> dict[str, str]:
    """Return a choice as a button, or raise Rejected when its press cannot be carried."""
    if not 0 < len(choice.press.encode()) <= MOST_BYTES:
        raise Rejected(f"a press is 1 to {MOST_BYTES} bytes")
    return {
        "text": shorten(choice.label, CAPABILITIES.most_label),
        "callback_data": choice.press,
    }


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
