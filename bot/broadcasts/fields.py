"""Room: what is filled in for each reader, such as {ten}, and what stands there when it is empty.

A text says it behind a bar, {han_the|chưa rõ}; else a launch counts whom it lacks, and refuses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, select

from bot.errors import Refused
from bot.markup import Marked, fill
from bot.models import Broadcast, Member, MemberDate, Response
from bot.text import minutes_for, say
from bot.words import given_name

DAY_FIELD = "{ngay}"  # the day that a run of a series is about, filled in before it is launched
FIELD = re.compile(r"\{([^{}]*)\}")
MOST_DEFAULT = 80
SENTENCE_END = (".", "!", "?", ":", "…", "\n")


@dataclass(frozen=True, slots=True)
class Recipient:
    """Hold what a message says of the member whom it is for."""

    member_id: int
    full_name: str
    address_form: str = ""
    ward: str = ""
    group: str = ""
    card_ends: date | None = None
    left: int | None = None  # questions of a survey that was begun


@lru_cache(maxsize=64)
def form(locale: str, address_form: str) -> str:
    """Return a form of address, a neutral one or none where it is not known."""
    return say(locale, "broadcast-form", form=address_form)


def _say_card_end(one: Recipient, _: str) -> str:
    return f"{one.card_ends:%d/%m/%Y}" if one.card_ends else ""


def _say_group(one: Recipient, locale: str) -> str:
    """Say a residential group: a roll keeps of "TDP 07" the number alone."""
    return say(locale, "broadcast-group", group=one.group) if one.group.isdigit() else one.group


# what stands in a field's place, in the language of the text around it
FIELDS: dict[str, Callable[[Recipient, str], str]] = {
    "ten": lambda one, _: given_name(one.full_name),
    "ho_ten": lambda one, _: one.full_name,
    "xung_ho": lambda one, locale: form(locale, one.address_form),
    "phuong": lambda one, _: one.ward,
    "to": _say_group,
    "han_the": _say_card_end,
    "con_lai": lambda one, _: str(one.left or ""),
    "con_phut": lambda one, _: str(minutes_for(one.left) if one.left else ""),
    "ngay": lambda _, locale: say(locale, "broadcast-day-sample"),
}
# what stands in a field's place where the text names nothing
NEUTRAL = {
    "phuong": "broadcast-ward-yours",
    "to": "broadcast-group-yours",
    "han_the": "broadcast-card-end-unknown",
}


def card_ends() -> ScalarSelect[date]:
    """Return when the card of Member runs out."""
    return (
        select(MemberDate.day)
        .where(MemberDate.member_id == Member.id, MemberDate.kind == "card_expiry")
        .correlate(Member)
        .scalar_subquery()
    )


# a field that no member may lack without a word for it -> who lacks it
LACKING: Mapping[str, Callable[[], ColumnElement[bool]]] = {
    "ten": lambda: Member.full_name == "",
    "ho_ten": lambda: Member.full_name == "",
    "to": lambda: Member.residential_group == "",
    "han_the": lambda: card_ends().is_(None),
}
# what a line of the ledger is read with, where the text asks for it
COLUMNS: Mapping[str, Callable[[Broadcast], ColumnElement[Any]]] = {
    "to": lambda _: Member.residential_group.label("group"),
    "han_the": lambda _: card_ends().label("card_ends"),
    "con_lai": lambda broadcast: _left_of(broadcast).label("left"),
}

FILLED = ("group", "card_ends", "left")  # of a Recipient


def find_fields(text: str) -> list[tuple[str, str | None]]:
    """Return the fields of a text as it is shown, each with its default, if it has one."""
    return [_read(found) for found in FIELD.findall(text)]


def check_fields(text: str) -> None:
    """Raise Refused for a field that there is not, or for a default that is too long."""
    for name, default in find_fields(text):
        if name not in FIELDS:
            raise Refused("broadcast-unknown-field", field=name)
        if default is not None and not 0 < len(default) <= MOST_DEFAULT:
            raise Refused("broadcast-field-default", field=name, most=MOST_DEFAULT)


def columns_for(broadcast: Broadcast) -> list[ColumnElement[Any]]:
    """Return what else is read of each member, for the fields of a broadcast's text."""
    text = texts_of(broadcast)
    return [column(broadcast) for name, column in COLUMNS.items() if "{" + name in text]


def texts_of(broadcast: Broadcast) -> str:
    """Return a broadcast's text in all of its languages, one below the other."""
    others = (words["text"] for words in broadcast.translations.values())
    return "\n".join((broadcast.text, *others))


def _left_of(broadcast: Broadcast) -> ScalarSelect[int | None]:
    """Return how many questions Member has left of the survey that a broadcast is about."""
    return (
        select(Response.left)
        .where(Response.survey_id == broadcast.survey_id, Response.member_id == Member.id)
        .correlate(Member)
        .scalar_subquery()
    )


def find_needed(broadcast: Broadcast) -> list[str]:
    """Return the fields of a text that nobody of its audience may lack: those with no default."""
    found = find_fields(texts_of(broadcast))
    names = (name for name, default in found if default is None and name in LACKING)
    return list(dict.fromkeys(names))


def fill_in(marked: Marked, recipients: Sequence[Recipient], locale: str = "vi") -> Marked:
    """Put names, forms of address and places where a text, written in a locale, asks for them."""
    gaps = _find_gaps(marked.text)
    if not gaps:
        return marked
    filled = [(gap, _fill_one(gap, recipients, locale)) for gap in gaps]
    return fill(marked, [(gap.begin, gap.end_of(value), value) for gap, value in filled])


def join(words: Sequence[str], locale: str) -> str:
    """Name one after another."""
    if len(words) == 1:
        return words[0]
    return say(locale, "broadcast-names", first=", ".join(words[:-1]), last=words[-1])


def _fill_one(gap: _Gap, recipients: Sequence[Recipient], locale: str) -> str:
    values = [
        FIELDS[gap.name](one, locale) or gap.default or _neutral(gap.name, locale)
        for one in recipients
    ]
    if gap.name == "xung_ho" and len(set(values)) > 1:
        values = [form(locale, "")]
    value = values[0] if len(values) == 1 else join(list(dict.fromkeys(values)), locale)
    return value[:1].upper() + value[1:] if gap.opens else value


@dataclass(frozen=True, slots=True)
class _Gap:
    """Hold where a text has a field, and whether it opens a sentence there."""

    begin: int
    end: int
    name: str
    default: str | None
    opens: bool
    is_spaced: bool  # a space comes after it

    def end_of(self, value: str) -> int:
        """Return where it ends: with nothing in it, it takes the space after it along."""
        return self.end + (self.is_spaced and not value)


@lru_cache(maxsize=256)
def _find_gaps(text: str) -> Sequence[_Gap]:
    gaps = []
    for found in FIELD.finditer(text):
        name, default = _read(found[1])
        before = text[: found.start()].rstrip(" ")
        opens = not before or before.endswith(SENTENCE_END)
        is_spaced = text[found.end() : found.end() + 1] == " "
        gaps.append(_Gap(found.start(), found.end(), name, default, opens, is_spaced))
    return gaps


def _neutral(name: str, locale: str) -> str:
    return say(locale, NEUTRAL[name]) if name in NEUTRAL else ""


def _read(found: str) -> tuple[str, str | None]:
    name, bar, default = found.partition("|")
    return name, default.strip() if bar else None
