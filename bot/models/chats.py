"""Ground: channel accounts, chats, what came in and what we answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.tables import Large, Table


class ChannelAccount(Table):
    """Hold one bot account of ours on one platform."""

    __tablename__ = "channel_accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)  # as bot/accounts.py reads it
    public_name: Mapped[str] = mapped_column(String(80), default="")  # as people find it; "" none
    halted_reason: Mapped[str] = mapped_column(String(200), default="")
    most_people: Mapped[int | None]  # what its platform allows; None: no limit is known
    most_messages: Mapped[int | None]  # a month
    rate: Mapped[float | None]  # messages a second; None: the setting's
    offset: Mapped[str] = mapped_column(String(40), default="")


class Chat(Table):
    """Hold where people are reached, and where a conversation with them stands."""

    __tablename__ = "chats"
    __table_args__ = (
        UniqueConstraint("account_id", "external_id"),
        Index(
            "ix_chats_organizer",
            "organizer_id",
            sqlite_where=text("organizer_id IS NOT NULL"),
            postgresql_where=text("organizer_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("channel_accounts.id"))
    external_id: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(10), default="open")  # open | blocked
    locale: Mapped[str] = mapped_column(String(5), default="vi")
    speaker_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    organizer_id: Mapped[int | None] = mapped_column(ForeignKey("organizers.id"))
    step: Mapped[str | None] = mapped_column(String(60))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)  # the conversation's own notes
    asked: Mapped[dict[str, Any]] = mapped_column(default=dict)  # the question that waits
    offered: Mapped[list[Any]] = mapped_column(default=list)  # a broadcast's lettered choices
    misses: Mapped[int] = mapped_column(default=0)
    busy_until: Mapped[datetime | None]  # broadcasts wait for a conversation in progress
    hushed_until: Mapped[datetime | None]  # an unmarked "dung" waits for one press
    stopped_at: Mapped[datetime | None]  # opted out here, perhaps before anybody registered
    last_in_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Menu(Table):
    """Note which commands the platform lists in a chat beside everybody's: an organizer's."""

    __tablename__ = "menus"

    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"), primary_key=True)
    commands: Mapped[str] = mapped_column(String(200))  # names, a blank between them


class Link(Table):
    """Tie a chat to a member, with the strength of what ties them."""

    __tablename__ = "links"
    __table_args__ = (
        UniqueConstraint("chat_id", "member_id"),
        Index("ix_links_member", "member_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    strength: Mapped[str] = mapped_column(String(10))  # typed | contact | code | confirmed
    created_at: Mapped[datetime]


class Update(Table):
    """Note that an update was taken, so that its repeat ends there."""

    __tablename__ = "updates"

    account_id: Mapped[int] = mapped_column(ForeignKey("channel_accounts.id"), primary_key=True)
    update_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    taken_at: Mapped[datetime] = mapped_column(index=True)


class FailedUpdate(Table):
    """Keep an update whose handler failed, whole, for replay."""

    __tablename__ = "failed_updates"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("channel_accounts.id"))
    update_id: Mapped[str] = mapped_column(String(64))
    payload: Mapped[dict[str, Any]]
    traceback: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class StoredReply(Table):
    """Hold one reply of ours to a person, from the turn's commit until it has left."""

    __tablename__ = "replies"
    __table_args__ = (Index("ix_replies_open", "state", "chat_id", "id"),)

    id: Mapped[int] = mapped_column(Large, primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"))
    body: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(10))  # queued | sending | sent | failed | unknown
    reason: Mapped[str] = mapped_column(String(40), default="")
    platform_ref: Mapped[str] = mapped_column(String(40), default="")
    created_at: Mapped[datetime]


class WebMessage(Table):
    """Hold one line of a web chat, as its page shows it; a number is never given twice.

    An open page knows what it has shown by number, so a line that takes the number of an erased
    one would not be seen.
    """

    __tablename__ = "web_messages"
    __table_args__ = (
        Index("ix_web_messages_chat", "external_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Large, primary_key=True)
    external_id: Mapped[str] = mapped_column(String(80))
    mine: Mapped[bool]  # written by the person, not by us
    text: Mapped[str] = mapped_column(Text)
    body: Mapped[dict[str, Any]] = mapped_column(default=dict)  # choices and the like
    at: Mapped[datetime]
