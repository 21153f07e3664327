"""Door, Telegram: what a refusal or a silence of the Bot API means, in our five errors.

The texts are those of the Bot API server, tdlib/telegram-bot-api 10.0; python-telegram-bot strips
"Bad Request: " from them and changes their case.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    TelegramError,
    TimedOut,
)

from bot.channels.telegram.backend import AnswerLost, NotSent, TooFast
from bot.messages import (
    Blocked,
    Halted,
    Rejected,
    SendError,
    Throttled,
    Unknown,
    Unreachable,
)

# a piece of the server's words -> our reason code; the chat is closed to us for good
CLOSED = {
    "blocked by the user": "blocked",
    "user is deactivated": "deactivated",
    "can't initiate conversation": "never_started",
    "bot was kicked": "kicked",
    "bot is not a member": "kicked",
    "group chat was deleted": "chat_deleted",
    "chat not found": "chat_not_found",
    "peer_id_invalid": "chat_not_found",
    "user not found": "chat_not_found",
}
# an edit that needs no sending: the message is as wanted, or cannot be reached any more
SAME = "message is not modified"
NO_TEXT = "there is no text in the message to edit"  # its words are those below a file
PAST_EDITING = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    NO_TEXT,
)
GONE = "message to delete not found"  # the person, or we, took it away before
TOO_OLD_TO_RECALL = "message can't be deleted"
NEVER_LEFT = "request was *not* sent"  # python-telegram-bot, of its own pool


def read_error(error: TelegramError) -> SendError | Unknown:
    """Say what became of a message."""
    return next(read(error) for kind, read in MEANINGS if isinstance(error, kind))


def find_closed(message: str) -> str | None:
    """Return why a chat is closed to us, where these words of the server say so."""
    words = message.lower()
    return next((code for piece, code in CLOSED.items() if piece in words), None)


def is_settled_edit(error: TelegramError) -> bool:
    """Say whether an edit failed because there is nothing to do any more."""
    words = error.message.lower()
    return isinstance(error, BadRequest) and any(p in words for p in (SAME, *PAST_EDITING))


def is_settled_recall(error: BadRequest) -> bool:
    """Say whether there is no such message any more; raise what is no answer to the question."""
    words = error.message.lower()
    if GONE not in words and TOO_OLD_TO_RECALL not in words:
        raise error
    return GONE in words


def describe(error: TelegramError) -> str:
    """Say to an operator why updates do not come."""
    match error:
        case InvalidToken():
            return "bad token"
        case TooFast():
            return f"throttled for {error.wait.total_seconds():.0f} s"
        case Conflict():
            return "conflict: another program receives this bot's updates"
        case BadRequest():
            return f"refused: {error.message}"
        case _:
            return f"unreachable: {error.message}"


def _read_refusal(error: BadRequest) -> SendError:
    closed = find_closed(error.message)
    return Blocked(closed) if closed else Rejected(error.message)


def _read_time_out(error: TimedOut) -> SendError | Unknown:
    left = NEVER_LEFT not in error.message.lower()
    return Unknown("timed_out") if left else Unreachable("no free connection")


# what was raised -> what it means, first match: BadRequest and the others are NetworkErrors too
MEANINGS: tuple[tuple[type[TelegramError], Callable[[Any], SendError | Unknown]], ...] = (
    (TooFast, lambda error: Throttled(error.wait)),
    (ChatMigrated, lambda error: Rejected(f"the group is another chat now: {error.new_chat_id}")),
    (InvalidToken, lambda _: Halted("bad token")),
    (EndPointNotFound, lambda _: Halted("bad token")),  # what the library makes of it later on
    (Forbidden, lambda error: Blocked(find_closed(error.message) or "forbidden")),
    (BadRequest, _read_refusal),
    (NotSent, lambda error: Unreachable(error.message)),
    (TimedOut, _read_time_out),
    (AnswerLost, lambda _: Unknown("connection_lost")),
    (TelegramError, lambda _: Unknown("server_error")),
)
