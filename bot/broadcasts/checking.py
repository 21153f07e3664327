"""Room: what is refused when a broadcast is written, because it could not be sent as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.broadcasts.attaching import Entry, check_attachments, read_attachments
from bot.broadcasts.fields import Recipient, check_fields
from bot.broadcasts.rendering import LETTERS, Translations, Wording, put_into, render
from bot.errors import Refused
from bot.markup import parse
from bot.messages import Capabilities
from bot.rendering import parts, utf16
from bot.segments import EVERYBODY, Rule
from bot.text import LOCALES
from bot.words import fold

PURPOSES = ("notices", "surveys", "reminders")
MOST_TEXT = 2000  # UTF-16 units: the least that one of our platforms carries (Zalo; Telegram 4096)
MOST_LABEL = 60
MOST_ANSWER = 500
MOST_TITLE = 200
LONGEST = Recipient(
    10**9, "Tôn Nữ Hoàng Thị Nguyễn Phương Khánh Huyền Trang", "", "W" * 40, "W" * 40
)


@dataclass(frozen=True, slots=True)
class Draft:
    """Hold what an organizer wrote; a button is {label, answer}, or {label, press} of a room."""

    organisation_id: int
    title: str
    text: str
    rule: Rule = field(default_factory=lambda: dict(EVERYBODY))
    purpose: str = "notices"
    buttons: Sequence[Mapping[str, str]] = ()
    campaign_id: int | None = None
    send_by: datetime | None = None  # what could not leave until then never does
    urgent: bool = False  # passes the soft contact budget and closed days
    twice_ok: bool = False  # "better twice than never"
    attachments: Sequence[Entry] = ()
    may_cost: bool = False  # who cannot be reached free of charge is, for money
    where_last: bool = False  # there for money rather than elsewhere free of charge
    template: Mapping[str, Any] = field(default_factory=dict)  # as a broadcast holds it
    translations: Translations = field(default_factory=dict)  # what else it says, by locale


def check(draft: Draft, *, sender: str) -> None:
    """Raise Refused with the first thing that no channel could carry or no reader understand."""
    if draft.purpose not in PURPOSES:
        raise Refused("broadcast-bad-purpose")
    if not 0 < len(draft.title.strip()) <= MOST_TITLE:
        raise Refused("broadcast-title-length", most=MOST_TITLE)
    _check_text(draft.text)
    check_attachments(draft.attachments)
    _check_buttons(draft.buttons)
    for words in draft.translations.values():
        _check_text(words["text"])
        if len(words["labels"]) != len(draft.buttons):
            raise Refused("broadcast-translation-buttons", count=len(draft.buttons))
        _check_buttons(put_into(words, draft.buttons))
    _check_template(draft)
    over = max(_length(draft, sender, locale) for locale in LOCALES) - MOST_TEXT
    if over > 0:
        raise Refused("broadcast-too-long", over=over)


def _check_text(text: str) -> None:
    shown = parse(text).text
    if not shown.strip():
        raise Refused("broadcast-empty")
    check_fields(shown)


def _check_buttons(buttons: Sequence[Mapping[str, str]]) -> None:
    if len(buttons) > len(LETTERS):
        raise Refused("broadcast-too-many-buttons", most=len(LETTERS))
    for button in buttons:
        if not 0 < len(button["label"].strip()) <= MOST_LABEL:
            raise Refused("broadcast-label-length", most=MOST_LABEL)
        answer = button.get("answer", "").strip()
        if not button.get("press") and not 0 < len(answer) <= MOST_ANSWER:
            raise Refused("broadcast-answer-length", label=button["label"], most=MOST_ANSWER)
    if len({fold(button["label"]) for button in buttons}) < len(buttons):
        raise Refused("broadcast-labels-alike")


def _check_template(draft: Draft) -> None:
    if draft.where_last and not draft.may_cost:
        raise Refused("broadcast-where-last-needs-money")
    if not draft.template:
        return
    if not draft.may_cost:
        raise Refused("template-needs-money")
    for name, (text, _) in draft.template["fields"].items():
        if not text.strip():
            raise Refused("template-field-empty", field=name)
        check_fields(text)


def _length(draft: Draft, sender: str, locale: str) -> int:
    """Return the length of the longest form: a long name, and choices as lines of text."""
    enclosed = read_attachments(draft.attachments)
    wording = Wording(
        10**9,
        draft.text,
        tuple(draft.buttons),
        sender,
        enclosed,
        translations=draft.translations,
    )
    bare = Capabilities(most_text=10**6, buttons=False, edits=False, contact_button=False)
    shown = parts(render(wording, [LONGEST], locale), bare)
    return sum(utf16(part.text) for part in shown)
