"""Room: how people write the names of wards: kinds shortened, initials, a slip of one letter."""

import re
from typing import Final

from bot.words import fold

# Folded words before a ward's name -> its kind. F. is a habit of the south for phường.
KINDS: Final[dict[str, str]] = {
    "phuong": "Phường",
    "p": "Phường",
    "f": "Phường",
    "ph": "Phường",
    "xa": "Xã",
    "x": "Xã",
    "thi tran": "Thị trấn",
    "tt": "Thị trấn",
    "dac khu": "Đặc khu",
    "dk": "Đặc khu",
}
# Folded words before a name that is wider or narrower than a ward.
WIDER: Final = re.compile(
    r"^(tinh|thanh pho|tp|t p|thi xa|tx|t x|huyen|h|quan|q|viet nam|vn)( |$)"
)
NARROWER: Final = re.compile(
    r"^(duong|d|ngo|ngach|hem|so nha|sn|so|nha|khu tap the|ktt|chung cu|toa|lo)( |$)"
)
GROUP: Final = re.compile(
    r"^(?:(?:to dan pho|to dp|tdp|to|khu pho|kp|khu|pho|thon|khoi|xom|ap|ban)"
    r"(?: so)? \d+\w? ?)+"
)
SHORT_DISTRICTS: Final = {"Thành phố": "TP", "Thị xã": "TX", "Huyện": "huyện", "Quận": "quận"}

_KIND: Final = re.compile(rf"^({'|'.join(sorted(KINDS, key=len, reverse=True))}) (?=\S)")
_KIND_INSIDE: Final = re.compile(rf"(?:^| )({'|'.join(sorted(KINDS, key=len, reverse=True))}) ")


def split_kind(folded: str) -> tuple[str | None, str]:
    """Part a folded text into the kind that it begins with, if any, and the name."""
    found = _KIND.match(folded)
    if found is None:
        return None, folded
    return KINDS[found.group(1)], folded[found.end() :]


def after_kinds(folded: str) -> list[tuple[str, str]]:
    """List (kind, words after it) for every kind word within a folded address, last first."""
    found = [(KINDS[hit.group(1)], folded[hit.end() :]) for hit in _KIND_INSIDE.finditer(folded)]
    return [(kind, rest) for kind, rest in reversed(found) if rest]


def short_district(district: str) -> str:
    """Shorten a former district's kind: "Thành phố Thanh Hóa" is "TP Thanh Hóa"."""
    for kind, short in SHORT_DISTRICTS.items():
        if district.startswith(kind + " "):
            return f"{short} {district[len(kind) + 1 :]}"
    return district


def bare_district(district: str) -> str:
    """Give a former district's name folded and without its kind."""
    for kind in SHORT_DISTRICTS:
        if district.startswith(kind + " "):
            return fold(district[len(kind) + 1 :])
    return fold(district)


def fits_initials(written: str, name: str) -> bool:
    """Say whether "d ve" shortens "dong ve": words, never the last, by their first letter."""
    short, full = written.split(), name.split()
    if len(short) != len(full) or written == name:
        return False
    pairs = zip(short, full, strict=True)
    return len(short[-1]) > 1 and all(a == b or (len(a) == 1 and a == b[0]) for a, b in pairs)


def is_one_slip(a: str, b: str) -> bool:
    """Say whether one letter added, lost, changed or swapped with the next makes `a` of `b`."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    if len(a) > len(b):
        a, b = b, a
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    rest_a, rest_b = a[start:], b[start:]
    if len(a) < len(b):
        return rest_a == rest_b[1:]
    swapped = rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:]
    return rest_a[1:] == rest_b[1:] or swapped
