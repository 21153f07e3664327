"""Door: a draft looked at, tried, timed, confirmed and launched."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot import broadcasts, segments
from bot.broadcasts.reaching import count_reached
from bot.broadcasts.timing import leaves_at, read_moment
from bot.errors import Refused
from bot.messages import Choice
from bot.models import Broadcast
from bot.text import moment
from bot.turns import Turn
from handlers.asking import YES
from handlers.organizing_asking import (
    PREFIX,
    Question,
    act,
    actor_of,
    always,
    answer,
    ask_step,
    attempt,
    back_choice,
    refuse_press,
    refuse_typing,
)
from handlers.organizing_compose import draft_of
from handlers.organizing_scope import permits
from handlers.organizing_segment import describe_audience

EDITABLE = ("whom", "title", "text", "buttons")


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
    turn.note(**_notes_of(broadcast))


async def show_preview(turn: Turn) -> None:
    """Show the message exactly as a member of the audience reads it, then ask what to do."""
    actor, number = await actor_of(turn), turn.noted("broadcast")
    verb = broadcasts.preview(turn.session, actor, number, locale=turn.locale)
    reply = await attempt(turn, verb)
    if reply is None:
        turn.done()
        return
    turn.replies.append(reply)
    await ask_preview(turn)


async def ask_preview(turn: Turn) -> None:
    """Ask whether to try, send, time, change or drop a draft, saying whom it would reach."""
    number, sends = turn.noted("broadcast"), await _may_send(turn)
    names = ("test", "now", "later", "edit", "drop") if sends else ("test", "edit", "keep")
    key = "organizing-preview" if sends else "organizing-preview-kept"
    audience = await describe_audience(turn, turn.noted("rule"))
    reached = await count_reached(turn.session, await broadcasts.get(turn.session, number))
    if reached != await segments.count(turn.session, turn.noted("rule")):
        audience += "\n" + turn.phrase("organizing-reached", count=reached)
    turn.ask(
        turn.phrase(key, number=str(number), audience=audience),
        step=f"{PREFIX}preview",
        choices=[act(turn, name, number) for name in names],
    )


async def test(turn: Turn, number: int) -> None:
    """Send the draft to this chat alone, marked as a test."""
    verb = broadcasts.send_test(
        turn.session, await actor_of(turn), number, now=turn.now, locale=turn.locale
    )
    reply = await attempt(turn, verb)
    if reply is not None:
        turn.replies.append(reply)
        await ask_preview(turn)


async def ask_edit(turn: Turn, number: int) -> None:
    """Ask what is to be changed."""
    names = {step: turn.phrase("organizing-step", step=step) for step in EDITABLE}
    choices = [answer("edit", step, name[:1].upper() + name[1:]) for step, name in names.items()]
    ask_step(turn, "edit", turn.phrase("organizing-edit"), choices=choices)


async def ask_time(turn: Turn, number: int) -> None:
    """Ask when the broadcast is to leave."""
    ask_step(turn, "time", turn.phrase("organizing-time"), marks="none")


async def read_time(turn: Turn, text: str) -> bool:
    """Take a time as people type it, and ask for the confirmation."""
    try:
        at = read_moment(text, now=turn.now)
    except Refused as refused:
        turn.misunderstood(refused.code)
        return False
    turn.note(at=at.isoformat())
    await ask_confirmation(turn)
    return False


async def confirm_now(turn: Turn, number: int) -> None:
    """Ask for the confirmation of sending at once."""
    turn.note(at=None)
    await ask_confirmation(turn)


async def ask_confirmation(turn: Turn) -> None:
    """Say once more how many will get it and when it really leaves, and ask to confirm."""
    number, at = turn.noted("broadcast"), _noted_time(turn)
    wanted = at or turn.now
    leaves = leaves_at(wanted, turn.settings)
    words = turn.phrase(
        "organizing-confirm",
        title=turn.noted("title"),
        count=await segments.count(turn.session, turn.noted("rule")),
        at=moment(turn.locale, at) if at else "now",
    )
    if leaves != wanted:
        quiet = turn.settings.quiet_until, turn.settings.quiet_from
        start, end = (f"{hour:%H:%M}" for hour in quiet)
        leaving = moment(turn.locale, leaves)
        words += "\n" + turn.phrase("organizing-quiet", start=start, end=end, leaves=leaving)
    choices: list[Choice] = [act(turn, "send", number, *YES), back_choice(turn, "confirm")]
    turn.ask(words, step=f"{PREFIX}confirm", choices=choices)


async def send(turn: Turn, number: int) -> None:
    """Launch the draft as confirmed; a second confirmation finds it launched."""
    if await _was_changed(turn, number):
        return
    at, actor = _noted_time(turn), await actor_of(turn)
    count = await segments.count(turn.session, turn.noted("rule"))
    verb = broadcasts.launch(turn.session, actor, number, now=turn.now, at=at)
    launched = await attempt(turn, verb)
    turn.done()
    if launched is not None:
        turn.say(
            "organizing-launched",
            number=str(number),
            count=count,
            at=moment(turn.locale, at) if at else "now",
        )


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


async def _was_changed(turn: Turn, number: int) -> bool:
    """Tell whether somebody else rewrote the draft since it was looked at; show it again then."""
    broadcast = await broadcasts.get(turn.session, number, locked=True)
    notes = _notes_of(broadcast)
    if broadcast.state != "draft" or notes == {name: turn.noted(name) for name in notes}:
        return False
    turn.say("organizing-changed", number=str(number))
    load(turn, broadcast)
    await show_preview(turn)
    return True


def _notes_of(broadcast: Broadcast) -> dict[str, Any]:
    return {
        "broadcast": broadcast.id,
        "organisation": broadcast.organisation_id,
        "campaign": broadcast.campaign_id,
        "purpose": broadcast.purpose,
        "rule": broadcast.rule,
        "title": broadcast.title,
        "text": broadcast.text,
        "buttons": broadcast.buttons,
    }


async def _may_send(turn: Turn) -> bool:
    return permits(
        await actor_of(turn),
        "broadcast:send",
        organisation_id=turn.noted("organisation"),
        rule=turn.noted("rule"),
    )


def _noted_time(turn: Turn) -> datetime | None:
    noted = turn.noted("at")
    return datetime.fromisoformat(noted) if noted else None


async def _ask_preview_again(turn: Turn) -> None:
    await ask_preview(turn)


async def _ask_time_again(turn: Turn) -> None:
    await ask_time(turn, turn.noted("broadcast"))


TIME = Question("time", _ask_time_again, read_time, refuse_press, always)
CONFIRM = Question("confirm", ask_confirmation, refuse_typing, refuse_press, always)
PREVIEW = Question("preview", _ask_preview_again, refuse_typing, refuse_press, always)
