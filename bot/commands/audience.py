"""The command line: whom something is for, said in words: wards, groups, organisations by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import organisations, segments
from bot.areas import Place, Places
from bot.commands.faults import Unreadable
from bot.segments import EVERYBODY, Rule
from bot.settings import Settings

KINDS = {"wards": "ward", "groups": "group", "organisations": "organisation"}
KNOWN = (*KINDS, "and", "or", "not")


class Audience:
    """Read whom a file or a command means, with the site's places and organisations at hand."""

    def __init__(self, places: Places, codes: Mapping[str, int]) -> None:
        self._places, self._codes = places, codes

    def read(self, document: object) -> Rule:
        """Return the rule that a document says in words; several lines of it are joined by and.

        `wards: [Ba Đình, 14773.2004]`, `groups: ["5"]`, `organisations: [cdtp]`,
        `and: […]`, `or: […]`, `not: …`; nothing at all means everybody.
        """
        if document is None or document in ("all", {"all": True}):
            return EVERYBODY
        if not isinstance(document, dict) or not document:
            raise Unreadable(f"Whom it is for is a list of: {', '.join(KNOWN)}.")
        parts = [self._part(str(kind), value) for kind, value in document.items()]
        return parts[0] if len(parts) == 1 else {"and": parts}

    def of_wards(self, wards: Sequence[str]) -> Rule:
        """Return those who live in one of some wards; no ward means everybody."""
        return self.read({"wards": list(wards)}) if wards else EVERYBODY

    def of_members(self, organisation_id: int, wards: Sequence[str]) -> Rule:
        """Return an organisation's members, those of some wards where any are named."""
        if not wards:
            return {"organisation": organisation_id}
        return segments.within(self.of_wards(wards), organisation_id)

    def _part(self, kind: str, value: object) -> Rule:
        if kind == "not":
            return {"not": dict(self.read(value))}
        if kind not in KNOWN or not isinstance(value, list) or not value:
            raise Unreadable(f"`{kind}`: whom it is for is a list of: {', '.join(KNOWN)}.")
        if kind in ("and", "or"):
            return {kind: [self.read(part) for part in value]}
        rules: list[Rule] = [{KINDS[kind]: self._value(kind, str(one))} for one in value]
        return rules[0] if len(rules) == 1 else {"or": rules}

    def _value(self, kind: str, name: str) -> Any:
        if kind == "wards":
            return self._ward(name).key
        if kind == "groups":
            return name
        if name not in self._codes:
            raise Unreadable(f"There is no organisation {name}. See: nhipcau organisation list")
        return self._codes[name]

    def _ward(self, name: str) -> Place:
        """Return the one ward that a key or a name means."""
        try:
            return self._places.get(name)
        except KeyError:
            found = self._places.find(name)
        if not found:
            raise Unreadable(f"No ward of the site's province is called {name}.")
        if len(found) > 1:
            keys = "; ".join(f"{place.key} ({place.label})" for place in found)
            raise Unreadable(f"Several wards are called {name}; write the key of one: {keys}.")
        return found[0]


async def open_audience(session: AsyncSession, settings: Settings) -> Audience:
    """Return what reads audiences on this site."""
    codes = {one.code: one.id for one in await organisations.list_all(session)}
    return Audience(Places(settings.province_code, settings.district or None), codes)


async def tell_audience(session: AsyncSession, rule: Rule) -> list[str]:
    """Say whom a rule selects, how many, and how they are spread over the wards."""
    by_ward = await segments.count_by_ward(session, rule)
    total = sum(count for _, count in by_ward)
    described = await segments.describe(session, rule, "en")
    lines = [f"{count:>9}  {name or '(ward unknown)'}" for name, count in by_ward]
    return [f"To: {described}", *lines, f"{total:>9}  in all"]
