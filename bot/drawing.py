"""Room: pictures that somebody asked for in chat, drawn after the turn that asked.

Law: nothing is drawn while the database is held; SQLite has one writer, and a dozen pictures take
seconds. What is ordered is stored with the turn, and so outlives a kill.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.access import Actor
from bot.clock import to_local
from bot.db import Database
from bot.files import SHEET_LASTS
from bot.messages import Attachment, Reply
from bot.models import Chat, KeptFile, StoredReply, Survey
from bot.surveys.results.charts import Bar, Chart
from bot.surveys.results.pictures import take_charts

PNG = "image/png"
UNDRAWN = "undrawn"  # in the place of the hash


async def order(
    session: AsyncSession, actor: Actor, survey: Survey, chat: Chat, now: datetime
) -> int:
    """Note the pictures of a survey's results that a chat is to get, and return how many.

    Raises what `take_charts` does.
    """
    charts = await take_charts(session, actor, survey, now, locale=chat.locale)
    for name, chart in charts:
        wanted = {"chat": chat.id, "chart": asdict(chart)}
        session.add(
            KeptFile(
                name=f"khao-sat-{survey.code}-{name}-{to_local(now):%Y%m%d-%H%M}.png",
                media_type=PNG,
                content=orjson.dumps(wanted),
                sha256=UNDRAWN,
                created_at=now,
                expires_at=now + SHEET_LASTS,
            )
        )
    await session.flush()
    return len(charts)


async def find_undrawn(session: AsyncSession) -> Sequence[int]:
    """Return the pictures that are waited for, in the order in which they were asked for."""
    query = select(KeptFile.id).where(KeptFile.sha256 == UNDRAWN).order_by(KeptFile.id)
    return (await session.scalars(query)).all()


async def draw(database: Database, number: int, now: datetime) -> None:
    """Draw one picture, then let it leave with a line that says what it shows."""
    async with database.reading() as session:
        content = await session.scalar(
            select(KeptFile.content).where(KeptFile.id == number, KeptFile.sha256 == UNDRAWN)
        )
    if content is None:
        return
    from bot.surveys.results.painting import paint  # Pillow is 6 MB, for a picture now and then

    wanted = orjson.loads(content)
    chart = _read(wanted["chart"])
    picture = await asyncio.to_thread(paint, chart)
    async with database.transaction() as session:
        row = await session.get(KeptFile, number, with_for_update=True)
        if row is None or row.sha256 != UNDRAWN:
            return
        row.content, row.sha256 = picture, sha256(picture).hexdigest()
        if await session.get(Chat, wanted["chat"]) is not None:
            reply = Reply(chart.title, attachment=Attachment(row.id, row.name, row.media_type))
            session.add(
                StoredReply(
                    chat_id=wanted["chat"],
                    body=reply.as_document(),
                    state="queued",
                    created_at=now,
                )
            )


def _read(document: dict[str, Any]) -> Chart:
    bars = [Bar(**bar) for bar in document["bars"]]
    return Chart(document["title"], bars, document["notes"])
