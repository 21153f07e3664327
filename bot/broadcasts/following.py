"""Room: a broadcast that follows another: to those it missed, or by what they pressed or said.

Law: whoever was reached by an earlier sending again is not written to once more for the same.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit, segments
from bot.access import Actor
from bot.broadcasts.checking import MOST_TITLE, Draft
from bot.broadcasts.writing import get, write
from bot.errors import NotFound, Refused
from bot.models import Broadcast, Survey
from bot.segments import Rule
from bot.text import say

MOST_FOLLOWS = 20
# which of a broadcast's lines are meant, where no more need be said
WHOM: dict[str, Callable[[int], Rule]] = {
    "missed": lambda number: {"missed": number},
    "not_pressed": segments.silent_on,
}


async def follow_up(  # noqa: PLR0913 - what follows what, for whom, in which words
    session: AsyncSession,
    actor: Actor,
    broadcast_id: int,
    whom: str,
    *,
    now: datetime,
    text: str = "",
) -> Broadcast:
    """Write a draft, with the same words or a new `text`, to some whom a broadcast was for.

    `whom` is `missed`, `not_pressed`, `pressed:A`, `answered:SURVEY` or
    `said:SURVEY:QUESTION:CHOICE`, by codes. A new text has none of the buttons, and no other
    language. Raises Refused while the broadcast goes on, for a survey's own (the survey reminds),
    and for nobody.
    """
    parent = await get(session, broadcast_id)
    if parent.survey_id is not None:
        raise Refused("broadcast-follow-survey")
    if parent.ended_at is None:
        raise Refused("broadcast-not-over")
    followed = await _find_followed(session, parent, whom)
    wanted = await find_rule(session, followed, whom)
    rule = segments.both(segments.bounds_of(parent.rule), wanted)
    await segments.check_sources(session, actor, segments.check_rule(rule))
    if not await segments.count(session, rule):
        raise Refused("broadcast-nobody")
    written = await write(session, actor, _draft(parent, rule, whom, text), now=now)
    written.attachments = [] if text else list(parent.attachments)
    written.parent_id, written.follows = followed, whom[:MOST_FOLLOWS]
    subject = f"broadcast:{written.id}"
    audit.record(session, actor, "broadcast:follow", subject, now=now, parent=parent.id, whom=whom)
    await session.flush()
    return written


def _draft(parent: Broadcast, rule: Rule, whom: str, text: str) -> Draft:
    kind = whom.partition(":")[0]
    return Draft(
        parent.organisation_id,
        say("vi", "broadcast-follow-title", kind=kind, title=parent.title)[:MOST_TITLE],
        text or parent.text,
        rule,
        parent.purpose,
        () if text else tuple(parent.buttons),
        parent.campaign_id,
        translations={} if text else parent.translations,
    )


async def find_rule(session: AsyncSession, broadcast_id: int, whom: str) -> Rule:
    """Return the rule of those who are meant by a word, or raise Refused."""
    match whom.split(":"):
        case [word] if word in WHOM:
            return WHOM[word](broadcast_id)
        case ["pressed", letter]:
            return {"pressed": [broadcast_id, letter]}
        case ["answered", code]:
            return _got_and(broadcast_id, {"answered": await _find_survey(session, code)})
        case ["said", code, question, choice]:
            said = [await _find_survey(session, code), question, choice]
            return _got_and(broadcast_id, {"said": said})
        case _:
            raise Refused("broadcast-follow-unknown", whom=whom)


async def _find_followed(session: AsyncSession, parent: Broadcast, whom: str) -> int:
    """Return the broadcast that is followed: of a chain of sendings to the missed the first one.

    So whoever any link of the chain has reached is out of it for good.
    """
    while whom == parent.follows == "missed" and parent.parent_id is not None:
        parent = await get(session, parent.parent_id)
    return parent.id


def _got_and(broadcast_id: int, rule: Rule) -> Rule:
    return {"and": [{"got": broadcast_id}, rule]}


async def _find_survey(session: AsyncSession, code: str) -> int:
    number: int | None = await session.scalar(select(Survey.id).where(Survey.code == code))
    if number is None:
        raise NotFound("survey-unknown")
    return number
