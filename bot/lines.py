"""Room: the lines of a web chat, as its page shows them; each is stored once and may be rewritten.

A line's body holds `choices` ([label, press] pairs), `columns`, `marks`, `closed` (its buttons are
spent), `chosen` (the label pressed), `version` (how often it was rewritten), `file` (its number,
name and media type), `spans` (how pieces of the text look), `photo` (one is asked for) and, for
the person's own, `update` (the id that the page gave it).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    ScalarSelect,
    and_,
    delete,
    exists,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot.line_statements import (
    FIRST,
    LATEST,
    MARKS,
    OURS,
    SOME,
    STANDING,
    STORED,
    UNSPENT,
)
from bot.messages import Reply
from bot.models import ChannelAccount, Chat, FailedUpdate, WebMessage
from bot.text import say

BEYOND = 2**62  # no line has such a number


@dataclass(frozen=True, slots=True)
class Standing:
    """Tell what a page must know of its chat; a chat not yet taken speaks Vietnamese."""

    locale: str = "vi"
    sealed: bool = False  # an anonymous survey is being answered: no answer may be kept


@dataclass(frozen=True, slots=True)
class Own:
    """Hold what a person wrote, or pressed on a line of ours."""

    update: str
    text: str = ""
    press: str = ""
    ref: int = 0
    is_photo: bool = False  # for the line `ref`, which asks for one


@dataclass(frozen=True, slots=True)
class Offer:
    """Hold what was pressed, as the person saw it."""

    line: WebMessage
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Tell of a line which it is, how often it was rewritten, and the oldest of its chat."""

    id: int
    version: int
    first: int


@dataclass(frozen=True, slots=True)
class Heard:
    """Tell how the chat stood, and what was pressed; no offer is a press never offered here."""

    standing: Standing
    offer: Offer | None


async def find_standing(session: AsyncSession, account: str, external_id: str) -> Standing:
    """Return how a chat of this account stands."""
    asked = {"account": account, "chat": external_id}
    found = (await session.execute(STANDING, asked)).one_or_none()
    return Standing(found.locale, bool(found.data.get("sealed"))) if found else Standing()


async def record_own(
    session: AsyncSession, account: str, external_id: str, own: Own, *, now: datetime
) -> Heard:
    """Store what a person wrote or pressed, once for each update, and spend what was pressed.

    Of an anonymous survey's answer only that there was one is kept.
    """
    standing = await find_standing(session, account, external_id)
    offer = await _find_offer(session, external_id, own) if own.press else None
    text = own.text or (offer.label if offer else "")
    text = say(standing.locale, "web-photo") if own.is_photo else text
    if not text or await _is_stored(session, external_id, own.update):
        return Heard(standing, offer)
    line = WebMessage(
        external_id=external_id,
        mine=True,
        text=say(standing.locale, "web-answered") if standing.sealed else text,
        body={"update": own.update},
        at=now,
    )
    session.add(line)
    if offer:
        # what was chosen is shown under the question, but an anonymous answer is in neither
        _spend(offer.line, chosen="" if standing.sealed else offer.label)
    elif own.is_photo and (asked := await _find_ours(session, external_id, own.ref)):
        _spend(asked)
    return Heard(standing, offer)


async def record_reply(
    session: AsyncSession, external_id: str, reply: Reply, *, now: datetime
) -> int:
    """Store a message of ours and return its id; a new question spends the buttons before it."""
    if (reply.choices or reply.wants_photo) and reply.marks != "letters":
        await _close_questions(session, external_id)
    line = WebMessage(
        external_id=external_id, mine=False, text=reply.text, body=_body_of(reply), at=now
    )
    session.add(line)
    await session.flush()
    return line.id


async def rewrite(session: AsyncSession, external_id: str, ref: int, reply: Reply) -> bool:
    """Give a message of ours other words and buttons; False when this chat has no such line."""
    line = await _find_ours(session, external_id, ref)
    if line is None:
        return False
    line.text = reply.text
    line.body = {**_body_of(reply), "version": line.body.get("version", 0) + 1}
    return True


async def recall(session: AsyncSession, account: str, external_id: str, ref: int) -> bool:
    """Leave of a message of ours only that there was one; False when there is no such line."""
    line = await _find_ours(session, external_id, ref)
    if line is None:
        return False
    standing = await find_standing(session, account, external_id)
    line.text = say(standing.locale, "web-recalled")
    line.body = {"version": line.body.get("version", 0) + 1}
    return True


async def wants_photo(session: AsyncSession, external_id: str, ref: int, update: str) -> bool:
    """Tell whether a line of ours asks for a photo still, or did before this same update came."""
    line = await _find_ours(session, external_id, ref)
    if line is None or not line.body.get("photo"):
        return False
    return not line.body.get("closed") or await _is_stored(session, external_id, update)


async def find_latest(
    session: AsyncSession, external_id: str, *, most: int, before: int | None = None
) -> Sequence[WebMessage]:
    """Return a chat's last lines, or the last before one of them, in order."""
    asked = {"chat": external_id, "before": BEYOND if before is None else before, "most": most}
    return (await session.scalars(LATEST, asked)).all()[::-1]


async def find_marks(
    session: AsyncSession, external_id: str, after: int, *, most: int
) -> Sequence[Mark]:
    """Return the marks of a chat's first lines after one of them, in order."""
    asked = {"chat": external_id, "after": after, "most": most}
    return [Mark(*row) for row in await session.execute(MARKS, asked)]


async def find_some(session: AsyncSession, ids: Sequence[int]) -> Sequence[WebMessage]:
    """Return some lines, in order."""
    return (await session.scalars(SOME, {"ids": list(ids)})).all()


async def find_first(session: AsyncSession, external_id: str) -> int | None:
    """Return the number of a chat's oldest line, None when it has none."""
    return await session.scalar(FIRST, {"chat": external_id})


async def is_known(session: AsyncSession, account: str, external_id: str) -> bool:
    """Tell whether there is such a chat: an id of ours may have been given up since."""
    chat = _chat(account, external_id)
    line = exists().where(WebMessage.external_id == external_id)
    return bool(await session.scalar(select(exists().where(chat) | line)))


async def move(session: AsyncSession, account: str, external_id: str, fresh: str) -> bool:
    """Give a chat another id: whatever names the one before opens nothing any more.

    Return False when there is none: another machine has just done it.
    """
    kept = select(FailedUpdate).where(
        FailedUpdate.account_id == _account(account),
        FailedUpdate.payload["chat"].as_string() == external_id,
    )
    for update_kept in await session.scalars(kept):
        update_kept.payload = {**update_kept.payload, "chat": fresh}
    changes = (
        update(Chat).where(_chat(account, external_id)),
        update(WebMessage).where(WebMessage.external_id == external_id),
    )
    moved = [await session.execute(change.values(external_id=fresh)) for change in changes]
    return any(cast("CursorResult[Any]", one).rowcount for one in moved)


async def erase(session: AsyncSession, external_id: str) -> None:
    """Erase every line of a chat, as its person asked."""
    await session.execute(delete(WebMessage).where(WebMessage.external_id == external_id))


def _account(name: str) -> ScalarSelect[int]:
    return select(ChannelAccount.id).where(ChannelAccount.name == name).scalar_subquery()


def _chat(account: str, external_id: str) -> ColumnElement[bool]:
    return and_(Chat.account_id == _account(account), Chat.external_id == external_id)


async def _find_offer(session: AsyncSession, external_id: str, own: Own) -> Offer | None:
    line = await _find_ours(session, external_id, own.ref)
    choices = line.body.get("choices", []) if line else []
    label = next((label for label, packed in choices if packed == own.press), None)
    return Offer(line, label) if line and label is not None else None


async def _is_stored(session: AsyncSession, external_id: str, update: str) -> bool:
    return await session.scalar(STORED, {"chat": external_id, "update": update}) is not None


async def _find_ours(session: AsyncSession, external_id: str, ref: int) -> WebMessage | None:
    return await session.scalar(OURS, {"ref": ref, "chat": external_id})


async def _close_questions(session: AsyncSession, external_id: str) -> None:
    """Spend older questions' buttons."""
    for line in await session.scalars(UNSPENT, {"chat": external_id}):
        _spend(line)


def _spend(line: WebMessage, *, chosen: str = "") -> None:
    waits = line.body.get("choices") or line.body.get("photo")
    if waits and not line.body.get("closed"):
        version = line.body.get("version", 0) + 1
        line.body = {**line.body, "closed": True, "chosen": chosen, "version": version}


def _body_of(reply: Reply) -> dict[str, Any]:
    body: dict[str, Any] = {}
    if reply.spans:
        body["spans"] = [span.as_document() for span in reply.spans]
    if reply.attachment:
        body["file"] = reply.attachment.as_document()
    if reply.wants_photo:
        body["photo"] = True
    if reply.choices or reply.wants_photo:
        choices = [[choice.label, choice.press] for choice in reply.choices]
        body |= {"choices": choices, "columns": reply.columns, "marks": reply.marks}
    return body
