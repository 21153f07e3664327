"""Door: people chosen by what was sent to them and what they said: surveys, messages, presses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot import broadcasts, segments
from bot.messages import Choice
from bot.models import Survey
from bot.segments import Rule
from bot.surveys.finding import find_surveys
from bot.turns import Turn
from handlers.organizing_asking import (
    LISTED,
    Question,
    actor_of,
    always,
    answer,
    ask_step,
    refuse_press,
    refuse_typing,
)
from handlers.organizing_audience import take_rule
from handlers.organizing_scope import permits_survey

READING = "report:read"
SENT = ("running", "paused", "finished", "cancelled")


async def ask_surveys(turn: Turn) -> None:
    """Ask for a survey."""
    found = await _find_surveys(turn)
    choices = [answer("surveys", str(one.id), one.title) for one in found[:LISTED]]
    key = "organizing-more-survey" if choices else "organizing-surveys-none"
    ask_step(turn, "surveys", turn.phrase(key), choices=choices)


async def press_surveys(turn: Turn, value: str) -> bool:
    """Take a survey, and ask what about it."""
    if value not in {str(one.id) for one in await _find_surveys(turn)}:
        return await refuse_press(turn, value)
    turn.note(source=int(value))
    await ask_answered(turn)
    return False


async def ask_answered(turn: Turn) -> None:
    """Ask whether people have answered a survey, or to which question what they chose."""
    names = ("answered", "unanswered")
    choices = [answer("answered", name, turn.phrase(f"organizing-{name}")) for name in names]
    survey = await _get_survey(turn)
    if survey is not None and not survey.anonymous:
        questions = [one for one in survey.form["questions"] if segments.choices_of(one)]
        choices += [
            answer("answered", f"q.{one['code']}", _said(one["text"], turn)) for one in questions
        ]
    ask_step(turn, "answered", turn.phrase("organizing-answered-how"), choices=choices)


async def press_answered(turn: Turn, value: str) -> bool:
    """Take who has answered or has not, or ask for the answer to a question."""
    number = turn.noted("source")
    if value in ("answered", "unanswered"):
        await take_rule(turn, {value: number})
        return False
    kind, _, code = value.partition(".")
    if kind != "q" or not code:
        return await refuse_press(turn, value)
    turn.note(question=code)
    await ask_said(turn)
    return False


async def ask_said(turn: Turn) -> None:
    """Ask for the answer that people gave to a question."""
    survey = await _get_survey(turn)
    found = segments.find_question(survey, turn.noted("question")) if survey else None
    if found is None:
        await ask_surveys(turn)
        return
    labels = {one["code"]: _said(one["text"], turn) for one in found["choices"]}
    yes_no = {name: turn.phrase(f"survey-{name}") for name in ("yes", "no")}
    shown = (labels or yes_no).items()
    choices = [answer("said", code, label) for code, label in shown]
    ask_step(turn, "said", _said(found["text"], turn), choices=choices)


async def press_said(turn: Turn, value: str) -> bool:
    """Take who gave an answer."""
    await take_rule(turn, {"said": [turn.noted("source"), turn.noted("question"), value]})
    return False


async def ask_messages(turn: Turn) -> None:
    """Ask for a broadcast."""
    actor = await actor_of(turn)
    found = await broadcasts.list_broadcasts(turn.session, actor, states=SENT, limit=LISTED)
    choices = [answer("messages", str(one.id), f"{one.id}. {one.title}") for one in found]
    key = "organizing-more-message" if choices else "organizing-reports-none"
    ask_step(turn, "messages", turn.phrase(key), choices=choices)


async def press_messages(turn: Turn, value: str) -> bool:
    """Take a broadcast, and ask what about it."""
    if not value.isdecimal():
        return await refuse_press(turn, value)
    turn.note(source=int(value))
    await ask_got(turn)
    return False


async def ask_got(turn: Turn) -> None:
    """Ask whether people got a broadcast, or what they pressed."""
    choices = [
        answer("got", name, turn.phrase(f"organizing-got-{name}")) for name in ("got", "missed")
    ]
    broadcast = await broadcasts.get(turn.session, turn.noted("source"))
    buttons = [one for one in broadcast.buttons if not one.get("press")]
    if buttons:
        choices.append(answer("got", "silent", turn.phrase("organizing-got-silent")))
    choices += [_of_button(turn, place, str(one["label"])) for place, one in enumerate(buttons)]
    ask_step(turn, "got", turn.phrase("organizing-got"), choices=choices)


async def press_got(turn: Turn, value: str) -> bool:
    """Take who got a broadcast, whom it missed, or who pressed what."""
    number = turn.noted("source")
    rules: dict[str, Rule] = {
        "got": {"got": number},
        "missed": {"missed": number},
        "silent": segments.silent_on(number),
        **{letter: {"pressed": [number, letter]} for letter in segments.LETTERS},
    }
    if value not in rules:
        return await refuse_press(turn, value)
    await take_rule(turn, rules[value])
    return False


async def _find_surveys(turn: Turn) -> list[Survey]:
    """Return the surveys that have been opened and whose results the organizer may read."""
    actor = await actor_of(turn)
    return [
        one
        for one in await find_surveys(turn.session)
        if one.state in ("open", "closed") and permits_survey(actor, READING, one)
    ]


async def _get_survey(turn: Turn) -> Survey | None:
    found = await _find_surveys(turn)
    return next((one for one in found if one.id == turn.noted("source")), None)


def _of_button(turn: Turn, place: int, label: str) -> Choice:
    letter = segments.LETTERS[place]
    return answer("got", letter, turn.phrase("organizing-got-button", label=label))


def _said(text: Mapping[str, Any], turn: Turn) -> str:
    return str((text.get("en") if turn.locale == "en" else "") or text["vi"])


# the questions about a survey or a broadcast, and where "back" leads
EVENTS: dict[str, Question] = {
    "surveys": Question("surveys", ask_surveys, refuse_typing, press_surveys, always),
    "answered": Question("answered", ask_answered, refuse_typing, press_answered, always),
    "said": Question("said", ask_said, refuse_typing, press_said, always),
    "messages": Question("messages", ask_messages, refuse_typing, press_messages, always),
    "got": Question("got", ask_got, refuse_typing, press_got, always),
}
BEFORE_EVENTS = {"answered": "surveys", "said": "answered", "got": "messages"}
