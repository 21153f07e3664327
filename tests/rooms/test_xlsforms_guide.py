"""The guide for organizers: what it shows is a form that is taken without a remark."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.xlsforms.reading import read_xlsform

GUIDE = Path(__file__).parents[2] / "docs" / "soan-khao-sat.md"


def sheets_of(text: str) -> dict[str, list[list[str]]]:
    """Return the tables of a page, by the bold word before each."""
    sheets: dict[str, list[list[str]]] = {}
    name = ""
    for line in text.splitlines():
        if line.startswith("**"):
            name = line.split("**")[1]
        elif line.startswith("|") and name and not line.startswith("|---"):
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            sheets.setdefault(name, []).append(cells)
    return sheets


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give the guide's form as a file."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets_of(GUIDE.read_text("utf-8")).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    where = tmp_path / "form.xlsx"
    book.save(where)
    return where


def test_the_guides_form_is_taken_without_a_remark(path: Path) -> None:
    reading = read_xlsform(path)
    codes = [question.code for question in reading.form.questions]
    assert codes == ["biet", "ban_khoan", "so_nguoi", "y_kien"]
    assert (reading.form.code, reading.warnings) == ("bhxh-2026", ())
