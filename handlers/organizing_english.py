"""Door: what a broadcast says to those who chose English: its text, then each button's words."""

from __future__ import annotations

from typing import Any

from bot.broadcasts.rendering import LETTERS
from bot.turns import Turn
from handlers.asking import NO
from handlers.organizing_asking import (
    Question,
    always,
    answer,
    ask_step,
    refuse_press,
)
from handlers.organizing_compose import PLACEHOLDER, is_sound

ENGLISH = "en"
AS_IT_IS, NONE = "as_it_is", "none"


def has_english(turn: Turn) -> bool:
    """Tell whether the broadcast has an English text."""
    return bool(turn.noted("translations"))


async def ask_text(turn: Turn) -> None:
    """Ask for the English text; where there is one it is shown, and may stay, or go."""
    words, choices = [turn.phrase("organizing-english")], []
    if has_english(turn):
        held = turn.noted("translations")[ENGLISH]["text"]
        words.append(turn.phrase("organizing-english-held", text=held))
        choices = [
            answer("english", AS_IT_IS, turn.phrase("organizing-english-as-it-is")),
            answer("english", NONE, turn.phrase("organizing-english-none"), *NO),
        ]
    ask_step(turn, "english", "\n".join(words), choices=choices, marks="none")


async def read_text(turn: Turn, text: str) -> bool:
    """Take the English text, then the buttons' words."""
    words = {"text": text.strip(), "labels": [], "answers": []}
    if not await is_sound(turn, buttons=[], translations={ENGLISH: words}):
        return False
    return await _go_on(turn, words)


async def press_text(turn: Turn, value: str) -> bool:
    """Leave the English text as it is, or do without one."""
    if value not in (AS_IT_IS, NONE) or not has_english(turn):
        return await refuse_press(turn, value)
    if value == NONE:
        turn.note(translations={})
    return True


async def ask_buttons(turn: Turn) -> bool:
    """Ask for the English words of buttons that are new; return whether none has to be asked."""
    return await _go_on(turn, {**turn.noted("translations")[ENGLISH], "labels": [], "answers": []})


async def ask_label(turn: Turn) -> None:
    """Ask what the next button says in English."""
    place = len(turn.noted("english")["labels"])
    label = turn.noted("buttons")[place]["label"]
    words = turn.phrase("organizing-english-label", letter=LETTERS[place], label=label)
    ask_step(turn, "english_label", words, marks="none")


async def read_label(turn: Turn, text: str) -> bool:
    """Take a button's English words, and ask what is answered to whoever presses it."""
    words = _add(turn.noted("english"), labels=text.strip())
    if await _are_sound(turn, _add(words, answers=PLACEHOLDER)):
        turn.note(english=words)
        await ask_answer(turn)
    return False


async def ask_answer(turn: Turn) -> None:
    """Ask what the bot answers in English to whoever presses the button."""
    held = turn.noted("english")
    said = turn.noted("buttons")[len(held["answers"])]["answer"]
    words = turn.phrase("organizing-english-answer", label=held["labels"][-1], answer=said)
    ask_step(turn, "english_answer", words, marks="none")


async def read_answer(turn: Turn, text: str) -> bool:
    """Take a button's English answer; after the last one the English text is whole."""
    words = _add(turn.noted("english"), answers=text.strip())
    return await _are_sound(turn, words) and await _go_on(turn, words)


async def _go_on(turn: Turn, words: dict[str, Any]) -> bool:
    """Ask for the next button's words, or keep the text when no button is left."""
    turn.note(english=words)
    if len(words["labels"]) < len(turn.noted("buttons") or []):
        await ask_label(turn)
        return False
    turn.note(translations={ENGLISH: words}, english=None)
    return True


async def _are_sound(turn: Turn, words: dict[str, Any]) -> bool:
    """Tell whether the words so far could be sent, with as many of the buttons."""
    buttons = turn.noted("buttons")[: len(words["labels"])]
    return await is_sound(turn, buttons=buttons, translations={ENGLISH: words})


def _add(words: dict[str, Any], **more: str) -> dict[str, Any]:
    return {**words, **{name: [*words[name], one] for name, one in more.items()}}


TEXT = Question("english", ask_text, read_text, press_text, always)
LABEL = Question("english_label", ask_label, read_label, refuse_press, always)
ANSWER = Question("english_answer", ask_answer, read_answer, refuse_press, always)
QUESTIONS = (TEXT, LABEL, ANSWER)
