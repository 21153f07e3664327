"""Door: `/tin`: organizers write broadcasts in chat, and look after those that run."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot import broadcasts
from bot.errors import NotPermitted
from bot.messages import Choice, Kind
from bot.models import Broadcast
from bot.text import moment
from bot.turns import Router, Turn
from handlers import help as helping
from handlers.answering_photos import take_photo
from handlers.organizing_asking import (
    LISTED,
    ActPress,
    ReportPress,
    act,
    actor_of,
    admit,
    attempt,
    clipped,
    current_step,
)
from handlers.organizing_attaching import take_received
from handlers.organizing_flow import PERMISSIONS, STEPS, begin, proceed
from handlers.organizing_forms import take_form
from handlers.organizing_launching import ask_time, confirm_now, send
from handlers.organizing_preview import ask_edit, drop, keep, load, show_preview, test
from handlers.organizing_repeat import ask_repeat
from handlers.organizing_scope import permits

router = Router("organizing_broadcast")
GOING_ON = ("draft", "awaiting_approval", "scheduled", "running", "paused")
# what may be done with a broadcast, by its state
ACTS = {
    "awaiting_approval": ("withdraw", "cancel"),
    "scheduled": ("cancel",),
    "running": ("pause", "cancel"),
    "paused": ("resume", "cancel"),
}


@router.command("tin", "broadcast")
async def look_after(turn: Turn) -> None:
    """List the broadcasts that are going on, with a way to a new one; none: begin one."""
    actor = await admit(turn, *PERMISSIONS)
    if actor is None:
        return
    turn.done()
    found = [b for b in await _find_mine(turn) if b.state in GOING_ON][:LISTED]
    if not found:
        await write_new(turn, 0)
        return
    choices = [act(turn, "new", 0), *(_open_choice(turn, one) for one in found)]
    turn.quote(turn.phrase("organizing-broadcasts"), choices=choices)


@router.of(Kind.PHOTO, Kind.DOCUMENT)
async def take_file(turn: Turn) -> None:
    """Take a photo that a survey asks for, or what an organizer writing something sends."""
    if await take_photo(turn):
        return
    writing = current_step(turn) in STEPS and not turn.noted("flow")
    if not writing and await take_form(turn):
        return
    if not (writing and turn.incoming.file and await admit(turn, *PERMISSIONS)):
        await helping.refuse(turn)
    elif not await take_received(turn):
        return
    elif turn.noted("broadcast") is None:
        turn.repeat_question()
    else:
        turn.note(correcting="attachments")
        await proceed(turn)


@router.on(ActPress)
async def do(turn: Turn, press: ActPress) -> None:
    """Do what a button says; one of a draft that is not before us shows that broadcast instead."""
    if not await admit(turn, *PERMISSIONS):
        return
    if press.act in OF_BROADCASTS:
        await OF_BROADCASTS[press.act](turn, press.number)
        return
    before_us = turn.noted("broadcast") == press.number and current_step(turn) in STEPS
    confirmed = press.act != "send" or current_step(turn) == "confirm"
    if before_us and confirmed and press.act in OF_DRAFTS:
        await OF_DRAFTS[press.act](turn, press.number)
    else:
        await show(turn, press.number)


async def write_new(turn: Turn, number: int) -> None:
    """Begin a new broadcast."""
    if await admit(turn, "broadcast:write"):
        await begin(turn)


async def show(turn: Turn, number: int) -> None:
    """Show how a broadcast stands and what may be done with it; a draft is gone on with."""
    broadcast = await attempt(turn, _get_mine(turn, number))
    turn.done()
    if broadcast is None:
        return
    if broadcast.state == "draft":
        load(turn, broadcast)
        await show_preview(turn)
        return
    report = Choice(turn.phrase("organizing-act-report"), ReportPress("broadcast", number).pack())
    choices = [act(turn, name, number) for name in ACTS.get(broadcast.state, ())]
    turn.quote(_status(turn, broadcast), choices=[*choices, report])


async def withdraw(turn: Turn, number: int) -> None:
    """Take back what waits for a second person, to change it."""
    await _move(turn, number, broadcasts.withdraw)


async def pause(turn: Turn, number: int) -> None:
    """Pause a running broadcast."""
    await _move(turn, number, broadcasts.pause)


async def resume(turn: Turn, number: int) -> None:
    """Let a paused broadcast go on."""
    await _move(turn, number, broadcasts.resume)


async def ask_cancel(turn: Turn, number: int) -> None:
    """Ask before a broadcast is cancelled: it cannot be taken back."""
    broadcast = await attempt(turn, _get_mine(turn, number))
    if broadcast is not None:
        choices = (act(turn, "end", number, "có", "yes"), act(turn, "open", number, "không", "no"))
        words = turn.phrase("organizing-cancel", number=str(number), title=broadcast.title)
        turn.quote(words, choices=choices)


async def cancel(turn: Turn, number: int) -> None:
    """Cancel a broadcast for good."""
    await _move(turn, number, broadcasts.cancel)


async def _move(turn: Turn, number: int, verb: Callable[..., Awaitable[Broadcast]]) -> None:
    """Change a broadcast's state, and show how it stands now."""
    actor = await actor_of(turn)
    await attempt(turn, verb(turn.session, actor, number, now=turn.now))
    await show(turn, number)


async def _get_mine(turn: Turn, number: int) -> Broadcast:
    """Return a broadcast that this organizer may write or send, or raise NotPermitted."""
    broadcast = await broadcasts.get(turn.session, number)
    if not await _is_mine(turn, broadcast):
        raise NotPermitted("broadcast:write")
    return broadcast


async def _find_mine(turn: Turn) -> list[Broadcast]:
    """Return the latest broadcasts that go on and that this organizer may look after."""
    actor = await actor_of(turn)
    found = await broadcasts.list_broadcasts(turn.session, actor, states=GOING_ON, limit=LISTED)
    return [broadcast for broadcast in found if await _is_mine(turn, broadcast)]


async def _is_mine(turn: Turn, broadcast: Broadcast) -> bool:
    actor = await actor_of(turn)
    return any(
        permits(actor, permission, organisation_id=broadcast.organisation_id, rule=broadcast.rule)
        for permission in PERMISSIONS
    )


def _open_choice(turn: Turn, broadcast: Broadcast) -> Choice:
    state = turn.phrase("broadcast-state", state=broadcast.state)
    label = clipped(f"{broadcast.id}. {state}: {broadcast.title}")
    return Choice(label, ActPress("open", broadcast.id).pack(), (broadcast.title,))


def _status(turn: Turn, broadcast: Broadcast) -> str:
    return turn.phrase(
        "organizing-status",
        number=str(broadcast.id),
        title=broadcast.title,
        state=turn.phrase("broadcast-state", state=broadcast.state),
        at=moment(turn.locale, broadcast.starts_at) if broadcast.starts_at else "—",
    )


Act = Callable[[Turn, int], Awaitable[None]]
# what needs the draft to be the one before us
OF_DRAFTS: dict[str, Act] = {
    "test": test,
    "now": confirm_now,
    "later": ask_time,
    "repeat": ask_repeat,
    "edit": ask_edit,
    "drop": drop,
    "keep": keep,
    "send": send,
}
OF_BROADCASTS: dict[str, Act] = {
    "new": write_new,
    "open": show,
    "withdraw": withdraw,
    "pause": pause,
    "resume": resume,
    "cancel": ask_cancel,
    "end": cancel,
}
