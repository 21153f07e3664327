"""Door, Zalo OA: what a refusal means, in our five errors.

Codes as public notes quote the documentation (second-hand, not tried against the service).
"""

from __future__ import annotations

from datetime import timedelta

from bot.messages import (
    QUOTA,
    WINDOW,
    Blocked,
    Halted,
    Rejected,
    SendError,
    Throttled,
    Unreachable,
)

WRONG_PARAMETER = -201  # a picture of which the service knows nothing any more is one
TOKEN_REFUSED = (-216, -220, -124)  # invalid, expired; -124: the same from the template service
RATE_WAIT = timedelta(seconds=60)  # the limit is told a minute
CLOSED = {-217: "blocked", -227: "deactivated", -118: "no_zalo", -119: "blocked"}
PAST_WINDOW = (-213, -230, -232)  # the person has done nothing here for too long
SPENT = -211
HALTED = {
    -204: "the Official Account is disabled",
    -205: "there is no such Official Account",
    -209: "the app is disabled",
    SPENT: "the month's messages after the free hours are used up",
    -212: "the account has no right to this API; link the app to it",
    -219: "there is no such app",
    -221: "the Official Account is not verified",
    -224: "the Official Account's plan does not include this",
    -147: "the day's quota of templates is used up",
    -115: "the balance does not cover another template message",
}


def read_refusal(code: int, words: str) -> SendError:
    """Return which of our errors a refusal is."""
    if code in CLOSED:
        return Blocked(CLOSED[code])
    if code in PAST_WINDOW:
        return Blocked(WINDOW)
    if code in HALTED:
        return Halted(QUOTA if code == SPENT else f"Zalo OA {code}: {HALTED[code]}")
    match code:
        case -32:
            return Throttled(RATE_WAIT)
        case -234:
            return Unreachable("not at night")
        case _:
            return Rejected(f"{code} {words}"[:200])
