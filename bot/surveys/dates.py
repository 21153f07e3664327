"""Room: a day as people type it: 15/8/1960, 15-8-60, `mùng 5 tháng 3 năm 1960`, a year alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from bot.keystrokes import without_keys
from bot.words import fold

EARLIEST = 1900
FULL_YEAR = 4  # digits
MONTHS = 12
ONES = ["mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin"]
NUMBERS = {word: value for value, word in enumerate(ONES, 1)} | {"tu": 4, "ram": 15}
for tens, ten in (("muoi", 10), ("hai muoi", 20), ("ba muoi", 30)):
    NUMBERS |= {tens: ten, **{f"{tens} {one}": ten + n for n, one in enumerate(ONES, 1)}}
    NUMBERS |= {f"{tens} lam": ten + 5, f"{tens} tu": ten + 4}
WORDS = "|".join(sorted(NUMBERS, key=len, reverse=True))
N = rf"\d{{1,2}}|{WORDS}"
MANNERS = re.compile(
    r"^(?:(?:da|toi|em|con|chau|sinh|vao|hom|khoang|chung|tam|hoi|la|ngay|nhan dip)\b ?)+"
    r"|(?: ?\b(?:a|nhe|nha|gi do|ay|roi|duong lich))+$"
)
FIRST_TEN = r"(?:mung |mong )?"
OF_MONTH = "(?: thang | thg | th | t | )"
DAY = re.compile(rf"{FIRST_TEN}({N}){OF_MONTH}({N})(?: nam | )(\d{{4}}|\d{{2}})")
TURNED = re.compile(r"(\d{4}) (\d{1,2}) (\d{1,2})")
RUN = re.compile(r"(\d{2})(\d{2})(\d{4}|\d{2})")
DAY_ALONE = re.compile(rf"{FIRST_TEN}({N}){OF_MONTH}({N})|(?:mung |mong |hom )({N})")
MONTH = re.compile(rf"(?:thang )?({N})(?: nam | )(\d{{4}})")
YEAR = re.compile(r"(?:nam )?(\d{4})|nam (\d{2})")
LUNAR = re.compile(r"\b(?:am lich|al|gieng|chap|ta|nham|mung \w+ tet|tet)\b")
NEAR = {"hom nay": 0, "hom qua": -1, "hom kia": -2, "ngay mai": 1, "mai": 1, "ngay kia": 2}
PART_OF_DAY = re.compile(r"^(?:sang|trua|chieu|toi|dem) ")
NEARLY = re.compile(r"(?:tuan|thang|nam) (?:sau|toi|truoc)|ngay mot|tomorrow|yesterday|today")
BIRTH = re.compile(r"\b(?:ngay|nam|nhat) sinh\b|\bsinh (?:ngay|nam|nhat|vao)\b|\bbirth|\bborn\b")


class Vague(StrEnum):
    """Tell why words that do speak of a day are none that can be written down."""

    NO_YEAR = "no-year"  # 5/3
    LUNAR = "lunar"  # mùng 5 tháng giêng
    NEAR = "near"  # sáng mai, tuần trước


def read_date(text: str, today: date) -> date | int | None:
    """Return a day, a year where only one was typed, or None.

    A year of two digits is the latest that is not in the future: in 2026, 60 is 1960, 26 is 2026.
    """
    found = (_read(said, today) for said in _ways(text))
    return next((one for one in found if one is not None), None)


def read_near(text: str, today: date, *, part_of_day: bool = False) -> date | None:
    """Return the day that `hôm nay`, `hôm qua`, `mai` name; with `part_of_day`, `sáng mai` too.

    At one in the night `sáng mai` is today's morning or tomorrow's: by itself it names no day.
    """
    for said in (fold(text), without_keys(fold(text))):
        named = PART_OF_DAY.sub("", said) if part_of_day else said
        if (days := NEAR.get(named)) is not None:
            return today + timedelta(days=days)
    return None


def find_vague(text: str) -> Vague | None:
    """Tell what is missing where words speak of a day that `read_date` does not take."""
    for said in _ways(text):
        if LUNAR.search(said):
            return Vague.LUNAR
        if NEARLY.fullmatch(said) or PART_OF_DAY.sub("", said) in NEAR:
            return Vague.NEAR
        if DAY_ALONE.fullmatch(said):
            return Vague.NO_YEAR
    return None


def is_birth(question: str) -> bool:
    """Tell whether a question asks for somebody's day or year of birth."""
    return BIRTH.search(fold(question)) is not None


def _ways(text: str) -> Iterator[str]:
    """Give what may have been said: letters apart from figures, or keys of an input method."""
    folded = fold(text)
    apart = re.sub(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])", " ", folded)
    for said in (apart, without_keys(apart), without_keys(folded)):
        yield said
        yield MANNERS.sub("", said).strip()


def _read(said: str, today: date) -> date | int | None:
    if LUNAR.search(said):
        return None
    if year := YEAR.fullmatch(said):
        return _year(year[1] or year[2], today)
    if month := MONTH.fullmatch(said):
        return _year(month[2], today) if _number(month[1]) <= MONTHS else None
    return _day(said, today)


def _day(said: str, today: date) -> date | None:
    if turned := TURNED.fullmatch(said):
        day, month, year = turned[3], turned[2], turned[1]
    elif match := DAY.fullmatch(said) or RUN.fullmatch(said):
        day, month, year = match.groups()
    else:
        return None
    written = _year(year, today)
    try:
        return date(written, _number(month), _number(day)) if written else None
    except ValueError:
        return None


def _year(written: str, today: date) -> int | None:
    found = int(written)
    if len(written) < FULL_YEAR:
        found += 2000 if 2000 + found <= today.year else 1900
    return found if EARLIEST <= found <= today.year + 100 else None


def _number(said: str) -> int:
    return NUMBERS.get(said) or int(said)
