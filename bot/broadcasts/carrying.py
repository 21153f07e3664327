"""Room: one message carried to one chat, and what its outcome means for the ledger."""

from __future__ import annotations

from bot.broadcasts.ledger import Bundle
from bot.broadcasts.recording import Fate
from bot.broadcasts.rendering import render
from bot.messages import Blocked, Channel, Rejected, SendError, Unknown
from bot.pacing import Pacer
from bot.rendering import parts

MOST_REASON = 20  # deliveries.reason
MOST_REF = 40  # deliveries.platform_ref


async def carry(channel: Channel, pacer: Pacer, bundle: Bundle) -> Fate:
    """Send a bundle's message, whose first part may begin now, and return what became of it."""
    reply = render(bundle.wording, bundle.recipients, bundle.locale)
    ref = ""
    for place, part in enumerate(parts(reply, channel.capabilities)):
        if place:
            await pacer.grant(bundle.chat, lane="broadcast")
        try:
            outcome = await channel.send(bundle.chat, part)
        except SendError as error:
            return _refused(bundle, error) if place == 0 else _half_sent(bundle, error)
        if isinstance(outcome, Unknown):
            return Fate(bundle, "unknown", outcome.why[:MOST_REASON])
        ref = outcome.ref
    return Fate(bundle, "sent", ref=ref[:MOST_REF], reply=reply)


def _refused(bundle: Bundle, error: SendError) -> Fate:
    match error:
        case Blocked(reason):
            return Fate(bundle, "failed", reason[:MOST_REASON], error=error)
        case Rejected():
            return Fate(bundle, "failed", "rejected", error=error)
        case _:  # Throttled, Unreachable, Halted: it has not left
            return Fate(bundle, "queued", error=error)


def _half_sent(bundle: Bundle, error: SendError) -> Fate:
    """A second part that did not go: the first has arrived and must not come again."""
    return Fate(bundle, "unknown", "half sent", error=error)
