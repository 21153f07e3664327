"""Benchmark `import`: a roll of 100,000 people, from the file to the database."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from bot.access import OPERATOR
from bot.clock import SystemClock
from bot.db import Database
from bot.rolls.importing import Request, import_roll
from bot.settings import Settings
from bot.site import Site
from tests.benchmarks.children import child
from tests.benchmarks.measuring import Round, Row, Stage, round_of
from tests.benchmarks.towns import KINDS, make_town
from tests.kit.makers import OLD_WARDS

ROWS = 100_000
HEADINGS = ("STT", "Họ và tên", "Năm sinh", "Số điện thoại", "Phường", "Tổ dân phố")
FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô")
MIDDLES = ("Văn", "Thị", "Hữu", "Đức", "Thị Thanh", "Minh", "Quốc", "Ngọc")
GIVEN = ("An", "Bình", "Cường", "Dung", "Hạnh", "Lan", "Mai", "Nam", "Phúc", "Thảo", "Tuấn")
READER = "openpyxl, read only, nothing stored"


class Importing:
    """Import the file, as `nhipcau import-roll` does."""

    def __init__(self, *, database: str, path: str, folder: str) -> None:
        settings = Settings(
            _env_file=None, database_url=database, data_dir=Path(folder), secret_key="k" * 40
        )
        self._site = Site(settings, SystemClock(), Database(database))
        self._request = Request(path=Path(path), organisation="cdtp")

    async def open(self) -> dict[str, Any]:
        """Do nothing yet."""
        return {}

    async def work(self, *, rows: int) -> dict[str, Any]:
        """Import it, and raise when a row is missing."""
        report = await import_roll(self._site, OPERATOR, self._request, lambda _: None)
        if report.rows != rows:
            raise RuntimeError(f"{report.rows} of {rows} rows were read")
        return {"items": report.rows}

    async def close(self) -> None:
        """Close the database."""
        await self._site.database.close()


class Reading:
    """Read every cell of the file with openpyxl, and keep none."""

    def __init__(self, *, path: str) -> None:
        self._path = path

    async def open(self) -> dict[str, Any]:
        """Do nothing yet."""
        return {}

    async def work(self, *, rows: int) -> dict[str, Any]:
        """Read it."""
        book = openpyxl.load_workbook(self._path, read_only=True)
        read = sum(1 for row in book.active.iter_rows(min_row=2, values_only=True) if row[1])
        book.close()
        if read != rows:
            raise RuntimeError(f"{read} of {rows} rows were read")
        return {"items": read}

    async def close(self) -> None:
        """Let go of nothing."""


async def run(stage: Stage) -> list[Row]:
    """Import into both databases, and read the same file bare; each once, in a fresh process."""
    rows = stage.options.size(ROWS)
    path = stage.folder / f"roll-{rows}.xlsx"
    write_roll(path, rows)
    done = []
    for kind in KINDS:
        url = stage.ground.make(kind)
        await make_town(url, 0)
        given = {"database": url, "path": str(path), "folder": str(stage.folder)}
        if profile := stage.profile(f"import-{kind}"):
            given["profile"] = profile
        one = await once(stage, "Importing", rows, **given)
        done.append(Row(f"Nhịp Cầu, {kind}", [one], READER))
    done.append(Row(READER, [await once(stage, "Reading", rows, path=str(path))]))
    return done


async def once(stage: Stage, subject: str, rows: int, **given: Any) -> Round:
    """Let a fresh process work once, and note the most memory that it held."""
    async with child(stage.folder, f"importing:{subject}", **given) as one:
        told = await one.ask(rows=rows)
    return round_of({**told, "peak_mb": told["total"]["peak_mb"]}, "peak_mb")


def write_roll(path: Path, rows: int) -> None:
    """Write a roll of so many people with phones of their own, the same one each time."""
    chance = random.Random(20_201_122)
    wards = list(OLD_WARDS)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Danh sách")
        sheet.write_row(0, 0, HEADINGS)
        for number in range(1, rows + 1):
            name = " ".join(chance.choice(part) for part in (FAMILIES, MIDDLES, GIVEN))
            year, group = chance.randint(1940, 2005), chance.randint(1, 20)
            cells = (number, name, year, f"09{number:08}", chance.choice(wards), f"Tổ {group}")
            sheet.write_row(number, 0, cells)
