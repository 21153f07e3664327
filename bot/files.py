"""Room: files that go out with a message: kept for a while, sent by name, uploaded once."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db import Database
from bot.errors import NotFound, Refused
from bot.messages import Attachment, Received, Reply, Sent
from bot.models import KeptFile, Upload

log = structlog.get_logger(__name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET_LASTS = timedelta(days=1)  # figures grow old; who needs the sheet again asks again
DRAFT_LASTS = timedelta(days=30)  # of what is not sent yet
SENT_LASTS = timedelta(days=180)  # of a broadcast: people look it up again in the web chat
MOST_RECEIVED = 10 * 1024 * 1024
MOST_NAME, MOST_TYPE = 120, 80  # columns
MOST_AT_ONCE = 20
UNFETCHED, PHOTO, GONE = "", "photo", "gone"  # in the place of the hash
# a photo is fetched too, and only its points are kept: no place, camera or owner
MOST_BYTES = 20 * 1024 * 1024  # an upload to the Bot API may have 50 MB, a phone's plan has less


@dataclass(frozen=True, slots=True)
class Content:
    """Hold a file as it was made or received."""

    name: str
    media_type: str
    data: bytes = field(repr=False)


async def keep(
    session: AsyncSession, content: Content, *, now: datetime, lasts: timedelta = SHEET_LASTS
) -> Attachment:
    """Keep a file and return what a message carries; the same content again is the same file."""
    if not 0 < len(content.data) <= MOST_BYTES:
        raise Refused("file-too-large", most=MOST_BYTES // 1024**2)
    digest, until = hashlib.sha256(content.data).hexdigest(), now + lasts
    row = await session.scalar(
        select(KeptFile)
        .filter_by(sha256=digest, name=content.name, media_type=content.media_type)
        .where(KeptFile.expires_at > now)
        .limit(1)
    )
    if row is None:
        row = KeptFile(
            name=content.name,
            media_type=content.media_type,
            content=content.data,
            sha256=digest,
            created_at=now,
            expires_at=until,
        )
        session.add(row)
    row.expires_at = max(row.expires_at, until)
    await session.flush()
    return Attachment(row.id, row.name, row.media_type)


@dataclass(frozen=True, slots=True)
class Unfetched:
    """Name a file whose content is still at its platform."""

    number: int
    ref: str
    is_photo: bool  # of which only the points are kept


async def receive(  # noqa: PLR0913 - what came, from where, and how it is kept
    session: AsyncSession,
    received: Received,
    account: str,
    *,
    now: datetime,
    lasts: timedelta = DRAFT_LASTS,
    as_photo: bool = False,
) -> Attachment:
    """Keep what came: at once by its name there, its content is fetched later.

    Content that came along is kept as it is: its channel has made a photo anew already.
    """
    if received.size > MOST_RECEIVED:
        raise Refused("file-too-large", most=MOST_RECEIVED // 1024**2)
    here = received.content
    digest = hashlib.sha256(here).hexdigest() if here else PHOTO if as_photo else UNFETCHED
    row = KeptFile(
        name=received.name[:MOST_NAME],
        media_type=received.media_type[:MOST_TYPE],
        content=here,
        sha256=digest,
        created_at=now,
        expires_at=now + lasts,
    )
    session.add(row)
    await session.flush()
    if not here:
        session.add(Upload(file_id=row.id, account=account, platform_id=received.ref))
    return Attachment(row.id, row.name, row.media_type)


async def find_unfetched(
    session: AsyncSession, account: str, *, passing_over: Collection[int] = ()
) -> Sequence[Unfetched]:
    """Return the files whose content an account has to fetch."""
    query = (
        select(KeptFile.id, Upload.platform_id, KeptFile.sha256)
        .join(Upload, Upload.file_id == KeptFile.id)
        .where(KeptFile.sha256.in_((UNFETCHED, PHOTO)), Upload.account == account)
        .where(KeptFile.id.not_in(passing_over))
        .order_by(KeptFile.id)
        .limit(MOST_AT_ONCE)
    )
    return [
        Unfetched(row.id, row.platform_id, row.sha256 == PHOTO)
        for row in await session.execute(query)
    ]


async def fill(session: AsyncSession, number: int, data: bytes | None) -> None:
    """Put a fetched file's content in its place; None: it cannot be had any more.

    One that is larger than its platform said, if it said anything, is not kept either. A photo's
    name there is forgotten: what lies there is not what is kept here.
    """
    row = await session.get(KeptFile, number)
    if row is not None and row.sha256 == PHOTO:
        await session.execute(delete(Upload).where(Upload.file_id == number))
    if row is not None and data is not None and len(data) <= MOST_RECEIVED:
        row.content, row.sha256 = data, hashlib.sha256(data).hexdigest()
    elif row is not None:
        row.sha256 = GONE


async def forget(session: AsyncSession, numbers: Collection[int]) -> None:
    """Delete files, fetched or not."""
    if numbers:
        await session.execute(delete(KeptFile).where(KeptFile.id.in_(numbers)))


async def extend(session: AsyncSession, attachment: Attachment, *, now: datetime) -> None:
    """Keep a file for as long as what it goes out with; raise Refused when it is not here."""
    row = await session.get(KeptFile, attachment.file)
    if row is None or row.sha256 == GONE:
        raise Refused("file-gone")
    if row.sha256 == UNFETCHED:
        raise Refused("file-not-here-yet")
    row.expires_at = max(row.expires_at, now + SENT_LASTS)


async def load(session: AsyncSession, attachment: Attachment, account: str) -> Attachment:
    """Return an attachment with its content and this account's id of it; raise NotFound."""
    row = await session.get(KeptFile, attachment.file)
    if row is None:
        raise NotFound("file-gone")
    known = await session.get(Upload, (attachment.file, account))
    return replace(attachment, content=row.content, known_as=known.platform_id if known else "")


async def note_upload(
    session: AsyncSession, attachment: Attachment, account: str, platform_id: str
) -> None:
    """Note under which id an account can send a file again; of a file that is gone, nothing."""
    known = await session.get(Upload, (attachment.file, account))
    if known is not None:
        known.platform_id = platform_id
    elif await session.scalar(select(KeptFile.id).where(KeptFile.id == attachment.file)):
        session.add(Upload(file_id=attachment.file, account=account, platform_id=platform_id))


async def find(session: AsyncSession, number: int, *, now: datetime) -> KeptFile | None:
    """Return a file that may still be fetched."""
    row = await session.get(KeptFile, number)
    return row if row is not None and row.expires_at > now else None


async def complete(database: Database, reply: Reply, account: str) -> Reply | None:
    """Return a reply with the content of its file, if it has one; None when that is gone."""
    if reply.attachment is None:
        return reply
    try:
        async with database.reading() as session:
            return replace(reply, attachment=await load(session, reply.attachment, account))
    except NotFound:
        log.warning("message-without-its-file", file=reply.attachment.file)
        return None


async def note_sent(database: Database, part: Reply, account: str, sent: Sent) -> None:
    """Remember under which id the platform knows a file now, so that it is uploaded once."""
    attachment = part.attachment
    if attachment is not None and sent.file_ref not in ("", attachment.known_as):
        await database.together(lambda s: note_upload(s, attachment, account, sent.file_ref))
