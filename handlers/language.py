"""Door: the language of a chat: chosen by command or button, or simply named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from bot import members
from bot.messages import Choice
from bot.presses import Press
from bot.surveys.answering import Seat
from bot.text import LOCALES
from bot.turns import Router, Turn
from bot.turns.choosing import find_by_words
from bot.words import fold
from handlers.answering_asking import ask_question, show_review
from handlers.answering_entering import open_passage
from handlers.asking import PREFIX, current_step
from handlers.registration_steps import STEPS

router = Router("language")
NAMES = {
    "vi": ("tieng viet", "viet ngu", "vietnamese"),
    "en": ("tieng anh", "anh ngu", "english"),
}
# đổi sang tiếng Anh ạ; speak English please
AROUND = re.compile(
    r"(?:(?:cho|xin|toi|muon|doi|chuyen|noi|dung|viet|bang|sang|speak|use|in|to|switch|change) )*"
    r"(?P<name>{names})(?: (?:a|nhe|di|duoc khong|please))*".format(
        names="|".join(name for names in NAMES.values() for name in names)
    )
)
# the surveys' steps whose answer is one of a list, so that a language's name is none
LISTED = ("survey.question", "survey.review")


@dataclass(frozen=True)
class LocalePress(Press):
    """Choose a language."""

    TAG: ClassVar[str] = "pl"
    locale: str


def named_locale(turn: Turn) -> str:
    """Return the language that a text asks for, here; nothing where the name may be an answer."""
    match = AROUND.fullmatch(fold(turn.text))
    step, asked = turn.chat.step or "", turn.chat.asked
    if match is None or find_by_words(turn.text, asked.get("choices") or []):
        return ""
    listed = step in LISTED and asked.get("marks") == "numbers"
    if step and not step.startswith(PREFIX) and not listed:
        return ""
    return next(locale for locale, names in NAMES.items() if match["name"] in names)


@router.command("ngonngu", "language", "lang")
async def open_locale(turn: Turn) -> None:
    """Ask for a language, registered or not, and in the midst of registering too."""
    ask_locale(turn)


def ask_locale(turn: Turn) -> None:
    """Ask for a language, each in its own words."""
    choices = [
        Choice(
            turn.phrase(f"locale-{locale}"), LocalePress(locale).pack(), (locale, *NAMES[locale])
        )
        for locale in LOCALES
    ]
    turn.quote(turn.phrase("locale-ask"), choices=choices)


@router.when(lambda turn: bool(named_locale(turn)))
async def take_name(turn: Turn) -> None:
    """Speak the language that was named."""
    await speak(turn, named_locale(turn))


@router.on(LocalePress)
async def take_locale(turn: Turn, press: LocalePress) -> None:
    """Speak the language that was chosen."""
    await speak(turn, press.locale if press.locale in LOCALES else turn.locale)


async def speak(turn: Turn, locale: str) -> None:
    """Speak another language in this chat from now on; a registration or survey goes on in it."""
    turn.chat.locale = locale
    if turn.member is not None:
        await members.correct(
            turn.session, turn.chat, turn.member, field="locale", value=locale, now=turn.now
        )
    turn.say("locale-changed")
    step = current_step(turn)
    if step in STEPS:
        await STEPS[step].ask(turn)
    elif turn.chat.step in LISTED:
        await ask_survey_again(turn)
    else:
        turn.done()


async def ask_survey_again(turn: Turn) -> None:
    """Ask the survey's question that waits, in the language of now."""
    passage = await open_passage(turn, Seat(turn.noted("survey"), turn.noted("member")))
    if passage is None:
        return
    named = turn.noted("question")
    question = next((q for q in passage.form.questions if q.code == named), None)
    if question is None:
        show_review(turn, passage)
    else:
        ask_question(turn, passage, question)
