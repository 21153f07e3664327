"""The command line: a broadcast written as a YAML file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.ext.asyncio import AsyncSession

from bot import campaigns, organisations, templates
from bot.broadcasts import Draft
from bot.broadcasts.timing import read_deadline, read_moment
from bot.commands.audience import Audience
from bot.commands.enclosing import enclose
from bot.commands.faults import Unreadable

MOST_BYTES = 100_000
NEEDED = ("organisation", "title", "text")
FLAGS = {"yes": True, "no": False}
KNOWN = (
    *(*NEEDED, "campaign", "purpose", "buttons", "english", "to", "at", "send-by"),
    *("urgent", "twice-ok"),
    *(
        "photo",
        "document",
        "link",
        "place",
        "may-cost",
        "where-last",
        "template",
        "template-fields",
    ),
)


@dataclass(frozen=True, slots=True)
class Letter:
    """Hold a broadcast's file, read; what it names is not looked up yet."""

    entries: dict[str, Any]
    folder: Path = Path()  # files are named from here

    def leaves(self, now: datetime) -> datetime | None:
        """Return when it is to leave, or None for at once; raise Refused for what is no time."""
        at = self.entries.get("at")
        return read_moment(str(at), now=now) if at is not None else None

    def ends(self, now: datetime) -> datetime | None:
        """Return until when it is to leave, if that is said; raise Refused for what is no time."""
        by = self.entries.get("send-by")
        start = self.leaves(now) or now
        return read_deadline(str(by), now=now, start=start) if by is not None else None

    async def as_draft(self, session: AsyncSession, audience: Audience, now: datetime) -> Draft:
        """Return the draft, with organisations, campaign and wards looked up by name."""
        entries = self.entries
        organisation = await organisations.get(session, str(entries["organisation"]))
        campaign = entries.get("campaign")
        return Draft(
            organisation.id,
            str(entries["title"]),
            str(entries["text"]),
            audience.read(entries.get("to")),
            str(entries.get("purpose", "notices")),
            _buttons(entries.get("buttons")),
            (await campaigns.get(session, str(campaign))).id if campaign else None,
            send_by=self.ends(now),
            urgent=self._flag("urgent"),
            twice_ok=self._flag("twice-ok"),
            attachments=await enclose(session, entries, self.folder, now=now),
            may_cost=self._flag("may-cost"),
            where_last=self._flag("where-last"),
            template=await self._find_template(session),
            translations=_translations(entries.get("english")),
        )

    async def _find_template(self, session: AsyncSession) -> dict[str, Any]:
        number, fields = self.entries.get("template"), self.entries.get("template-fields") or {}
        if number is None:
            return {}
        if not isinstance(fields, dict):
            raise Unreadable("`template-fields` is a list of lines `parameter: text`.")
        texts = {str(name): str(text) for name, text in fields.items()}
        return await templates.match(session, str(number), texts)

    def _flag(self, name: str) -> bool:
        said = str(self.entries.get(name, "no"))
        if said not in FLAGS:
            raise Unreadable(f"`{name}` is yes or no.")
        return FLAGS[said]


def read_yaml(path: Path) -> object:
    """Read a YAML file, every plain word of it as a text, or raise Unreadable."""
    if path.stat().st_size > MOST_BYTES:
        raise Unreadable(f"{path.name} is larger than {MOST_BYTES} bytes.")
    try:
        document: object = yaml.load(path.read_text("utf-8"), Loader=_Plain)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise Unreadable(f"{path.name}{where} is no YAML in UTF-8.") from error
    return document


def read_letter(path: Path) -> Letter:
    """Read a broadcast's file, or raise Unreadable with what is wrong."""
    document = read_yaml(path)
    if not isinstance(document, dict):
        raise Unreadable(f"{path.name} is a list of lines `name: value`.")
    unknown = [str(name) for name in document if name not in KNOWN]
    if unknown:
        raise Unreadable(f"`{unknown[0]}` is not known here; known are: {', '.join(KNOWN)}.")
    missing = [name for name in NEEDED if not str(document.get(name) or "").strip()]
    if missing:
        raise Unreadable(f"`{missing[0]}` is missing in {path.name}.")
    return Letter(document, path.parent)


def _buttons(document: object) -> list[dict[str, str]]:
    if document is None:
        return []
    if not isinstance(document, list):
        raise Unreadable("`buttons` is a list of `label: …` and `answer: …`.")
    for button in document:
        if not isinstance(button, dict) or set(button) != {"label", "answer"}:
            raise Unreadable("Each of `buttons` has a `label: …` and an `answer: …`.")
    return [{name: str(words) for name, words in button.items()} for button in document]


def _translations(document: object) -> dict[str, dict[str, Any]]:
    """Read what the broadcast says in English, if it says anything."""
    if document is None:
        return {}
    if not isinstance(document, dict) or not {"text"} <= set(document) <= {"text", "buttons"}:
        raise Unreadable("`english` has a line `text: …`, and `buttons:` where the broadcast has.")
    buttons = _buttons(document.get("buttons"))
    words: dict[str, Any] = {"text": str(document["text"])}
    words["labels"] = [button["label"] for button in buttons]
    words["answers"] = [button["answer"] for button in buttons]
    return {"en": words}


class _Plain(yaml.SafeLoader):
    """Read every plain word as a text: 19:30 is no number, and `Có` no flag."""


_Plain.yaml_implicit_resolvers = {}
