"""Room: the answers that people give to a broadcast by its lettered choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcasts.presses import BroadcastPress
from bot.broadcasts.rendering import LETTERS, translate
from bot.messages import Choice
from bot.models import Broadcast, Chat, Delivery, Member

REACHED = ("sending", "sent", "unknown")


@dataclass(frozen=True, slots=True)
class Pressed:
    """Say what a press came to.

    `fate` is first, changed (an earlier answer was another), same, who (several may be meant:
    `choices` names them), test (an organizer tries their draft) or gone (nothing to answer).
    """

    fate: str
    label: str = ""
    answer: str = ""
    choices: tuple[Choice, ...] = ()


async def record_press(
    session: AsyncSession, chat: Chat, press: BroadcastPress, *, speaker_id: int | None
) -> Pressed:
    """Record the answer of one member whom this chat's message was for; the last one counts."""
    broadcast = await session.get(Broadcast, press.broadcast)
    if broadcast is None:
        return Pressed("gone")
    buttons = translate(broadcast.buttons, broadcast.translations, chat.locale)
    button = _find_button(buttons, press.letter)
    if button is None:
        return Pressed("gone")
    said = Pressed("test", button["label"], button.get("answer", ""))
    lines = await _find_lines(session, chat.id, press)
    if not lines:
        return said if chat.organizer_id is not None else Pressed("gone")
    line = _choose(lines, speaker_id)
    if line is None:
        choices = await _name(session, lines, press)
        _offer(chat, choices)
        return Pressed("who", said.label, choices=choices)
    fate = "first" if not line.pressed else "same" if line.pressed == press.letter else "changed"
    line.pressed = press.letter
    if press.member:
        _offer(chat, _own_choices(buttons, press))
    return Pressed(fate, said.label, said.answer)


def _find_button(buttons: Sequence[Mapping[str, str]], letter: str) -> Mapping[str, str] | None:
    place = LETTERS.find(letter) if len(letter) == 1 else -1
    return buttons[place] if 0 <= place < len(buttons) else None


async def _find_lines(
    session: AsyncSession, chat_id: int, press: BroadcastPress
) -> Sequence[Delivery]:
    """Return the lines that this chat's message carried: a press made up elsewhere finds none."""
    query = (
        select(Delivery)
        .join(Member, Member.id == Delivery.member_id)
        .where(
            Delivery.broadcast_id == press.broadcast,
            Delivery.chat_id == chat_id,
            Delivery.state.in_(REACHED),
            Member.state.in_(("active", "moved")),
        )
        .order_by(Delivery.id)
    )
    if press.member:
        query = query.where(Delivery.member_id == press.member)
    return (await session.scalars(query)).all()


def _choose(lines: Sequence[Delivery], speaker_id: int | None) -> Delivery | None:
    if len(lines) == 1:
        return lines[0]
    return next((line for line in lines if line.member_id == speaker_id), None)


async def _name(
    session: AsyncSession, lines: Sequence[Delivery], press: BroadcastPress
) -> tuple[Choice, ...]:
    ids = [line.member_id for line in lines]
    members = await session.scalars(select(Member).where(Member.id.in_(ids)).order_by(Member.id))
    return tuple(
        Choice(one.full_name, BroadcastPress(press.broadcast, one.id, press.letter).pack())
        for one in members
    )


def _own_choices(
    buttons: Sequence[Mapping[str, str]], press: BroadcastPress
) -> tuple[Choice, ...]:
    """Return a broadcast's choices as one member's own, for a change of mind by typing."""
    return tuple(
        Choice(
            button["label"],
            button.get("press") or replace(press, letter=letter).pack(),
        )
        for letter, button in zip(LETTERS, buttons, strict=False)
    )


def _offer(chat: Chat, choices: Sequence[Choice]) -> None:
    offered: list[Any] = [[c.label, c.press, list(c.also)] for c in choices]
    chat.offered = offered
