"""DOOR · people in chat: a place asked by its name: one's own home, or one of several so called.

Nothing is offered that tells what was typed where answers are sealed, for what is said is stored.
"""

from __future__ import annotations

from bot import members
from bot.areas import Place
from bot.errors import Refused
from bot.messages import Choice
from bot.surveys.forms import Question, QuestionKind
from bot.surveys.passages import Passage
from bot.surveys.presses import PlacePress
from bot.surveys.values import Value
from bot.text import say
from bot.turns import Turn
from bot.words import fold
from handlers.registration_place import MOST_PLACES, find_places

GROUP, WARD = "group", "ward"  # what a press says of the person's own home


def place_choices(turn: Turn, passage: Passage, question: Question) -> list[Choice]:
    """Return what may be pressed for a place: those that bear the typed name, else one's home."""
    here = passage.survey.id, passage.member_id, passage.form.place_of(question.code)
    if found := find_namesakes(turn, passage, question):
        return [Choice(one.label, PlacePress(*here, one.key).pack()) for one in found]
    named = ((one, _name_home(turn, passage, one, turn.locale)) for one in (GROUP, WARD))
    return [Choice(name, PlacePress(*here, what).pack()) for what, name in named if name]


def offers_places(turn: Turn, passage: Passage, question: Question) -> bool:
    """Tell whether a question has places to choose from, which are then numbered as choices."""
    return question.kind is QuestionKind.PLACE and bool(place_choices(turn, passage, question))


def find_namesakes(turn: Turn, passage: Passage, question: Question) -> list[Place]:
    """Return the places that were meant, where what was typed is the name of several."""
    said = passage.answers.get(question.code, {}).get("text", "")
    if question.kind is not QuestionKind.PLACE or passage.survey.anonymous or not said:
        return []
    found = [one for one in _find(turn, said) if one.label != said]
    return found[:MOST_PLACES] if len(found) > 1 else []


def place_at(turn: Turn, passage: Passage, press: PlacePress) -> Value:
    """Return the answer that a pressed place is, or raise Refused for one that is not here."""
    if press.place in (GROUP, WARD):
        name = _name_home(turn, passage, press.place, "vi")  # one spelling for the results
    else:
        try:
            name = members.places_for(turn.settings).get(press.place).label
        except KeyError:
            name = ""
    if not name:
        raise Refused("survey-want-choice")
    return {"text": name}


def _find(turn: Turn, said: str) -> list[Place]:
    """Return the wards of which a text is the whole name: an address stays as it was written."""
    found = find_places(members.places_for(turn.settings), said)
    return [one for one in found if fold(said).endswith(fold(one.name))]


def _name_home(turn: Turn, passage: Passage, what: str, locale: str) -> str:
    """Say where the member lives, as far as it is known: the ward, or the group within it."""
    member = next((one for one in turn.members if one.id == passage.member_id), None)
    if member is None:
        return ""
    ward = members.name_of_keys(turn.settings, locale, (member.ward_key, None))
    group = member.residential_group
    if what == WARD or not ward:
        return ward
    return say(locale, "survey-place-group", group=group, ward=ward) if group else ""
