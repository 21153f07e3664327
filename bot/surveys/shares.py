"""Room: how many of each ward and age band a survey's file wants, and the quotas made of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.areas import Places
from bot.errors import Refused

EVERY = "*"
MOST_PEOPLE = 1_000_000
CELL = re.compile(r"(?P<ward>.*?)\s*(?P<ages>\d{1,3}\s*-\s*(?:\d{1,3})?)?")
SHARE = re.compile(r"(?P<cell>[^:]+):\s*(?P<most>\d{1,7})")


@dataclass(frozen=True, slots=True)
class Share:
    """Hold how many people of a ward, by its name or key, and an age band may answer."""

    ward: str  # empty: all wards together
    ages: str  # 18-35, 60-; *: all ages together
    most: int

    def __str__(self) -> str:
        cell = " ".join(part for part in (self.ward, self.ages) if part not in ("", EVERY))
        return f"{cell or EVERY}: {self.most}"


def read_share(cell: str, most: int) -> Share | None:
    """Read `Ba Đình 18-35`, `60-`, `Ba Đình` or `*` with its number; None: it is none."""
    found = CELL.fullmatch(" ".join(cell.split()))
    if found is None or not 0 < most <= MOST_PEOPLE:
        return None
    ward, ages = found["ward"], re.sub(r"\s", "", found["ages"] or EVERY)
    low, _, high = ages.partition("-")
    if ages != EVERY and high and int(low) > int(high):
        return None
    return Share("" if ward == EVERY else ward, ages, most)


def read_shares(text: str) -> tuple[Share, ...] | None:
    """Read `Ba Đình 18-35: 40; 60-: 25`, as one cell of a sheet has it; None: it is none."""
    found = []
    for part in filter(str.strip, text.split(";")):
        match = SHARE.fullmatch(part.strip())
        share = read_share(match["cell"], int(match["most"])) if match else None
        if share is None:
            return None
        found.append(share)
    return tuple(found)


def write_shares(shares: Iterable[Share]) -> str:
    """Write shares as one cell of a sheet has them."""
    return "; ".join(map(str, shares))


def find_ward(places: Places, name: str) -> str:
    """Return the key of the one ward that a key or a name means, or raise Refused."""
    try:
        return places.get(name).key
    except KeyError:
        found = places.find(name)
    if not found:
        raise Refused("survey-quota-ward-unknown", ward=name)
    if len(found) > 1:
        keys = "; ".join(f"{place.key} ({place.label})" for place in found)
        raise Refused("survey-quota-ward-several", ward=name, keys=keys)
    return found[0].key
