"""Kit: XLSForm workbooks written from a few lines, as the tests need them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

SETTINGS = {
    "form_title": "Phiếu thử",
    "form_id": "phieu-thu",
    "purpose": "Để thử.",
    "opens": "01/12/2026 08:00",
    "closes": "10/12/2026 20:00",
}
Table = Sequence[Sequence[str]]


def write_book(
    path: Path, survey: str, choices: str = "", settings: dict[str, str] | None = None
) -> Path:
    """Write tables of `a | b | c` lines, the first of them the headings."""
    given = {**SETTINGS, **(settings or {})}
    kept = {name: text for name, text in given.items() if text}
    sheets: dict[str, Table] = {"survey": _table(survey), "choices": _table(choices)}
    sheets["settings"] = [list(kept), list(kept.values())]
    with xlsxwriter.Workbook(path, {"strings_to_numbers": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def _table(text: str) -> Table:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return [[cell.strip() for cell in line.split("|")] for line in lines]
