"""Door, Zalo bot: what a refusal or a silence of the Bot Platform means, in our five errors.

The platform's own list (second-hand): 400 bad path or method, 401 token, 403 internal error, 404
not found, 408 time-out, 426 too many tests of the webhook, 429 quota exceeded, without a wait.
What a closed chat looks like is not documented: words that name the chat are taken for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.channels.zalo_bot.calls import AnswerLost, NotSent, Refused
from bot.messages import QUOTA, Blocked, Halted, Rejected, SendError, Unknown, Unreachable

NOTHING_NEW = 408  # of getUpdates
BAD_TOKEN, SPENT = 401, 429
OWN_FAILURES = range(500, 600)
OF_THE_CHAT = re.compile(r"\b(chat|user|recipient|conversation|block\w*)\b", re.IGNORECASE)

Meaning = Callable[[str], SendError | Unknown]


def read_error(error: Refused | NotSent | AnswerLost) -> SendError | Unknown:
    """Say what became of a message."""
    match error:
        case NotSent(why):
            return Unreachable(why)
        case AnswerLost():
            return Unknown("connection_lost")
        case Refused(code, words):
            read = MEANINGS.get(code)
            if read is not None:
                return read(words)
            return Unknown("server_error" if code in OWN_FAILURES else f"code_{code}")


def _read_refusal(words: str) -> SendError:
    return Blocked("chat_not_found") if OF_THE_CHAT.search(words) else Rejected(words)


# the platform's code -> what it means; of any other nobody knows whether the message went
MEANINGS: dict[int, Meaning] = {
    400: _read_refusal,
    BAD_TOKEN: lambda _: Halted("bad token"),
    403: lambda _: Unknown("server_error"),  # so it is documented: its own failure
    404: _read_refusal,
    NOTHING_NEW: lambda _: Unknown("timed_out"),
    413: Rejected,
    422: Rejected,
    SPENT: lambda _: Halted(QUOTA),
}


def describe(error: Refused | NotSent | AnswerLost) -> str:
    """Say to an operator why the platform does not answer as it should."""
    match error:
        case NotSent(why) | AnswerLost(why):
            return f"unreachable: {why}"
        case Refused(401):
            return "bad token"
        case Refused(429):
            return "the month's quota is spent"
        case Refused(code, words):
            return f"refused: {code} {words}".rstrip()
