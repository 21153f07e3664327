"""Room: a key printed once, to be kept on paper, and put back where its file was lost."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.access import Actor
from bot.errors import Refused
from bot.models import AuditEntry, SealedRow, Survey
from bot.surveys.keys import KEY_BYTES, Keys
from bot.surveys.locking import lock_survey, require_for
from bot.surveys.sealing import Unreadable, unseal

PRINTED, RESTORED = "survey:key-print", "survey:key-restore"
GROUP = 4  # characters between blanks, as people copy them


async def print_key(
    session: AsyncSession, actor: Actor, survey_id: int, now: datetime, keys: Keys
) -> str:
    """Return an open anonymous survey's key in words for paper; only once, and it is audited."""
    survey = await _hold(session, actor, survey_id)
    query = select(AuditEntry.id).where(
        AuditEntry.action == PRINTED, AuditEntry.subject == f"survey:{survey.id}"
    )
    if await session.scalar(query.limit(1)) is not None:
        raise Refused("survey-key-printed-before", name=survey.code)
    written = base64.b32encode(keys.read(survey.id)).decode().rstrip("=")
    audit.record(session, actor, PRINTED, f"survey:{survey.id}", now=now)
    return " ".join(written[at : at + GROUP] for at in range(0, len(written), GROUP))


async def restore_key(  # noqa: PLR0913 - what was printed, and what every verb is given
    session: AsyncSession, actor: Actor, survey_id: int, printed: str, *, now: datetime, keys: Keys
) -> None:
    """Put a lost key back from its print, or raise Refused when it is not this survey's."""
    survey = await _hold(session, actor, survey_id)
    if survey.id in keys.find_all():
        raise Refused("survey-key-stands", name=survey.code)
    key = _read(printed)
    query = select(SealedRow).where(SealedRow.survey_id == survey.id).limit(1)
    row = await session.scalar(query)
    if row is not None:
        try:
            unseal(key, row.sealed, whose=(survey.id, row.member_id))
        except Unreadable as error:
            raise Refused("survey-key-wrong", name=survey.code) from error
    keys.create(survey.id, key)
    audit.record(session, actor, RESTORED, f"survey:{survey.id}", now=now)


async def _hold(session: AsyncSession, actor: Actor, survey_id: int) -> Survey:
    survey = await lock_survey(session, survey_id)
    require_for(actor, "survey:run", survey)
    if not survey.anonymous:
        raise Refused("survey-key-none", name=survey.code)
    if survey.state != "open":
        raise Refused("survey-key-not-open", name=survey.code)
    return survey


def _read(printed: str) -> bytes:
    written = "".join(printed.split()).upper()
    try:
        key = base64.b32decode(written + "=" * (-len(written) % 8))
    except binascii.Error as error:
        raise Refused("survey-key-unreadable") from error
    if len(key) != KEY_BYTES:
        raise Refused("survey-key-unreadable")
    return key
