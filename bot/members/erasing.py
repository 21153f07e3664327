"""Room: erasure: what remains is an empty record, a keyed hash, and answers of nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.access import Actor
from bot.members.consents import withdraw
from bot.members.erasing_answers import detach_answers, drop_answers
from bot.members.links import find_links
from bot.members.stopping import suppress
from bot.members.writing import write_group, write_name, write_ward
from bot.models import (
    OPEN,
    ChannelAccount,
    Chat,
    Consent,
    Delivery,
    FailedUpdate,
    Link,
    Member,
    MemberDate,
    Membership,
    MemberTag,
    PersonalCode,
    RollChange,
    StoredReply,
    WebMessage,
)


async def erase(
    session: AsyncSession, actor: Actor, member: Member, *, now: datetime, secret: str
) -> None:
    """Erase a member; see docs/decisions/0004-erasure.md for what remains and why."""
    audit.record(session, actor, "member:erase", f"member:{member.id}", now=now)
    await suppress(session, member, "erased", now=now, secret=secret)
    absorbed = await session.scalars(select(Member).where(Member.merged_into_id == member.id))
    for record in (member, *absorbed):
        await drop_answers(session, record.id)
        await detach_answers(session, record.id)
        await _forget_rows(session, record.id, now=now)
        _empty(record, now=now)
    await session.flush()


async def forget_talk(session: AsyncSession, chat: Chat) -> None:
    """Remove what was said in a chat that now serves nobody; replies on their way still leave."""
    if await session.scalar(select(exists().where(Link.chat_id == chat.id))):
        return
    chat.offered = []
    on_their_way = ("queued", "sending")
    await session.execute(
        delete(StoredReply).where(
            StoredReply.chat_id == chat.id, StoredReply.state.not_in(on_their_way)
        )
    )
    await session.execute(
        delete(FailedUpdate).where(
            FailedUpdate.account_id == chat.account_id,
            FailedUpdate.payload["chat"].as_string() == chat.external_id,
        )
    )
    account = await session.get_one(ChannelAccount, chat.account_id)
    if account.name == "web":
        await session.execute(delete(WebMessage).where(WebMessage.external_id == chat.external_id))


async def _forget_rows(session: AsyncSession, member_id: int, *, now: datetime) -> None:
    """Cut every row that led to the person; the consents stay as proof, without the chat."""
    await withdraw(session, member_id, now=now)
    await session.execute(
        update(Consent).where(Consent.member_id == member_id).values(chat_id=None)
    )
    chats = [link.chat_id for link in await find_links(session, member_id)]
    await session.execute(update(Chat).where(Chat.speaker_id == member_id).values(speaker_id=None))
    for table in (Link, Membership, PersonalCode, RollChange, MemberDate, MemberTag):
        await session.execute(delete(table).where(table.member_id == member_id))
    await session.execute(
        update(Member).where(Member.claims_id == member_id).values(claims_id=None)
    )
    await _forget_deliveries(session, member_id)
    await _forget_talks(session, chats)


async def _forget_deliveries(session: AsyncSession, member_id: int) -> None:
    """Keep the ledger's lines, which were counted, without the chat that they went to."""
    own = Delivery.member_id == member_id
    await session.execute(
        update(Delivery)
        .where(own, Delivery.state.in_(OPEN))
        .values(state="skipped", reason="erased")
    )
    await session.execute(
        update(Delivery)
        .where(own, Delivery.state != "sending")
        .values(chat_id=None, platform_ref="", pressed="")
    )


async def _forget_talks(session: AsyncSession, chat_ids: Sequence[int]) -> None:
    for chat_id in chat_ids:
        await forget_talk(session, await session.get_one(Chat, chat_id))


def _empty(member: Member, *, now: datetime) -> None:
    write_name(member, "")
    write_group(member, "")
    write_ward(member, ward_key=None, old_ward_key=None)
    member.phone, member.address_form, member.birth_year, member.sex = "", "", None, None
    member.state, member.stopped_at = "erased", member.stopped_at or now
    member.claims_id, member.import_id = None, None
