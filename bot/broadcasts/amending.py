"""Room: one message put right or taken back in one chat, as far as its platform can.

What cannot be rewritten is sent anew, marked; what cannot be taken back says why in the ledger.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.broadcasts.budget import REWRITTEN
from bot.broadcasts.bundles import Bundle
from bot.broadcasts.fates import Fate
from bot.broadcasts.priors import Prior
from bot.broadcasts.rendering import mark, render
from bot.messages import Blocked, Channel, Rejected, Reply, SendError, Sent, Unknown
from bot.pacing import Pacer
from bot.rendering import parts
from bot.text import say

MOST_REASON = 20  # deliveries.reason


def correct_anew(bundle: Bundle) -> Reply:
    """Return a correction as a message of its own."""
    reply = render(bundle.wording, bundle.recipients, bundle.locale)
    return mark(reply, say(bundle.locale, "broadcast-correction-mark"))


async def rewrite(channel: Channel, pacer: Pacer, bundle: Bundle) -> Fate | None:
    """Rewrite the message that a chat has, and return what came of it; None: it has to be sent.

    The first request may begin now; when None is returned, another one may.
    """
    reply = render(bundle.wording, bundle.recipients, bundle.locale)
    pairs = _pair(bundle, parts(reply, channel.capabilities), edits=channel.capabilities.edits)
    for place, (part, ref) in enumerate(pairs):
        if place:
            await pacer.grant(bundle.chat, lane="broadcast")
        try:
            outcome = await channel.send(bundle.chat, replace(part, edits=ref))
        except Rejected:  # the platform, or the person, has it no more
            outcome = Sent("")
        except SendError as error:
            return _refused(bundle, error)
        if isinstance(outcome, Unknown):
            return Fate(bundle, "unknown", outcome.why[:MOST_REASON])
        if not outcome.ref:
            await pacer.grant(bundle.chat, lane="broadcast")
            return None
    refs = next(iter(_latest(bundle)), ())
    return Fate(bundle, "sent", REWRITTEN, ref=",".join(refs), reply=reply) if pairs else None


async def take_back(channel: Channel, pacer: Pacer, bundle: Bundle) -> Fate:
    """Take back every message that a chat has of a broadcast; the first request may begin now."""
    lasts, ages = channel.capabilities.recalls, _date(bundle)
    if lasts is None or not ages:
        return Fate(bundle, "skipped", "cannot_recall")
    refs = [ref for ref, sent_at in ages.items() if sent_at + lasts > bundle.claimed_at]
    late = len(refs) < len(ages)
    for place, ref in enumerate(refs):
        if place:
            await pacer.grant(bundle.chat, lane="broadcast")
        try:
            outcome = await channel.send(bundle.chat, Reply("", recalls=(ref,)))
        except SendError as error:
            return _refused(bundle, error)
        if isinstance(outcome, Unknown):
            return Fate(bundle, "unknown", outcome.why[:MOST_REASON])
        late = late or not outcome.ref
    if late:
        return Fate(bundle, "skipped", "too_old")
    return Fate(bundle, "sent", "recalled", ref=",".join(refs)[:200])


def _pair(bundle: Bundle, made: list[Reply], *, edits: bool) -> list[tuple[Reply, str]]:
    """Return which part takes the place of which message; none, when that cannot be told.

    A file alone, or a place, stays as it is.
    """
    latest = _latest(bundle)
    refs = next(iter(latest), ())
    if not edits or len(latest) != 1 or len(refs) != len(made):
        return []
    return [(part, ref) for part, ref in zip(made, refs, strict=True) if part.text]


def _date(bundle: Bundle) -> dict[str, datetime]:
    """Return each message that the chat has, with when it came: a rewritten one is no newer."""
    priors = [prior for own in _here(bundle) for prior in own]
    return {
        ref: prior.sent_at
        for prior in sorted(priors, key=lambda one: one.sent_at, reverse=True)
        for ref in prior.refs
    }


def _latest(bundle: Bundle) -> set[tuple[str, ...]]:
    """Return the latest message that each recipient has here: a family mostly has one."""
    return {priors[0].refs for priors in _here(bundle) if priors}


def _here(bundle: Bundle) -> list[list[Prior]]:
    return [[one for one in priors if one.chat_id == bundle.chat_id] for priors in bundle.priors]


def _refused(bundle: Bundle, error: SendError) -> Fate:
    """Say what a refusal comes to: to do it once more would do no harm, nothing is sent."""
    match error:
        case Blocked(reason):
            return Fate(bundle, "failed", reason[:MOST_REASON], error=error)
        case Rejected():
            return Fate(bundle, "failed", "rejected", error=error)
        case _:  # Throttled, Unreachable, Halted
            return Fate(bundle, "queued", error=error)
