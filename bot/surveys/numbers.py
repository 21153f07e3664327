"""Room: a number as people type it: `khoảng 3`, `1tr5`, `300k`, `3 rưỡi`, `nửa triệu`, `ba`.

A doubtful one is none: `hai ba` may be two, three or twenty-three.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.keystrokes import without_keys
from bot.surveys.figures import MOST_DIGITS, read_figures
from bot.words import fold, nfc

MANNERS = "khoang tam chung do gan hon da a la co duoc dau vang chac nhe nha phai ai nao"
MEASURES = (
    "nguoi dong d vnd nam tuoi cai em toi con chau tien viet khau dua nha can ho phong chiec xe "
    "lan buoi ngay tuan thang tieng gio phut m m2 met km kg kilo bo to vien the"
)
FILLERS = frozenset(f"{MANNERS} {MEASURES}".split())
SPELT = "khong mot hai ba bon nam sau bay tam chin"
DIGITS = {word: value for value, word in enumerate(SPELT.split())}
DIGITS |= {"ko": 0, "chua": 0}  # chưa có
BEHIND = DIGITS | {"tu": 4, "lam": 5, "nham": 5}  # as in hai mươi lăm; "lắm" alone is no number
UNITS = {
    **dict.fromkeys(("ty", "ti"), Decimal(1_000_000_000)),
    **dict.fromkeys(("tr", "trieu"), Decimal(1_000_000)),
    **dict.fromkeys(("k", "nghin", "ngan"), Decimal(1_000)),
    "tram": Decimal(100),
    **dict.fromkeys(("muoi", "chuc"), Decimal(10)),
}
ALONE = frozenset({"tram", "muoi", "chuc"})  # one of it, without saying so: `chục`, `trăm rưỡi`
ZERO_BETWEEN = frozenset({"le", "linh"})  # một trăm linh năm
POINT = "phay"
AMBIGUOUS = frozenset({"nam", "tam"})  # five or a year, eight or about
TOKEN = re.compile(r"\d[\d.,]*|k?m2(?!\d)|[^\W\d_]+|-|/|\S")
A_TIME = re.compile(r"(?:/ ?|mot |moi |1 |hang )(?:th|thang|nam|ngay|tuan|nguoi|ho|lan|buoi)$")
MOST_TEXT = 60
HALF = Decimal("0.5")


def read_number(text: str) -> Decimal | None:
    """Return the one number that a text says, or None; a doubtful one is none."""
    if len(text) > MOST_TEXT:
        return None
    found = _read(_tokens(text))
    return _read(_tokens(text, keys=True)) if found is None else found


def _tokens(text: str, *, keys: bool = False) -> list[str]:
    """Cut a text into figures and folded words; `3 triệu/tháng` is cut to what a month brings."""
    lowered = (
        nfc(text)
        .strip()
        .lower()
        .replace("tầm", "khoảng")
        .replace("~", "khoảng ")
        .replace("hăm", "hai mươi")
    )
    if keys:
        lowered = without_keys(lowered, digits=False)
    tokens = [fold(token) if token[0].isalpha() else token for token in TOKEN.findall(lowered)]
    said = " ".join(tokens)
    cut = A_TIME.sub("", said).split()
    return cut if cut and any(token in UNITS for token in cut) else said.split()


def _read(tokens: list[str]) -> Decimal | None:
    sign = -1 if tokens[:1] in (["-"], ["am"]) else 1
    kept = _without_fillers(tokens[1:] if sign < 0 else tokens)
    found = _amount(kept) if kept else None
    if found is None or len(str(abs(found).to_integral_value())) > MOST_DIGITS:
        return None
    return sign * found


def _without_fillers(tokens: Sequence[str]) -> list[str]:
    """Leave what is said of the number; `năm` and `tám` are numbers where one is missing."""
    kept: list[str] = []
    for place, token in enumerate(tokens):
        before, after = kept[-1:], tokens[place + 1 : place + 2]
        counts = token in AMBIGUOUS and (
            (after and after[0] in {*UNITS, "ruoi", POINT} and not _is_digit(before))
            or (before and before[0] in {*ZERO_BETWEEN, POINT})
        )
        if counts or token not in FILLERS:
            kept.append(token)
    return kept or [t for t in tokens if t in DIGITS]


def _is_digit(tokens: Sequence[str]) -> bool:
    return bool(tokens) and (tokens[0] in DIGITS or tokens[0][0].isdigit())


def _amount(tokens: Sequence[str]) -> Decimal | None:
    """Read an amount by its largest unit: what stands before it, and what behind."""
    unit = max((t for t in tokens if t in UNITS), key=lambda t: UNITS[t], default="")
    if not unit:
        return _small(tokens)
    place = tokens.index(unit)
    before, behind = tokens[:place], tokens[place + 1 :]
    many = _many(before, behind, unit)
    rest = _behind(behind, UNITS[unit])
    return None if many is None or rest is None else many * UNITS[unit] + rest


def _many(before: Sequence[str], behind: Sequence[str], unit: str) -> Decimal | None:
    """Return how many of a unit are meant: `hai`, `nửa`, or one where none is said."""
    if list(before) == ["nua"]:
        return None if behind else HALF
    if before:
        return _amount(before)
    return Decimal(1) if behind or unit in ALONE else None


def _behind(tokens: Sequence[str], unit: Decimal) -> Decimal | None:
    """Read what follows a unit: nothing, a half, its next lower digits (`1tr5`), or an amount."""
    match list(tokens):
        case []:
            return Decimal(0)
        case ["ruoi"]:
            return HALF * unit
        case [zero, *rest] if zero in ZERO_BETWEEN:
            return _lower(rest, unit)
        case [one] if one in BEHIND:
            return Decimal(BEHIND[one]) * unit / 10
        case [one] if re.fullmatch(r"\d{1,3}", one):
            return Decimal(f"0.{one}") * unit
        case _:
            return _lower(tokens, unit)


def _lower(tokens: Sequence[str], unit: Decimal) -> Decimal | None:
    found = _amount(tokens) if tokens else None
    return found if found is not None and found < unit else None


def _small(tokens: Sequence[str]) -> Decimal | None:
    """Read what has no unit: `3`, `ba`, `3 rưỡi`, `nửa`, `ba phẩy năm`."""
    match list(tokens):
        case ["nua"]:
            return HALF
        case [one]:
            return Decimal(DIGITS[one]) if one in DIGITS else read_figures(one)
        case [one, "ruoi"]:
            whole = _small([one])
            return None if whole is None or whole != whole.to_integral_value() else whole + HALF
        case [one, "phay", other] if _is_digit([one]) and _is_digit([other]):
            whole, part = _small([one]), _small([other])
            exact = whole is not None and part is not None and part == part.to_integral_value()
            return Decimal(f"{whole}.{part}") if exact else None
        case _:
            return None
