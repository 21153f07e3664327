"""Room: a number written in figures: `1.000.000`, `1,000,000`, `3,5`, `1.234,5`."""

from __future__ import annotations

import re
from decimal import Decimal

THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?|\d{1,3}(,\d{3}){2,}(\.\d+)?")
MOST_DIGITS = 15


def read_figures(token: str) -> Decimal | None:
    """Read figures as Vietnamese writes them, commas between thousands where they are plain."""
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
