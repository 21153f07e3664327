"""Door: a draft looked at, tried, changed and dropped."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot import broadcasts, segments
from bot.broadcasts.allowing import find_needs, say_needs
from bot.broadcasts.costing import estimate, say_estimate, say_template
from bot.broadcasts.reaching import count_reached
from bot.broadcasts.shapes import describe_shapes, find_platforms
from bot.models import Broadcast
from bot.text import moment
from bot.turns import Turn
from handlers.organizing_asking import (
    PREFIX,
    Question,
    act,
    actor_of,
    always,
    answer,
    ask_step,
    attempt,
    refuse_press,
    refuse_typing,
)
from handlers.organizing_audience import describe_audience
from handlers.organizing_compose import draft_of
from handlers.organizing_costing import find_edits
from handlers.organizing_english import has_english
from handlers.organizing_scope import permits

FLAGS = ("urgent", "twice_ok", "may_cost", "where_last")  # what a draft may be, on and off
EDITABLE = ("whom", "title", "text", "buttons", "english", "attachments")


async def store(turn: Turn) -> Broadcast | None:
    """Keep what has been noted as a draft, or put it in the place of the draft before."""
    actor, number, draft = await actor_of(turn), turn.noted("broadcast"), draft_of(turn)
    if number is None:
        verb = broadcasts.write(turn.session, actor, draft, now=turn.now)
    else:
        verb = broadcasts.rewrite(turn.session, actor, number, draft, now=turn.now)
    stored = await attempt(turn, verb)
    if stored is not None:
        load(turn, stored)
    return stored


def load(turn: Turn, broadcast: Broadcast) -> None:
    """Note a stored draft, to go on with it."""
    turn.done()
    turn.note(**notes_of(broadcast))


async def show_preview(turn: Turn) -> None:
    """Show the message as a member of the audience reads it, in each language; then ask."""
    actor, number = await actor_of(turn), turn.noted("broadcast")
    verb = broadcasts.preview(turn.session, actor, number, locale=turn.locale)
    replies = await attempt(turn, verb)
    if replies is None:
        turn.done()
        return
    turn.replies += replies
    shapes = describe_shapes(replies[0], turn.locale, find_platforms(turn.settings))
    if shapes:
        turn.quote("\n".join(shapes))
    await ask_preview(turn)


async def ask_preview(turn: Turn) -> None:
    """Ask whether to try, send, time, change or drop a draft, saying whom it would reach."""
    number, sends = turn.noted("broadcast"), await _may_send(turn)
    sending = ("test", "now", "later", "repeat", "edit", "drop")
    names = sending if sends else ("test", "edit", "keep")
    key = "organizing-preview" if sends else "organizing-preview-kept"
    audience = await describe_audience(turn, turn.noted("rule"))
    draft = await broadcasts.get(turn.session, number)
    reached = await count_reached(turn.session, draft, now=turn.now)
    if reached != await segments.count(turn.session, turn.noted("rule")):
        audience += "\n" + turn.phrase("organizing-reached", count=reached)
    words = [turn.phrase(key, number=str(number), audience=audience), *say_terms(turn)]
    needs = await find_needs(turn.session, draft, start=turn.now, now=turn.now)
    words += say_needs(needs, turn.locale)
    words += say_template(draft, turn.locale)
    words += say_estimate(await estimate(turn.session, draft, now=turn.now), turn.locale)
    turn.ask(
        "\n".join(words),
        step=f"{PREFIX}preview",
        choices=[act(turn, name, number) for name in names],
    )


async def test(turn: Turn, number: int) -> None:
    """Send the draft to this chat alone, marked as a test."""
    verb = broadcasts.send_test(
        turn.session, await actor_of(turn), number, now=turn.now, locale=turn.locale
    )
    replies = await attempt(turn, verb)
    if replies is not None:
        turn.replies += replies
        await ask_preview(turn)


async def ask_edit(turn: Turn, number: int) -> None:
    """Ask what is to be changed."""
    names = {step: turn.phrase("organizing-step", step=step) for step in EDITABLE}
    choices = [answer("edit", step, name[:1].upper() + name[1:]) for step, name in names.items()]
    for flag in FLAGS[:2]:
        on = "yes" if turn.noted(flag) else "no"
        choices.append(answer("edit", flag, turn.phrase(f"organizing-turn-{flag}", on=on)))
    choices += await find_edits(turn)
    ask_step(turn, "edit", turn.phrase("organizing-edit"), choices=choices)


async def drop(turn: Turn, number: int) -> None:
    """Give a draft up."""
    verb = broadcasts.cancel(turn.session, await actor_of(turn), number, now=turn.now)
    dropped = await attempt(turn, verb)
    turn.done()
    if dropped is not None:
        turn.say("organizing-dropped", number=str(number))


async def keep(turn: Turn, number: int) -> None:
    """Leave a draft as it is, for whoever may send it."""
    turn.done()
    turn.say("organizing-kept", number=str(number))


def say_terms(turn: Turn) -> list[str]:
    """Say what else is agreed on a draft: a second language, its deadline, that it is urgent."""
    by = turn.noted("send_by")
    until = datetime.fromisoformat(by) if by else None
    lines = [turn.phrase("approving-until", by=moment(turn.locale, until))] if until else []
    if has_english(turn):
        lines.append(turn.phrase("organizing-in-english"))
    return lines + [turn.phrase(f"organizing-is-{flag}") for flag in FLAGS if turn.noted(flag)]


def notes_of(broadcast: Broadcast) -> dict[str, Any]:
    """Return what is noted of a stored draft."""
    return {
        "broadcast": broadcast.id,
        "organisation": broadcast.organisation_id,
        "campaign": broadcast.campaign_id,
        "purpose": broadcast.purpose,
        "rule": broadcast.rule,
        "title": broadcast.title,
        "text": broadcast.text,
        "buttons": broadcast.buttons,
        "attachments": broadcast.attachments,
        "send_by": write_moment(broadcast.send_by),
        "urgent": broadcast.urgent,
        "twice_ok": broadcast.twice_ok,
        "may_cost": broadcast.may_cost,
        "where_last": broadcast.where_last,
        "template": broadcast.template,
        "translations": broadcast.translations,
    }


async def _may_send(turn: Turn) -> bool:
    return permits(
        await actor_of(turn),
        "broadcast:send",
        organisation_id=turn.noted("organisation"),
        rule=turn.noted("rule"),
    )


def write_moment(value: datetime | None) -> str | None:
    """Return a moment as it is noted."""
    return value.astimezone(UTC).isoformat() if value else None


async def _ask_preview_again(turn: Turn) -> None:
    await ask_preview(turn)


PREVIEW = Question("preview", _ask_preview_again, refuse_typing, refuse_press, always)
