"""Room: a broadcast as a person reads it: greeting, text, who sends it and how to stop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from bot.broadcasts.attaching import NOTHING, Enclosed, read_attachments
from bot.broadcasts.fields import Recipient, fill_in, form, join
from bot.broadcasts.presses import BroadcastPress
from bot.errors import Refused
from bot.markup import Marked, parse, shift
from bot.messages import Choice, Reply, Template
from bot.models import Broadcast
from bot.text import LOCALES, say
from bot.words import given_name

Translations = Mapping[str, Mapping[str, Any]]  # by locale: {text, labels, answers}

LETTERS = "ABC"
WRITTEN = "vi"  # the language of a text that stands for itself
WITHIN = "\0"  # before a text that stands in the middle of a sentence
GAP = "\0"  # stands for the names while a phrase is kept ready


@dataclass(frozen=True, slots=True)
class Wording:
    """Hold what all messages of one broadcast share."""

    broadcast_id: int
    text: str
    buttons: tuple[Mapping[str, str], ...]
    sender: str
    enclosed: Enclosed = NOTHING
    kind: str = "notice"
    parent_id: int | None = None  # whose buttons a correction bears
    template: Mapping[str, Any] = field(default_factory=dict)  # as the broadcast holds it
    translations: Translations = field(default_factory=dict)

    def said(self, locale: str) -> Marked:
        """Return the text for who speaks a locale, as written where there is no other."""
        return read_text(self.translations.get(locale, {}).get("text") or self.text)

    def language(self, locale: str) -> str:
        """Return the locale of the text for who speaks another."""
        return locale if locale in self.translations else WRITTEN

    def languages(self, locale: str) -> list[str]:
        """Return a locale and, of a text in several languages, whose texts differ from its."""
        return [locale, *(one for one in LOCALES if one != locale and self.translations)]


def wording_of(broadcast: Broadcast, sender: str) -> Wording:
    """Return a broadcast's wording; `sender` is its organisation's name."""
    return Wording(
        broadcast.id,
        broadcast.text,
        tuple(broadcast.buttons),
        sender,
        read_attachments(broadcast.attachments),
        broadcast.kind,
        broadcast.parent_id,
        broadcast.template,
        broadcast.translations,
    )


def render(wording: Wording, recipients: Sequence[Recipient], locale: str) -> Reply:
    """Return the one message to a chat, for all of its members whom the broadcast is for."""
    head, tail = _frame(locale, wording.sender)
    names = join([_called(one, locale) for one in recipients], locale)
    body = fill_in(wording.said(locale), recipients, wording.language(locale))
    member = recipients[0].member_id if len(recipients) == 1 else 0
    buttons = translate(wording.buttons, wording.translations, locale)
    choices = tuple(
        Choice(button["label"], button.get("press") or _press(wording, member, letter))
        for letter, button in zip(LETTERS, buttons, strict=False)
    )
    opening = f"{head.replace(GAP, names)}\n\n"
    text = f"{opening}{body.text}\n\n{tail}"
    if wording.enclosed is NOTHING and not body.spans:
        return Reply(text, choices, marks="letters")
    return Reply(
        text,
        choices,
        marks="letters",
        attachment=wording.enclosed.file,
        spans=shift(body.spans, len(opening)),
        links=wording.enclosed.links,
        place=wording.enclosed.place,
        beside=wording.enclosed.beside,
    )


def translate(
    buttons: Sequence[Mapping[str, str]], translations: Translations, locale: str
) -> Sequence[Mapping[str, str]]:
    """Return buttons as who speaks a locale reads them, as written where there is no other."""
    words = translations.get(locale)
    return buttons if words is None else put_into(words, buttons)


def put_into(
    words: Mapping[str, Any], buttons: Sequence[Mapping[str, str]]
) -> list[Mapping[str, str]]:
    """Return buttons in a translation's words; those of other rooms have no answer."""
    answers = [*words.get("answers", ()), *[""] * len(buttons)]
    pairs = zip(buttons, words["labels"], answers, strict=False)
    return [{**button, "label": label, "answer": answer} for button, label, answer in pairs]


def render_template(wording: Wording, recipients: Sequence[Recipient]) -> Reply:
    """Return the message of approved words; what is longer than its place there is cut."""
    fields = tuple(
        (name, _fit(fill_in(Marked(WITHIN + text), recipients).text[1:], int(most)))
        for name, (text, most) in wording.template["fields"].items()
    )
    tracking = f"b{wording.broadcast_id}-{recipients[0].member_id}"
    return Reply("", template=Template(wording.template["number"], fields, tracking))


def _fit(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def mark(reply: Reply, words: str) -> Reply:
    """Return a message with words before its own."""
    return replace(reply, text=f"{words} {reply.text}", spans=shift(reply.spans, len(words) + 1))


def mark_test(reply: Reply, locale: str) -> Reply:
    """Return a message marked as a test."""
    return mark(reply, say(locale, "broadcast-test-mark"))


@lru_cache(maxsize=256)
def read_text(source: str) -> Marked:
    """Read an organizer's text; one that was kept before tags meant anything is shown as it is."""
    try:
        return parse(source)
    except Refused:
        return Marked(source)


def _called(one: Recipient, locale: str) -> str:
    name = given_name(one.full_name) if one.address_form else one.full_name
    return f"{form(locale, one.address_form)} {name}".strip()


def _press(wording: Wording, member: int, letter: str) -> str:
    number = wording.broadcast_id
    if wording.kind == "correction" and wording.parent_id is not None:
        number = wording.parent_id  # answers stay where they were
    return BroadcastPress(number, member, letter).pack()


@lru_cache(maxsize=256)
def _frame(locale: str, sender: str) -> tuple[str, str]:
    head = say(locale, "broadcast-greeting", names=GAP)
    return head, say(locale, "broadcast-footer", sender=sender)
