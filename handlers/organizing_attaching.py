"""Door: what a broadcast carries beside its words: a photo or file, a link, a place."""

from __future__ import annotations

import re
from typing import Any

from bot import files
from bot.broadcasts.attaching import attach_file, attach_link, attach_place
from bot.messages import Kind
from bot.turns import Turn
from handlers.organizing_asking import (
    Question,
    always,
    answer,
    ask_step,
    attempt,
    refuse_press,
)
from handlers.organizing_compose import is_sound

NONE = "none"
LINK = re.compile(r"(?P<label>.*?)[\s:–-]*(?P<address>https?://\S+)", re.DOTALL)
PLACE = re.compile(r"(?P<name>.+?)[,;:\s]+(?P<north>-?\d+\.\d+)[,;\s]+(?P<east>-?\d+\.\d+)")


async def ask_attachments(turn: Turn) -> None:
    """Ask for a photo or file, a link or a place; what is there already can be left out."""
    held = [turn.phrase("organizing-attachment", **_said(one)) for one in _noted(turn)]
    none = answer("attachments", NONE, turn.phrase("organizing-attachments-none"))
    text = "\n".join([turn.phrase("organizing-attachments"), *held])
    ask_step(turn, "attachments", text, choices=[none] if held else (), marks="none")


async def read_attachment(turn: Turn, text: str) -> bool:
    """Take a link with its words before it, or a place with its coordinates behind it."""
    if found := LINK.fullmatch(text.strip()):
        label = found["label"].strip() or turn.phrase("organizing-link-label")
        return await _attach(turn, attach_link(label, found["address"]), "link")
    if found := PLACE.fullmatch(text.strip()):
        where = float(found["north"]), float(found["east"])
        return await _attach(turn, attach_place(found["name"], *where), "place")
    turn.misunderstood("organizing-attachments-unread")
    return False


async def press_attachments(turn: Turn, value: str) -> bool:
    """Leave out whatever was attached."""
    if value != NONE:
        return await refuse_press(turn, value)
    turn.note(attachments=[])
    return True


async def take_received(turn: Turn) -> bool:
    """Attach the photo or file that was sent; say otherwise what is wrong, and ask on."""
    received = turn.incoming.file
    assert received is not None
    verb = files.receive(turn.session, received, turn.incoming.account, now=turn.now)
    attachment = await attempt(turn, verb)
    if attachment is None:
        turn.repeat_question()
        return False
    kind = "photo" if turn.incoming.kind is Kind.PHOTO else "document"
    if not await _attach(turn, attach_file(attachment, kind), kind):
        return False
    turn.say("organizing-attached", kind=kind, name=attachment.name)
    return True


async def _attach(turn: Turn, entry: dict[str, Any], *instead_of: str) -> bool:
    """Note an attachment in the place of one of its kind, if the broadcast can carry it."""
    kept = [one for one in _noted(turn) if one["kind"] not in instead_of]
    if not await is_sound(turn, attachments=[*kept, entry]):
        return False
    turn.note(attachments=[*kept, entry])
    return True


def _noted(turn: Turn) -> list[dict[str, Any]]:
    return turn.noted("attachments") or []


def _said(entry: dict[str, Any]) -> dict[str, str]:
    return {"kind": entry["kind"], "name": entry.get("name") or entry["label"]}


ATTACHMENTS = Question("attachments", ask_attachments, read_attachment, press_attachments, always)
