"""Room: what a survey is by law: types with their days, read from `types.csv`, never from code."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from bot.errors import Refused
from bot.models import Survey
from bot.text import say
from bot.words import fold

INFORMAL = "informal"
EVERY_CHANNEL = "*"
FOREVER = date.max
MOST_ORDER = 200
ADDRESS = re.compile(r"https?://\S{3,480}")
LOCALE_VI = "vi"


@dataclass(frozen=True, slots=True)
class SurveyType:
    """Hold what a type asks for and allows, while one row of the law is in force."""

    code: str
    since: date
    until: date
    order: bool  # whether the authority's order must be named
    over: str  # members | households: what its result is counted over
    threshold: int | None  # percent of all of them that must agree
    channels: str  # kinds of channel accounts, a blank between them, or *
    electronic: str  # yes | attested
    basis_vi: str
    basis_en: str

    def as_terms(self, order: str, document: str, *, attested: bool) -> dict[str, Any]:
        """Return what a survey of this type keeps of it, whatever the law becomes later."""
        return {
            "basis": {"vi": self.basis_vi, "en": self.basis_en},
            "order": order,
            "document": document,
            "over": self.over,
            "threshold": self.threshold,
            "channels": self.channels if self.electronic == "yes" or attested else "",
            "attested": attested,
        }


@dataclass(frozen=True, slots=True)
class Standing:
    """Hold what an organizer says a survey is: its type, the order, and what is attested."""

    type: str = INFORMAL
    order: str = ""  # number, date and authority of the order that it is held by
    document: str = ""  # address of what people should read before they answer
    attested: bool = False  # that the order provides for answers over electronic channels


POLL = Standing()


@cache
def read_types() -> tuple[SurveyType, ...]:
    """Return every row of the law."""
    return tuple(_type(row) for row in _read("types.csv"))


def find_type(code: str, day: date) -> SurveyType:
    """Return the row of a type that is in force on a day, or raise Refused."""
    rows = [row for row in read_types() if row.code == code]
    if not rows:
        known = ", ".join(dict.fromkeys(row.code for row in read_types()))
        raise Refused("survey-type-unknown", type=code, known=known)
    for row in rows:
        if row.since <= day <= row.until:
            return row
    since = min(row.since for row in rows)
    raise Refused("survey-type-not-in-force", type=code, since=f"{since:%d/%m/%Y}")


def check_standing(standing: Standing, title: str, day: date) -> dict[str, Any]:
    """Return the terms of a survey of this standing, or raise Refused for what it cannot be."""
    row, order = find_type(standing.type, day), " ".join(standing.order.split())
    if row.order and not order:
        raise Refused("survey-order-missing", type=standing.type)
    if len(order) > MOST_ORDER:
        raise Refused("survey-order-too-long", most=MOST_ORDER)
    if not row.order and (order or standing.attested):
        raise Refused("survey-order-not-here", type=standing.type)
    if words := find_pretence(title, standing.type):
        raise Refused("survey-claims-official", words=words)
    if standing.document and not ADDRESS.fullmatch(standing.document):
        raise Refused("survey-document-not-an-address")
    return row.as_terms(order, standing.document, attested=standing.attested)


def find_pretence(title: str, code: str) -> str:
    """Return the words by which a title says that it is more than a type is, or nothing."""
    read = f" {re.sub(r'[^a-z0-9]+', ' ', fold(title))} "
    for words, types in _official_words():
        if f" {fold(words)} " in read and code not in types:
            return words
    return ""


def worth_of(survey: Survey, locale: str) -> str:
    """Say what a survey is worth: its type, the law and the order, and what it is counted over."""
    terms = survey.terms or {}
    basis: dict[str, str] = terms.get("basis") or {}
    worth = say(
        locale,
        "survey-worth",
        type=survey.type or INFORMAL,
        basis=basis.get(locale) or basis.get(LOCALE_VI, ""),
        order=terms.get("order", ""),
    )
    link = terms.get("document")
    return "\n".join([worth, say(locale, "survey-document", link=link)]) if link else worth


def is_on_paper(survey: Survey) -> bool:
    """Tell whether answers are given on paper alone, and officers type what came in."""
    return not (survey.terms or {}).get("channels", EVERY_CHANNEL)


def check_channel(survey: Survey, channel: str) -> None:
    """Raise Refused when answers to a survey may not be taken on a channel account."""
    allowed = (survey.terms or {}).get("channels", EVERY_CHANNEL)
    kind = channel.partition("-")[0]  # zalo-oa and zalo-bot are both Zalo
    if allowed == EVERY_CHANNEL or kind in allowed.split():
        return
    raise Refused("survey-channel-not-lawful" if allowed else "survey-on-paper")


def _type(row: dict[str, str]) -> SurveyType:
    return SurveyType(
        row["code"],
        date.fromisoformat(row["from"]),
        date.fromisoformat(row["to"]) if row["to"] else FOREVER,
        row["order"] == "yes",
        row["of"],
        int(row["threshold"]) if row["threshold"] else None,
        row["channels"],
        row["electronic"],
        row["basis_vi"],
        row["basis_en"],
    )


@cache
def _official_words() -> tuple[tuple[str, frozenset[str]], ...]:
    rows = _read("official_words.csv")
    return tuple((row["words"], frozenset(row["types"].split())) for row in rows)


def _read(name: str) -> Iterator[dict[str, str]]:
    lines = files(__package__).joinpath(name).read_text("utf-8").splitlines()
    yield from csv.DictReader(line for line in lines if not line.startswith("#"))
