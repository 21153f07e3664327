"""Room: a segment's rule in words, for the organizer who uses it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Area, Organisation
from bot.segments.rules import JOINED, Rule, values_of
from bot.text import say


async def describe(session: AsyncSession, rule: Rule, locale: str) -> str:
    """Say in words whom a rule selects."""
    wards = await name_wards(session, [str(key) for key in values_of(rule, "ward")])
    ids = [int(value) for value in values_of(rule, "organisation")]
    organisations = await session.scalars(select(Organisation).where(Organisation.id.in_(ids)))
    names: dict[object, str] = {one.id: one.name for one in organisations}
    names.update(wards)
    return _words(rule, names, locale)


async def name_wards(session: AsyncSession, keys: list[str]) -> dict[str, str]:
    """Return wards' names by key; one that is no more is marked as old."""
    rows = await session.scalars(select(Area).where(Area.key.in_(keys)))
    return {area.key: _name(area) for area in rows}


def _words(rule: Rule, names: Mapping[object, str], locale: str) -> str:
    (kind, value) = next(iter(rule.items()))
    match kind:
        case "all":
            return say(locale, "segment-all")
        case "and" | "or":
            told = [_words(part, names, locale) for part in value]
            inner = [f"({t})" if _is_joined(p) else t for p, t in zip(value, told, strict=True)]
            return say(locale, f"segment-{kind}").join(inner)
        case "not":
            return say(locale, "segment-not", rule=_words(value, names, locale))
        case _:
            return say(locale, f"segment-{kind}", name=names.get(value, str(value)))


def _is_joined(rule: Rule) -> bool:
    return any(kind in rule and len(rule[kind]) > 1 for kind in JOINED)


def _name(area: Area) -> str:
    name = f"{area.kind.lower()} {area.name}"
    return f"{name} (cũ)" if area.valid_to is not None else name
