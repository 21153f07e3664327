"""Room: a broadcast as a person reads it: greeting, text, who sends it and how to stop."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from bot.broadcasts.presses import BroadcastPress
from bot.messages import Choice, Reply
from bot.models import Broadcast
from bot.text import say
from bot.words import given_name

LETTERS = "ABC"
FIELD = re.compile(r"\{([^{}]*)\}")
SENTENCE_END = (".", "!", "?", ":", "…", "\n")
GAP = "\0"  # stands for the names while a phrase is kept ready


@dataclass(frozen=True, slots=True)
class Recipient:
    """Hold what a message says of the member whom it is for."""

    member_id: int
    full_name: str
    address_form: str = ""
    ward: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """Hold what all messages of one broadcast share."""

    broadcast_id: int
    text: str
    buttons: tuple[Mapping[str, str], ...]
    sender: str


def wording_of(broadcast: Broadcast, sender: str) -> Wording:
    """Return a broadcast's wording; `sender` is its organisation's name."""
    return Wording(broadcast.id, broadcast.text, tuple(broadcast.buttons), sender)


def render(wording: Wording, recipients: Sequence[Recipient], locale: str) -> Reply:
    """Return the one message to a chat, for all of its members whom the broadcast is for."""
    head, tail = _frame(locale, wording.sender)
    names = _join([_called(one, locale) for one in recipients], locale)
    text = fill(wording.text, recipients)
    member = recipients[0].member_id if len(recipients) == 1 else 0
    choices = tuple(
        Choice(button["label"], button.get("press") or _press(wording, member, letter))
        for letter, button in zip(LETTERS, wording.buttons, strict=False)
    )
    return Reply(f"{head.replace(GAP, names)}\n\n{text}\n\n{tail}", choices, marks="letters")


def mark_test(reply: Reply, locale: str) -> Reply:
    """Return a message marked as a test."""
    return replace(reply, text=f"{say(locale, 'broadcast-test-mark')} {reply.text}")


def fill(text: str, recipients: Sequence[Recipient]) -> str:
    """Put names, forms of address and wards where an organizer's Vietnamese text asks for them."""
    if "{" not in text:
        return text
    return FIELD.sub(partial(_fill_one, recipients=recipients), text)


@lru_cache(maxsize=64)
def form(locale: str, address_form: str) -> str:
    """Return a form of address, a neutral one or none where it is not known."""
    return say(locale, "broadcast-form", form=address_form)


FIELDS: dict[str, Callable[[Recipient], str]] = {
    "ten": lambda one: given_name(one.full_name),
    "ho_ten": lambda one: one.full_name,
    "xung_ho": lambda one: form("vi", one.address_form),
    "phuong": lambda one: one.ward or say("vi", "broadcast-ward-yours"),
}


def _fill_one(match: re.Match[str], recipients: Sequence[Recipient]) -> str:
    values = [FIELDS[match[1]](one) for one in recipients]
    if match[1] == "xung_ho" and len(set(values)) > 1:
        values = [form("vi", "")]
    value = _join(list(dict.fromkeys(values)), "vi")
    before = match.string[: match.start()].rstrip(" ")
    opens = not before or before.endswith(SENTENCE_END)
    return value[:1].upper() + value[1:] if opens else value


def _called(one: Recipient, locale: str) -> str:
    name = given_name(one.full_name) if one.address_form else one.full_name
    return f"{form(locale, one.address_form)} {name}".strip()


def _join(words: list[str], locale: str) -> str:
    if len(words) == 1:
        return words[0]
    return say(locale, "broadcast-names", first=", ".join(words[:-1]), last=words[-1])


def _press(wording: Wording, member: int, letter: str) -> str:
    return BroadcastPress(wording.broadcast_id, member, letter).pack()


@lru_cache(maxsize=256)
def _frame(locale: str, sender: str) -> tuple[str, str]:
    head = say(locale, "broadcast-greeting", names=GAP)
    return head, say(locale, "broadcast-footer", sender=sender)
