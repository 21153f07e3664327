"""Door, web: pages and lines made of templates, in the language of the chat."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from bot.channels.web.marking import mark_up
from bot.channels.web.sessions import file_path
from bot.clock import to_local
from bot.lines import Standing
from bot.markup import Span
from bot.messages import PICTURES
from bot.models import WebMessage
from bot.pictures import MOST_BYTES
from bot.settings import Settings
from bot.text import say

HERE = Path(__file__).parent
STATIC = HERE / "static"


def digest_static() -> str:
    """Return what the static files are: their address changes when one of them does."""
    sums = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            sums.update(path.read_bytes())
    return sums.hexdigest()[:12]


class Views:
    """Render the pages of one site."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.assets = f"/chat/static/{digest_static()}"
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals["most_photo"] = MOST_BYTES

    def page(self, name: str, locale: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """Render one page."""
        html = self._templates.get_template(name).render(
            say=partial(say, locale),
            locale=locale,
            site_name=self._settings.site_name,
            site_contact=_keep_numbers_whole(self._settings.site_contact),
            assets=self.assets,
            show=partial(self.show, standing=Standing(locale)),
            **values,
        )
        return HTMLResponse(html, status)

    def line(self, row: WebMessage, standing: Standing) -> str:
        """Render one line, as history and stream show it alike."""
        return self._templates.get_template("line.html").render(
            line=self.show(row, standing=standing), say=partial(say, standing.locale)
        )

    def show(self, row: WebMessage, *, standing: Standing) -> dict[str, Any]:
        """Return what a template needs of a line."""
        at = to_local(row.at)
        pressable = self._settings.web_buttons and not row.body.get("closed")
        choices = row.body.get("choices", []) if pressable else []
        asks = bool(row.body.get("photo")) and not row.body.get("closed")
        return {
            "id": row.id,
            "mine": row.mine,
            "text": row.text,
            "marked": _mark_up(row),
            "chosen": row.body.get("chosen", ""),
            "file": self._file_of(row),
            "choices": [
                {"label": label, "press": press, "id": secrets.token_urlsafe(12)}
                for label, press in choices
            ],
            "columns": min(int(row.body.get("columns", 1)), 4),
            "photo": asks,
            "question": bool(choices or asks) and row.body.get("marks") != "letters",
            "version": row.body.get("version", 0),
            "posted": row.body.get("update", ""),
            "iso": at.isoformat(timespec="minutes"),
            "time": at.strftime("%H:%M"),
            "day": day_of(standing.locale, at.date()),
        }

    def _file_of(self, row: WebMessage) -> dict[str, Any] | None:
        """Return the file that a line carries, with the path that its own chat may fetch."""
        held = row.body.get("file")
        if not held:
            return None
        return {
            "name": held["name"],
            "picture": held["media_type"] in PICTURES,
            "path": file_path(self._settings, row.external_id, held["file"]),
        }


def _mark_up(row: WebMessage) -> str:
    """Return a line of ours as HTML, where pieces of it look otherwise than the rest."""
    spans = [Span(*span) for span in row.body.get("spans", ())]
    return mark_up(row.text, spans) if spans else ""


def day_of(locale: str, day: date) -> str:
    """Write a day as a heading: Thứ Ba, 01/12/2026."""
    return str(format_date(day, "EEEE, dd/MM/yyyy", locale=locale))


def _keep_numbers_whole(text: str) -> str:
    """Let no line break part a phone number."""
    return re.sub(r"(?<=\d) (?=\d)", "\u00a0", text)
