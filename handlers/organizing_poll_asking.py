"""Door: the questions that make a quick poll: what is asked, its choices, until when, how."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.broadcasts.timing import read_moment
from bot.clock import to_local
from bot.errors import Refused
from bot.surveys.composing import FEWEST_CHOICES, Manner, read_choices, read_question
from bot.surveys.reading import MOST_CHOICES
from bot.turns import Turn
from handlers.organizing_asking import (
    Question,
    actor_of,
    always,
    answer,
    ask_step,
    refuse_press,
    refuse_typing,
)
from handlers.organizing_preview import write_moment
from handlers.organizing_scope import find_senders

PERMISSION = "survey:write"
DAYS = ("1", "3", "7")
EVENING = 20  # o'clock: when a poll of so many days closes
ENOUGH = ("xong", "đủ rồi", "hết", "done")


async def ask_asker(turn: Turn) -> None:
    """Ask which organisation asks."""
    found = await find_senders(turn, await actor_of(turn), PERMISSION)
    choices = [answer("asker", str(one.id), one.name) for one in found]
    ask_step(turn, "asker", turn.phrase("poll-asker"), choices=choices)


async def press_asker(turn: Turn, value: str) -> bool:
    """Take the organisation that asks."""
    found = await find_senders(turn, await actor_of(turn), PERMISSION)
    if value not in {str(one.id) for one in found}:
        return await refuse_press(turn, value)
    turn.note(organisation=int(value))
    return True


async def has_several_askers(turn: Turn) -> bool:
    """Tell whether there is a choice of askers; take the only one where there is not."""
    found = await find_senders(turn, await actor_of(turn), PERMISSION)
    if len(found) == 1:
        turn.note(organisation=found[0].id)
    return len(found) > 1


async def is_new(turn: Turn) -> bool:
    """Tell whether the question is written now; a copy has its own."""
    return not turn.noted("copy")


async def ask_question(turn: Turn) -> None:
    """Ask for the question."""
    ask_step(turn, "question", turn.phrase("poll-question"), marks="none")


async def read_words(turn: Turn, text: str) -> bool:
    """Take the question's words."""
    try:
        turn.note(question=read_question(text))
    except Refused as refused:
        turn.misunderstood(refused.code, **refused.values)
        return False
    return True


async def ask_choices(turn: Turn) -> None:
    """Ask for the choices: typed, or one of the ready-made ways to answer."""
    found = turn.noted("choices") or []
    if found:
        enough = turn.phrase("poll-choices-enough")
        ready = [answer("choices", "enough", enough, *ENOUGH)] if len(found) > 1 else []
        listed = "\n".join(f"- {words}" for words in found)
        text = turn.phrase("poll-choices-more", choices=listed)
    else:
        ready = [
            answer("choices", manner, turn.phrase(f"poll-choices-{manner.replace('_', '-')}"))
            for manner in (Manner.YES_NO, Manner.SCALE)
        ]
        text = turn.phrase("poll-choices")
    ask_step(turn, "choices", text, choices=ready, marks="none")


async def read_typed_choices(turn: Turn, text: str) -> bool:
    """Take choices: several at once go on by themselves, single ones are gathered."""
    before = turn.noted("choices") or []
    try:
        found = read_choices(text, before)
    except Refused as refused:
        turn.misunderstood(refused.code, **refused.values)
        return False
    if not found:
        return await refuse_typing(turn, text)
    turn.note(choices=list(found), manner=turn.noted("manner"))
    at_once = len(found) - len(before) >= FEWEST_CHOICES
    if at_once or len(found) == MOST_CHOICES:
        return True
    await ask_choices(turn)
    return False


async def press_choices(turn: Turn, value: str) -> bool:
    """Take a ready-made way to answer, or the choices gathered so far."""
    found = turn.noted("choices") or []
    if value == "enough" and len(found) >= FEWEST_CHOICES:
        return True
    if value not in (Manner.YES_NO, Manner.SCALE) or found:
        return await refuse_press(turn, value)
    turn.note(manner=value)
    return True


async def has_choices(turn: Turn) -> bool:
    """Tell whether choices were written, of which one or several can be taken."""
    return bool(turn.noted("choices")) and await is_new(turn)


async def ask_manner(turn: Turn) -> None:
    """Ask whether a person may take one choice or several."""
    choices = [
        answer("manner", manner, turn.phrase(f"poll-manner-{manner}"))
        for manner in (Manner.ONE, Manner.SEVERAL)
    ]
    ask_step(turn, "manner", turn.phrase("poll-manner"), choices=choices)


async def press_manner(turn: Turn, value: str) -> bool:
    """Take whether one choice or several."""
    if value not in (Manner.ONE, Manner.SEVERAL):
        return await refuse_press(turn, value)
    turn.note(manner=value)
    return True


async def ask_until(turn: Turn) -> None:
    """Ask until when answers are taken."""
    choices = [answer("until", days, turn.phrase("poll-days", days=int(days))) for days in DAYS]
    ask_step(turn, "until", turn.phrase("poll-until"), choices=choices, marks="none")


async def read_until(turn: Turn, text: str) -> bool:
    """Take the end as people type it."""
    until = read_time(turn, text)
    return False if until is None else await _take_until(turn, until)


async def press_until(turn: Turn, value: str) -> bool:
    """Take an end in so many days, in the evening."""
    if value not in DAYS:
        return await refuse_press(turn, value)
    day = to_local(turn.now) + timedelta(days=int(value))
    return await _take_until(turn, day.replace(hour=EVENING, minute=0, second=0, microsecond=0))


def read_time(turn: Turn, text: str) -> datetime | None:
    """Return the moment that was typed, or say what was expected."""
    try:
        return read_moment(text, now=turn.now)
    except Refused as refused:
        unclear = refused.code == "broadcast-time-unclear"
        turn.misunderstood("poll-time-unclear" if unclear else refused.code)
    return None


async def ask_secrecy(turn: Turn) -> None:
    """Ask whether answers bear a name, saying what that means."""
    choices = [answer("secrecy", way, turn.phrase(f"poll-{way}")) for way in ("secret", "named")]
    ask_step(turn, "secrecy", turn.phrase("poll-secrecy"), choices=choices)


async def press_secrecy(turn: Turn, value: str) -> bool:
    """Take whether answers are anonymous."""
    if value not in ("secret", "named"):
        return await refuse_press(turn, value)
    turn.note(anonymous=value == "secret")
    return True


async def _take_until(turn: Turn, until: datetime) -> bool:
    start = turn.noted("opens")
    if start and until <= datetime.fromisoformat(start):
        turn.misunderstood("poll-ends-before-start")
        return False
    turn.note(until=write_moment(until))
    return True


ASKER = Question("asker", ask_asker, refuse_typing, press_asker, has_several_askers)
QUESTION = Question("question", ask_question, read_words, refuse_press, is_new)
CHOICES = Question("choices", ask_choices, read_typed_choices, press_choices, is_new)
MANNER = Question("manner", ask_manner, refuse_typing, press_manner, has_choices)
UNTIL = Question("until", ask_until, read_until, press_until, always)
SECRECY = Question("secrecy", ask_secrecy, refuse_typing, press_secrecy, always)
