"""The command line: whom something is for, said in words: wards, ages, tags, answers by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import members, organisations, segments
from bot.access import OPERATOR
from bot.areas import Place, Places
from bot.clock import to_local
from bot.commands.faults import Unreadable
from bot.errors import Refused
from bot.segments import EVERYBODY, MOST_AGE, Rule
from bot.settings import Settings
from bot.surveys.dates import read_date
from bot.surveys.finding import find_surveys

AGES = re.compile(r"(\d*)\s*-\s*(\d*)")
PRESS_WORDS, SAID_WORDS = 2, 3


@dataclass(frozen=True, slots=True)
class Audience:
    """Read whom a file or a command means, with what the site has names for at hand."""

    places: Places
    now: datetime
    codes: Mapping[str, int] = field(default_factory=dict)  # organisations
    surveys: Mapping[str, int] = field(default_factory=dict)
    kept: Mapping[str, Rule] = field(default_factory=dict)  # segments under their names

    def read(self, document: object) -> Rule:
        """Return the rule that a document says in words; several lines of it are joined by and.

        `wards: [Ba Đình, 14773.2004]`, `groups: ["5"]`, `organisations: [cdtp]`,
        `ages: [18-35, 60-]`, `sexes: [nữ]`, `tags: [cốt cán]`, `channels: [telegram]`,
        `registered-since: [01/12/2026]`, `answered: [bhxh]`, `unanswered: [bhxh]`,
        `said: [bhxh da-biet 1]`, `got: [12]`, `missed: [12]`, `pressed: [12 A]`,
        `segments: [a kept name]`, `and: […]`, `or: […]`, `not: …`; nothing means everybody.
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
        rules = [KINDS[kind](self, str(one).strip()) for one in value]
        return rules[0] if len(rules) == 1 else {"or": rules}

    def _organisation(self, name: str) -> Rule:
        if name not in self.codes:
            raise Unreadable(f"There is no organisation {name}. See: nhipcau organisation list")
        return {"organisation": self.codes[name]}

    def _ages(self, text: str) -> Rule:
        found = AGES.fullmatch(text)
        if found is None or text == "-":
            raise Unreadable(f"`ages`: {text} is none; write 18-35, 60- or -16.")
        ages = [int(found[1] or 0), int(found[2] or MOST_AGE)]
        return {"age": [*ages, to_local(self.now).year]}

    def _sex(self, text: str) -> Rule:
        sex = members.read_sex(text)
        if sex is None:
            raise Unreadable(f"`sexes`: {text} is none; write nam, nữ or khác.")
        return {"sex": sex}

    def _tag(self, text: str) -> Rule:
        try:
            return {"tag": members.read_tag(text)}
        except Refused as refused:
            raise Unreadable(f"`tags`: {text} is none.") from refused

    def _since(self, text: str) -> Rule:
        day = read_date(text, to_local(self.now).date())
        if day is None or isinstance(day, int):
            raise Unreadable(f"`registered-since`: {text} is no day; write dd/mm/yyyy.")
        return {"registered_since": day.isoformat()}

    def _survey(self, code: str) -> int:
        if code not in self.surveys:
            raise Unreadable(f"There is no survey {code}. See: nhipcau survey list")
        return self.surveys[code]

    def _said(self, text: str) -> Rule:
        words = text.split()
        if len(words) != SAID_WORDS:
            raise Unreadable("`said`: write a survey's, a question's and a choice's code.")
        return {"said": [self._survey(words[0]), words[1], words[2]]}

    def _broadcast(self, text: str) -> int:
        if not text.isdecimal() or not int(text):
            raise Unreadable(f"{text} is no broadcast's number. See: nhipcau broadcast list")
        return int(text)

    def _pressed(self, text: str) -> Rule:
        words = text.split()
        if len(words) != PRESS_WORDS:
            raise Unreadable("`pressed`: write a broadcast's number and a letter, or any: 12 A")
        return {"pressed": [self._broadcast(words[0]), words[1]]}

    def _kept(self, name: str) -> Rule:
        if name not in self.kept:
            raise Unreadable(f"Nothing is kept as {name}. See: nhipcau segment list")
        return segments.kept_up(self.kept[name], now=self.now)

    def _ward(self, name: str) -> Place:
        """Return the one ward that a key or a name means."""
        try:
            return self.places.get(name)
        except KeyError:
            found = self.places.find(name)
        if not found:
            raise Unreadable(f"No ward of the site's province is called {name}.")
        if len(found) > 1:
            keys = "; ".join(f"{place.key} ({place.label})" for place in found)
            raise Unreadable(f"Several wards are called {name}; write the key of one: {keys}.")
        return found[0]


# what may be written -> how one of its values is read
KINDS: dict[str, Callable[[Audience, str], Rule]] = {
    "wards": lambda audience, text: {"ward": audience._ward(text).key},
    "groups": lambda audience, text: {"group": text},
    "organisations": Audience._organisation,
    "ages": Audience._ages,
    "sexes": Audience._sex,
    "tags": Audience._tag,
    "channels": lambda audience, text: {"channel": text},
    "registered-since": Audience._since,
    "answered": lambda audience, text: {"answered": audience._survey(text)},
    "unanswered": lambda audience, text: {"unanswered": audience._survey(text)},
    "said": Audience._said,
    "got": lambda audience, text: {"got": audience._broadcast(text)},
    "missed": lambda audience, text: {"missed": audience._broadcast(text)},
    "pressed": Audience._pressed,
    "segments": Audience._kept,
}
KNOWN = (*KINDS, "and", "or", "not")


async def open_audience(session: AsyncSession, settings: Settings, *, now: datetime) -> Audience:
    """Return what reads audiences on this site."""
    return Audience(
        Places(settings.province_code, settings.district or None),
        now,
        {one.code: one.id for one in await organisations.list_all(session)},
        {one.code: one.id for one in await find_surveys(session)},
        {one.name: one.rule for one in await segments.list_segments(session, OPERATOR)},
    )


async def tell_audience(session: AsyncSession, rule: Rule) -> list[str]:
    """Say whom a rule selects, how many, and how they are spread over the wards.

    Of whom a survey's answers are asked the spread stays untold, as in chat.
    """
    if await segments.tells_answers(session, rule):
        described = await segments.describe(session, rule, "en")
        return [f"To: {described}", f"{await segments.count(session, rule):>9}  in all"]
    by_ward = await segments.count_by_ward(session, rule)
    total = sum(count for _, count in by_ward)
    described = await segments.describe(session, rule, "en")
    lines = [f"{count:>9}  {name or '(ward unknown)'}" for name, count in by_ward]
    return [f"To: {described}", *lines, f"{total:>9}  in all"]
