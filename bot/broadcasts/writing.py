"""Room: broadcasts while they are written: drafts, their preview and a test to oneself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import approvals, audit, campaigns, segments
from bot.access import Actor
from bot.broadcasts.checking import Draft, check
from bot.broadcasts.fields import Recipient, card_ends
from bot.broadcasts.permissions import require
from bot.broadcasts.priors import AMENDING
from bot.broadcasts.rendering import Wording, mark_test, render, wording_of
from bot.errors import NotFound, Refused
from bot.messages import Reply
from bot.models import Area, Broadcast, Member, Organisation
from bot.segments import Rule
from bot.text import say
from bot.words import nfc


async def write(session: AsyncSession, actor: Actor, draft: Draft, *, now: datetime) -> Broadcast:
    """Keep a new draft, or raise Refused with what could not be sent."""
    require(actor, "broadcast:write", organisation_id=draft.organisation_id, rule=draft.rule)
    await segments.check_sources(session, actor, draft.rule)
    await check_draft(session, draft)
    broadcast = make_row(draft, actor, now=now)
    session.add(broadcast)
    await session.flush()
    audit.record(session, actor, "broadcast:write", f"broadcast:{broadcast.id}", now=now)
    return broadcast


async def rewrite(
    session: AsyncSession, actor: Actor, broadcast_id: int, draft: Draft, *, now: datetime
) -> Broadcast:
    """Put a new text, audience or buttons in a draft's place; what waited for a yes is a draft."""
    require(actor, "broadcast:write", organisation_id=draft.organisation_id, rule=draft.rule)
    broadcast = await get(session, broadcast_id, locked=True)
    require(
        actor,
        "broadcast:write",
        organisation_id=broadcast.organisation_id,
        rule=broadcast.rule,
    )
    if broadcast.state not in ("draft", "awaiting_approval") or broadcast.kind in AMENDING:
        raise Refused("broadcast-not-draft")
    await segments.check_sources(session, actor, draft.rule)
    await check_draft(session, draft)
    await back_to_draft(session, broadcast, now=now)
    for name, value in _columns(draft).items():
        setattr(broadcast, name, value)
    audit.record(session, actor, "broadcast:rewrite", f"broadcast:{broadcast.id}", now=now)
    await session.flush()
    return broadcast


async def back_to_draft(session: AsyncSession, broadcast: Broadcast, *, now: datetime) -> None:
    """Make a draft again of what waits for approval, and let nobody approve what it was.

    A correction or a recall is no draft that anybody could go on with: it ends.
    """
    if broadcast.kind in AMENDING:
        broadcast.state, broadcast.ended_at = "cancelled", now
    else:
        broadcast.state = "draft"
    broadcast.starts_at = None
    await approvals.void(session, "broadcast", broadcast.id, now=now)
    await session.flush()


async def get(session: AsyncSession, broadcast_id: int, *, locked: bool = False) -> Broadcast:
    """Return a broadcast as it stands in the database, or raise NotFound."""
    found = await session.get(
        Broadcast, broadcast_id, populate_existing=True, with_for_update=locked or None
    )
    if found is None:
        raise NotFound("broadcast-unknown", broadcast=broadcast_id)
    return found


async def preview(
    session: AsyncSession, actor: Actor, broadcast_id: int, *, locale: str = "vi"
) -> list[Reply]:
    """Return the message exactly as the first of the audience will read it, in each language."""
    broadcast = await get(session, broadcast_id)
    require(
        actor,
        "broadcast:write",
        organisation_id=broadcast.organisation_id,
        rule=broadcast.rule,
    )
    wording = await get_wording(session, broadcast)
    return await render_each(session, wording, broadcast.rule, locale)


async def render_each(
    session: AsyncSession, wording: Wording, rule: Rule, locale: str
) -> list[Reply]:
    """Return a message in each of its languages, a reader's own first."""
    return [
        render(wording, [await find_sample(session, rule, one)], one)
        for one in wording.languages(locale)
    ]


async def send_test(
    session: AsyncSession, actor: Actor, broadcast_id: int, *, now: datetime, locale: str = "vi"
) -> list[Reply]:
    """Return the message marked as a test, in each language, for the organizer's own chat."""
    replies = await preview(session, actor, broadcast_id, locale=locale)
    audit.record(session, actor, "broadcast:test", f"broadcast:{broadcast_id}", now=now)
    return [mark_test(reply, locale) for reply in replies]


async def get_wording(session: AsyncSession, broadcast: Broadcast) -> Wording:
    """Return what all messages of a broadcast share."""
    return wording_of(broadcast, await get_sender(session, broadcast.organisation_id))


async def get_sender(session: AsyncSession, organisation_id: int) -> str:
    """Return the name in which an organisation sends, or raise NotFound."""
    organisation = await session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotFound("segment-organisation-unknown")
    return organisation.name


async def check_draft(session: AsyncSession, draft: Draft) -> None:
    """Raise Refused when a draft cannot be sent as it is."""
    await segments.check_places(session, draft.rule)
    check(draft, sender=await get_sender(session, draft.organisation_id))
    if draft.campaign_id is not None:
        await campaigns.check_owner(session, draft.campaign_id, draft.organisation_id)


def make_row(draft: Draft, actor: Actor, *, now: datetime) -> Broadcast:
    """Return a draft as a row that is not stored yet."""
    return Broadcast(
        **_columns(draft), kind="notice", state="draft", created_by=actor.name, created_at=now
    )


def _columns(draft: Draft) -> dict[str, object]:
    buttons = [{name: nfc(words).strip() for name, words in b.items()} for b in draft.buttons]
    translations = {locale: _tidy(words) for locale, words in draft.translations.items()}
    return {
        "organisation_id": draft.organisation_id,
        "campaign_id": draft.campaign_id,
        "purpose": draft.purpose,
        "title": nfc(draft.title).strip(),
        "text": nfc(draft.text).strip(),
        "buttons": buttons,
        "translations": translations,
        "attachments": [dict(entry) for entry in draft.attachments],
        "rule": dict(draft.rule),
        "send_by": draft.send_by,
        "urgent": draft.urgent,
        "twice_ok": draft.twice_ok,
        "may_cost": draft.may_cost,
        "where_last": draft.where_last,
        "template": dict(draft.template),
    }


def _tidy(words: Mapping[str, Any]) -> dict[str, Any]:
    lists = {
        name: [nfc(one).strip() for one in words[name]]
        for name in ("labels", "answers")
        if name in words
    }
    return {"text": nfc(words["text"]).strip(), **lists}


async def find_sample(session: AsyncSession, rule: Rule, locale: str) -> Recipient:
    """Return the first member of an audience, to show a text with a name, or somebody made up.

    Nobody is named whose answers to a survey the rule would tell.
    """
    nobody = Recipient(0, say(locale, "broadcast-sample"))
    if await segments.tells_answers(session, rule):
        return nobody
    query = (
        select(Member, Area, card_ends())
        .outerjoin(Area, Area.key == segments.ward_counted())
        .where(segments.members_where(rule))
        .order_by(Member.id)
        .limit(1)
    )
    found = (await session.execute(query)).first()
    if found is None:
        return nobody
    member, area, ends = found
    ward_name = f"{area.kind.lower()} {area.name}" if area else ""
    return Recipient(
        member.id,
        member.full_name,
        member.address_form,
        ward_name,
        member.residential_group,
        ends,
    )
