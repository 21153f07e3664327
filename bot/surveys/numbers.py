"""Room: a number as people type it: `khoảng 3`, `1tr5`, `300k`, `1.000.000 đ`, `3,5`, `ba`."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.words import fold

MANNERS = "khoang tam chung do gan hon da a la co duoc"
MEASURES = "nguoi dong d vnd nam tuoi cai em toi"
FILLERS = frozenset(f"{MANNERS} {MEASURES}".split())
SPELT = "khong mot hai ba bon nam sau bay tam chin muoi"
WORDS = {word: Decimal(value) for value, word in enumerate(SPELT.split())} | {"tu": Decimal(4)}
UNITS = {
    "chuc": Decimal(10),
    "tram": Decimal(100),
    **dict.fromkeys(("k", "nghin", "ngan"), Decimal(1_000)),
    **dict.fromkeys(("tr", "trieu"), Decimal(1_000_000)),
    **dict.fromkeys(("ty", "ti"), Decimal(1_000_000_000)),
}
THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?|\d{1,3}(,\d{3}){2,}(\.\d+)?")
TOKEN = re.compile(r"\d[\d.,]*|[^\W\d_]+|-|\S")
MOST_DIGITS = 15
MOST_TEXT = 60


def read_number(text: str) -> Decimal | None:
    """Return the one number that a text says, or None; a doubtful one is none."""
    tokens = [_token(token) for token in TOKEN.findall(text.strip().lower())]
    sign = -1 if tokens[:1] in (["-"], ["am"]) else 1
    tokens = tokens[1:] if sign < 0 else tokens
    kept = [t for t in tokens if t not in FILLERS] or [t for t in tokens if t in WORDS]
    if len(kept) == 0 or len(text) > MOST_TEXT:
        return None
    found = _amount(kept)
    return None if found is None else sign * found


def _amount(tokens: list[str]) -> Decimal | None:
    """Read `3`, `3 tr`, `1 tr 5` (a half behind a unit), `1 tr ruoi`."""
    match tokens:
        case [plain]:
            return _plain(plain)
        case [plain, unit] if unit in UNITS:
            first = _plain(plain)
            return None if first is None else first * UNITS[unit]
        case [plain, unit, rest] if unit in UNITS:
            first, behind = _plain(plain), _behind(rest)
            return None if first is None or behind is None else (first + behind) * UNITS[unit]
        case _:
            return None


def _behind(token: str) -> Decimal | None:
    """Read what follows a unit as its fraction: `1tr5` is 1,5 million, `1tr25` is 1,25."""
    if token == "ruoi":
        return Decimal("0.5")
    return Decimal(f"0.{token}") if re.fullmatch(r"\d{1,3}", token) else None


def _plain(token: str) -> Decimal | None:
    if token in WORDS:
        return WORDS[token]
    token = token.rstrip(".,")
    if not re.fullmatch(r"[\d.,]+", token) or sum(c.isdigit() for c in token) > MOST_DIGITS:
        return None
    if THOUSANDS.fullmatch(token):
        dot_last = token.rfind(".") > token.rfind(",") and token.count(".") == 1
        comma_groups = token.count(",") > 1
        if comma_groups:
            return Decimal(token.replace(",", ""))
        if not dot_last or "," not in token:
            return Decimal(token.replace(".", "").replace(",", "."))
    decimal = token.replace(",", ".")
    return Decimal(decimal) if re.fullmatch(r"\d+(\.\d+)?", decimal) else None


def _token(raw: str) -> str:
    return fold(raw) if raw[0].isalpha() else raw
