"""Ground: new .xlsx books, in which a text stays the text that it is."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter import Workbook

# what people wrote is never a formula, an address or a number
AS_WRITTEN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
ALPHABET = 26


def new_workbook(out: Path | BytesIO, **more: Any) -> Workbook:
    """Return an empty book that is written to `out` when its block ends.

    Into a file its rows go one after another, and none is held: they are written in their order.
    """
    from xlsxwriter import Workbook  # 12 MB of every program, for a file now and then

    if isinstance(out, BytesIO):
        return Workbook(out, {**AS_WRITTEN, "in_memory": True, **more})
    return Workbook(str(out), {**AS_WRITTEN, "constant_memory": True, **more})


def column_letters(place: int) -> str:
    """Return the letters of a column, of which 0 is A."""
    before, last = divmod(place, ALPHABET)
    return (column_letters(before - 1) if before else "") + chr(ord("A") + last)
