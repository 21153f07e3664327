"""Door: consent, asked purpose by purpose, never ticked beforehand."""

from __future__ import annotations

from datetime import datetime

from bot import members
from bot.members import Agreement
from bot.text import say
from bot.turns import Turn
from handlers.asking import NO, YES, Step, answer, ask_step, refuse_press, refuse_typing


def agree(turn: Turn, purpose: str) -> Agreement:
    """Return what agreeing to a purpose now means: all the words shown, and the time."""
    return _agreement(turn, purpose, turn.locale, turn.now)


def read_agreed(turn: Turn) -> dict[str, Agreement]:
    """Return the purposes agreed to so far, each with the words that were shown and when."""
    agreed: dict[str, list[str]] = turn.noted("agreed", {})
    return {
        purpose: _agreement(turn, purpose, locale, datetime.fromisoformat(at))
        for purpose, (locale, at) in agreed.items()
    }


def _agreement(turn: Turn, purpose: str, locale: str, at: datetime) -> Agreement:
    intro = say(locale, "register-intro", site=turn.settings.site_name)
    return Agreement(f"{intro}\n\n{say(locale, f'consent-{purpose}')}", at)


def make_step(purpose: str) -> Step:
    """Return the step that asks for consent to one purpose."""
    name = f"consent-{purpose}"

    async def ask(turn: Turn) -> None:
        yes = answer(name, "yes", turn.phrase("consent-yes"), *YES)
        no = answer(name, "no", turn.phrase("consent-no"), *NO)
        ask_step(turn, name, turn.phrase(name), choices=(yes, no))

    async def press(turn: Turn, value: str) -> bool:
        if value not in ("yes", "no"):
            return await refuse_press(turn, value)
        agreed = {p: said for p, said in turn.noted("agreed", {}).items() if p != purpose}
        if value == "yes":
            agreed[purpose] = [turn.locale, turn.now.isoformat()]
        turn.note(agreed=agreed)
        return True

    return Step(name, ask, refuse_typing, press)


CONSENTS = tuple(make_step(purpose) for purpose in members.PURPOSES)
