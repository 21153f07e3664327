"""Room: one message carried to one chat, and what its outcome means for the ledger."""

from __future__ import annotations

from bot.broadcasts.amending import correct_anew, rewrite, take_back
from bot.broadcasts.bundles import Bundle
from bot.broadcasts.fates import Fate
from bot.broadcasts.hold import Hold, Withheld
from bot.broadcasts.rendering import render, render_template
from bot.messages import Blocked, Channel, Rejected, Reply, SendError, Unknown
from bot.pacing import Pacer
from bot.rendering import parts

MOST_REASON = 20  # deliveries.reason
MOST_REF = 200  # deliveries.platform_ref
HALF_SENT = "half_sent"


async def carry(channel: Channel, pacer: Pacer, hold: Hold, bundle: Bundle) -> Fate:
    """Send a bundle's message, whose first part may begin now, and return what became of it."""
    match bundle.wording.kind:
        case "recall":
            return await take_back(channel, pacer, bundle)
        case "correction":
            fate = await rewrite(channel, pacer, bundle)
            if fate is not None:
                return fate
            reply = correct_anew(bundle)
        case _ if bundle.by_template:
            reply = render_template(bundle.wording, bundle.recipients)
        case _:
            reply = render(bundle.wording, bundle.recipients, bundle.locale)
    return await _send(channel, pacer, hold, bundle, reply)


async def _send(channel: Channel, pacer: Pacer, hold: Hold, bundle: Bundle, reply: Reply) -> Fate:
    refs = ""
    for place, part in enumerate(parts(reply, channel.capabilities)):
        if place:
            await pacer.grant(bundle.chat, lane="broadcast")
        try:
            outcome = await hold.send(channel, pacer, bundle.chat, part)
        except Withheld:
            return Fate(bundle, "queued") if place == 0 else Fate(bundle, "unknown", HALF_SENT)
        except SendError as error:
            return _refused(bundle, error) if place == 0 else _half_sent(bundle, error)
        if isinstance(outcome, Unknown):
            return Fate(bundle, "unknown", outcome.why[:MOST_REASON])
        refs = _join(refs, outcome.ref)
    return Fate(bundle, "sent", ref=refs, reply=reply)


def _join(refs: str, ref: str) -> str:
    """Add a part's id to those before it, as long as they can be kept."""
    joined = f"{refs},{ref}" if refs else ref
    return joined if len(joined) <= MOST_REF else refs


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
    return Fate(bundle, "unknown", HALF_SENT, error=error)
