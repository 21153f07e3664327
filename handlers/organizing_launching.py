"""Door: a draft timed, with a deadline where there is one, confirmed and launched."""

from __future__ import annotations

from datetime import datetime

from bot import approvals, broadcasts, segments
from bot.broadcasts.costing import estimate, say_estimate
from bot.broadcasts.foretelling import Forecast, check_deadline, foretell, window_of
from bot.broadcasts.timing import read_times
from bot.errors import Refused
from bot.messages import Choice
from bot.text import moment
from bot.turns import Turn
from handlers.asking import YES
from handlers.organizing_approving import say_why
from handlers.organizing_asking import (
    PREFIX,
    Question,
    act,
    actor_of,
    always,
    ask_step,
    attempt,
    back_choice,
    refuse_press,
)
from handlers.organizing_preview import (
    load,
    notes_of,
    say_terms,
    show_preview,
    store,
    write_moment,
)


async def ask_time(turn: Turn, number: int) -> None:
    """Ask when the broadcast is to leave."""
    ask_step(turn, "time", turn.phrase("organizing-time"), marks="none")


async def read_time(turn: Turn, text: str) -> bool:
    """Take a time as people type it, and a deadline behind it, and ask for the confirmation."""
    return await _take_times(turn, text, start=None, until=None)


async def read_deadline(turn: Turn, text: str) -> bool:
    """Take a deadline, or another time, that is typed where the confirmation is asked."""
    until = _noted(turn, "send_by")
    return await _take_times(turn, text, start=_noted(turn, "at"), until=until)


async def _take_times(
    turn: Turn, text: str, *, start: datetime | None, until: datetime | None
) -> bool:
    """Note from when on and until when the draft leaves; what is not named stays as it was."""
    try:
        at, by = await _read(turn, text, start)
    except Refused as refused:
        turn.misunderstood(refused.code)
        return False
    start = at or start
    until = by or (until if until and until > (start or turn.now) else None)
    if write_moment(until) != turn.noted("send_by"):
        turn.note(send_by=write_moment(until))
        if await store(turn) is None:
            turn.repeat_question()
            return False
    turn.note(at=write_moment(start))
    await ask_confirmation(turn)
    return False


async def _read(
    turn: Turn, text: str, start: datetime | None
) -> tuple[datetime | None, datetime | None]:
    """Return the time and the deadline that are typed, or raise Refused for what cannot be."""
    at, by = read_times(text, now=turn.now)
    if by is not None:
        draft = await broadcasts.get(turn.session, turn.noted("broadcast"))
        window = await window_of(turn.session, draft, turn.settings)
        check_deadline(window, by, start=at or start or turn.now)
    return at, by


async def confirm_now(turn: Turn, number: int) -> None:
    """Ask for the confirmation of sending at once."""
    turn.note(at=None)
    await ask_confirmation(turn)


async def ask_confirmation(turn: Turn) -> None:
    """Say once more how many will get it and when it really leaves, and ask to confirm."""
    number, at = turn.noted("broadcast"), _noted(turn, "at")
    draft = await broadcasts.get(turn.session, number)
    told = await foretell(turn.session, draft, turn.settings, start=at or turn.now)
    words = turn.phrase(
        "organizing-confirm",
        title=turn.noted("title"),
        count=await segments.count(turn.session, turn.noted("rule")),
        at=moment(turn.locale, at) if at else "now",
    )
    choices: list[Choice] = [act(turn, "send", number, *YES), back_choice(turn, "confirm")]
    lines = [words, *_delays(turn, told, at or turn.now), *say_terms(turn)]
    found = await estimate(turn.session, draft, now=told.leaves)
    lines += say_estimate(found, turn.locale)
    if told.late:
        lines.append(turn.phrase("organizing-late", late=told.late, reached=told.reached))
    turn.ask("\n".join(lines), step=f"{PREFIX}confirm", choices=choices)


async def send(turn: Turn, number: int) -> None:
    """Launch the draft as confirmed; a second confirmation finds it launched."""
    if await _was_changed(turn, number):
        return
    at, actor = _noted(turn, "at"), await actor_of(turn)
    count = await segments.count(turn.session, turn.noted("rule"))
    over = turn.settings.approve_over
    verb = broadcasts.launch(turn.session, actor, number, now=turn.now, at=at, approve_over=over)
    launched = await attempt(turn, verb)
    turn.done()
    if launched is None:
        return
    if launched.state == "awaiting_approval":
        await _say_awaits(turn, number)
        return
    turn.say(
        "organizing-launched",
        number=str(number),
        count=count,
        at=moment(turn.locale, at) if at else "now",
    )


async def _say_awaits(turn: Turn, number: int) -> None:
    """Say that a broadcast waits for a second person, why, and how many may decide."""
    approval, matter = await approvals.find_waiting(turn.session, "broadcast", number)
    approvers = await approvals.find_approvers(turn.session, approval, matter)
    why = say_why(turn, approval)
    turn.say("organizing-awaits", number=str(number), why=why, approvers=len(approvers))


def _delays(turn: Turn, told: Forecast, wanted: datetime) -> list[str]:
    """Say why a broadcast begins later than it was wanted to, and when."""
    if told.leaves == wanted:
        return []
    leaves = moment(turn.locale, told.leaves)
    closed = told.window.closed_on(wanted)
    if closed:
        return [turn.phrase("organizing-closed", name=closed, leaves=leaves)]
    hours = (f"{hour:%H:%M}" for hour in (told.window.quiet_until, told.window.quiet_from))
    start, end = hours
    return [turn.phrase("organizing-quiet", start=start, end=end, leaves=leaves)]


async def _was_changed(turn: Turn, number: int) -> bool:
    """Tell whether somebody else rewrote the draft since it was looked at; show it again then."""
    broadcast = await broadcasts.get(turn.session, number, locked=True)
    notes = notes_of(broadcast)
    if broadcast.state != "draft" or notes == {name: turn.noted(name) for name in notes}:
        return False
    turn.say("organizing-changed", number=str(number))
    load(turn, broadcast)
    await show_preview(turn)
    return True


def _noted(turn: Turn, name: str) -> datetime | None:
    noted = turn.noted(name)
    return datetime.fromisoformat(noted) if noted else None


async def _ask_time_again(turn: Turn) -> None:
    await ask_time(turn, turn.noted("broadcast"))


TIME = Question("time", _ask_time_again, read_time, refuse_press, always)
CONFIRM = Question("confirm", ask_confirmation, read_deadline, refuse_press, always)
