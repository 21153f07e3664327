"""Door: `/tin`: organizers write broadcasts in chat, and look after those that run."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot import broadcasts
from bot.errors import NotPermitted
from bot.messages import Choice
from bot.models import Broadcast
from bot.text import moment
from bot.turns import Router, Turn
from bot.words import fold
from handlers.organizing_asking import (
    LISTED,
    PREFIX,
    ActPress,
    ComposePress,
    ReportPress,
    act,
    actor_of,
    admit,
    attempt,
    clipped,
    current_step,
)
from handlers.organizing_flow import STEPS, begin, go_back, proceed, say_where
from handlers.organizing_preview import (
    ask_edit,
    ask_time,
    confirm_now,
    drop,
    keep,
    load,
    send,
    show_preview,
    test,
)
from handlers.organizing_scope import permits
from handlers.registration import WHERE

router = Router("organizing_broadcast")
PERMISSIONS = ("broadcast:write", "broadcast:send")
GOING_ON = ("draft", "scheduled", "running", "paused")
# what may be done with a broadcast, by its state
ACTS = {
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


@router.at(*(PREFIX + name for name in STEPS))
async def take_typed(turn: Turn) -> None:
    """Take what was typed in answer to a question about a broadcast."""
    if fold(turn.text) in WHERE:
        say_where(turn)
    elif not await admit(turn, *PERMISSIONS):
        turn.done()
    elif await STEPS[current_step(turn)].read(turn, turn.text):
        await proceed(turn)


@router.on(ComposePress)
async def take_press(turn: Turn, press: ComposePress) -> None:
    """Take a choice, if its question is the one that waits."""
    step = current_step(turn)
    if press.step != step or step not in STEPS:
        turn.say("old-button")
        turn.repeat_question()
    elif not await admit(turn, *PERMISSIONS):
        turn.done()
    elif press.value == "back":
        await go_back(turn)
    elif await STEPS[step].press(turn, press.value):
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
    "edit": ask_edit,
    "drop": drop,
    "keep": keep,
    "send": send,
}
OF_BROADCASTS: dict[str, Act] = {
    "new": write_new,
    "open": show,
    "pause": pause,
    "resume": resume,
    "cancel": ask_cancel,
    "end": cancel,
}
