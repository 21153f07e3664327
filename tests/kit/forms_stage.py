"""Kit: what a transcript of who sends a form may set up: the file's content arrives."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bot import files
from tests.kit.xlsforms import write_book

if TYPE_CHECKING:
    from tests.kit.transcripts import Player

CHOICES = "list_name | name | label\nnuoc | may | Nước máy\nnuoc | gieng | Nước giếng"
BOOKS = {
    "sound": (
        "type | name | label | appearance\nselect_one nuoc or_other | nuoc | Dùng nước gì? | draw"
        "\ninteger | nguoi | Nhà mấy người? | spinner",
        CHOICES,
    ),
    "faulty": (
        "type | name | label\nselect_one nuoc | nuoc | Nước gì?\nvideo | v | Quay",
        "",
    ),
}


async def fetch_form(player: Player, value: str) -> None:
    """`sound` or `faulty`: what was sent last has come, and is such a form."""
    with TemporaryDirectory() as folder:
        data = write_book(Path(folder) / "form.xlsx", *BOOKS[value]).read_bytes()
    async with player.database.transaction() as session:
        [*_, last] = await files.find_unfetched(session, player.account)
        await files.fill(session, last.number, data)


FORMS_STAGE: dict[str, Callable[[Player, str], Awaitable[None]]] = {"fetched": fetch_form}
