"""Room: a segment's rule in words, for the organizer who uses it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.accounts import title_of
from bot.models import Area, Broadcast, Organisation, Survey
from bot.segments.kinds import ANY, MOST_AGE, OF_BROADCASTS, OF_SURVEYS, number_of
from bot.segments.rules import JOINED, Rule, values_of
from bot.text import say

LETTERS = "ABC"


@dataclass(frozen=True, slots=True)
class Names:
    """Hold what a rule names, by key or number."""

    places: Mapping[object, str] = field(default_factory=dict)
    surveys: Mapping[int, Survey] = field(default_factory=dict)
    broadcasts: Mapping[int, Broadcast] = field(default_factory=dict)


async def describe(session: AsyncSession, rule: Rule, locale: str) -> str:
    """Say in words whom a rule selects."""
    return _words(rule, await _find_names(session, rule), locale)


async def name_wards(session: AsyncSession, keys: list[str]) -> dict[str, str]:
    """Return wards' names by key; one that is no more is marked as old."""
    rows = await session.scalars(select(Area).where(Area.key.in_(keys))) if keys else ()
    return {area.key: _name(area) for area in rows}


async def find_surveys(session: AsyncSession, rule: Rule) -> dict[int, Survey]:
    """Return the surveys that a rule names, those that exist, by number."""
    ids = numbers_of(rule, OF_SURVEYS)
    rows = await session.scalars(select(Survey).where(Survey.id.in_(ids))) if ids else ()
    return {one.id: one for one in rows}


async def find_broadcasts(session: AsyncSession, rule: Rule) -> dict[int, Broadcast]:
    """Return the broadcasts that a rule names, those that exist, by number."""
    ids = numbers_of(rule, OF_BROADCASTS)
    rows = await session.scalars(select(Broadcast).where(Broadcast.id.in_(ids))) if ids else ()
    return {one.id: one for one in rows}


def numbers_of(rule: Rule, kinds: Iterable[str]) -> set[int]:
    """Return the surveys or broadcasts that conditions of some kinds name."""
    return {number_of(value) for kind in kinds for value in values_of(rule, kind)}


def find_question(survey: Survey, code: str) -> Mapping[str, Any] | None:
    """Return a survey's question as its form keeps it, or None."""
    return next((one for one in survey.form["questions"] if one["code"] == code), None)


async def _find_names(session: AsyncSession, rule: Rule) -> Names:
    places: dict[object, str] = {}
    places.update(await name_wards(session, [str(key) for key in values_of(rule, "ward")]))
    ids = [int(value) for value in values_of(rule, "organisation")]
    if ids:
        rows = await session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
        places.update({one.id: one.name for one in rows})
    surveys, sent = await find_surveys(session, rule), await find_broadcasts(session, rule)
    return Names(places, surveys, sent)


def _words(rule: Rule, names: Names, locale: str) -> str:
    (kind, value) = next(iter(rule.items()))
    match kind:
        case "and" | "or":
            told = [_words(part, names, locale) for part in value]
            inner = [f"({t})" if _is_joined(p) else t for p, t in zip(value, told, strict=True)]
            return say(locale, f"segment-{kind}").join(inner)
        case "not":
            return say(locale, "segment-not", rule=_words(value, names, locale))
        case _:
            phrase = f"segment-{kind.replace('_', '-')}"
            return say(locale, phrase, **SAID[kind](value, names, locale))


def _is_joined(rule: Rule) -> bool:
    return any(kind in rule and len(rule[kind]) > 1 for kind in JOINED)


def _name(area: Area) -> str:
    name = f"{area.kind.lower()} {area.name}"
    return f"{name} (cũ)" if area.valid_to is not None else name


Said = dict[str, str]


def _place(value: object, names: Names, locale: str) -> Said:
    return {"name": names.places.get(value, str(value))}


def _plain(value: object, names: Names, locale: str) -> Said:
    return {"name": str(value)}


def _age(value: Sequence[int], names: Names, locale: str) -> Said:
    least, most, _ = value
    span = "up" if most == MOST_AGE else "down" if not least else "both"
    return {"least": str(least), "most": str(most), "span": span}


def _day(value: str, names: Names, locale: str) -> Said:
    return {"day": f"{date.fromisoformat(value):%d/%m/%Y}"}


def _date(value: Sequence[str], names: Names, locale: str) -> Said:
    return {"kind": value[0], **_day(value[1], names, locale)}


def _broadcast(value: Any, names: Names, locale: str) -> Said:
    number = number_of(value)
    found = names.broadcasts.get(number)
    return {"number": str(number), "name": found.title if found else "—"}


def _pressed(value: Sequence[Any], names: Names, locale: str) -> Said:
    said = _broadcast(value, names, locale)
    found, letter = names.broadcasts.get(value[0]), str(value[1])
    place = LETTERS.find(letter)
    known = found is not None and letter != ANY and 0 <= place < len(found.buttons)
    label = str(found.buttons[place]["label"]) if found is not None and known else letter
    return {**said, "label": label}


def _survey(value: Any, names: Names, locale: str) -> Said:
    found = names.surveys.get(number_of(value))
    return {"name": found.title if found else str(number_of(value))}


def _said(value: Sequence[Any], names: Names, locale: str) -> Said:
    found = names.surveys.get(value[0])
    question = find_question(found, value[1]) if found else None
    choices = {one["code"]: one["text"] for one in question["choices"]} if question else {}
    text, choice = question["text"] if question else {}, choices.get(value[2], {})
    shown = say(locale, f"survey-{value[2]}") if value[2] in ("yes", "no") else value[2]
    return {
        **_survey(value, names, locale),
        "question": _in(text, locale) or value[1],
        "answer": _in(choice, locale) or shown,
    }


def _in(text: Mapping[str, str], locale: str) -> str:
    return (text.get("en", "") if locale == "en" else "") or text.get("vi", "")


# what the phrase of each condition is told
SAID: dict[str, Callable[[Any, Names, str], Said]] = {
    "all": lambda value, names, locale: {},
    "organisation": _place,
    "ward": _place,
    "group": _plain,
    "age": _age,
    "sex": lambda value, names, locale: {"name": say(locale, f"sex-{value}")},
    "tag": _plain,
    "channel": lambda value, names, locale: {"name": title_of(str(value))},
    "registered_since": _day,
    "date": _date,
    "got": _broadcast,
    "missed": _broadcast,
    "pressed": _pressed,
    "answered": _survey,
    "unanswered": _survey,
    "said": _said,
}
