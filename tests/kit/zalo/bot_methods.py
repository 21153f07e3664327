"""The table of the Bot Platform's methods: what each may be asked, field by field.

From the platform's pages (docs.zaloplatforms.com/docs/BOT) as public notes of 2026 quote them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
Rule: TypeAlias = Callable[[Any], str]
"""Say what is wrong with a value; nothing: it may be so."""

MOST_TEXT = 2000
STYLES = re.compile(r"[bius]|f_1[358]|f_20|c_[0-9a-f]{6}|lst_[12]|ind_[1-5]")
OPAQUE = re.compile(r"[\w.-]{1,64}")


@dataclass
class Refusal(Exception):
    """Say why the platform does not do what it was asked."""

    code: int
    description: str


def units(text: str) -> int:
    """Count a text in UTF-16 units, as its styles are."""
    return len(text.encode("utf-16-le")) // 2


def _is_id(value: Any) -> str:
    fits = isinstance(value, str) and OPAQUE.fullmatch(value)
    return "" if fits else "must be an id, a string"


def _is_words(value: Any) -> str:
    fits = isinstance(value, str) and value.strip() and units(value) <= MOST_TEXT
    return "" if fits else f"must be 1-{MOST_TEXT} characters"


def _is_address(value: Any) -> str:
    fits = isinstance(value, str) and re.fullmatch(r"https?://[^\s/]+(/\S*)?", value)
    return "" if fits else "must be an address"


def _is_voice(value: Any) -> str:
    return _is_address(value) or ("" if value.endswith(".aac") else "must end in .aac")


def _is_secret(value: Any) -> str:
    fits = isinstance(value, str) and 8 <= len(value) <= 256
    return "" if fits else "must be 8-256 characters"


def _is_seconds(value: Any) -> str:
    return "" if str(value).isdigit() and int(value) <= 60 else "must be seconds"


def _is_styles(value: Any) -> str:
    fits = isinstance(value, list) and all(
        isinstance(run, dict)
        and set(run) == {"start", "len", "st"}
        and run["start"] >= 0
        and run["len"] > 0
        and all(STYLES.fullmatch(style) for style in run["st"])
        for run in value
    )
    return "" if fits else "must be runs of start, len and known styles"


def _is_one_of(*allowed: str) -> Rule:
    return lambda value: "" if value in allowed else f"must be one of {', '.join(allowed)}"


@dataclass(frozen=True)
class Field:
    """Hold what a field must be, and whether it must be there."""

    rule: Rule
    needed: bool = True


CHAT = Field(_is_id)
METHODS: dict[str, dict[str, Field]] = {
    "getMe": {},
    "getUpdates": {"timeout": Field(_is_seconds, needed=False)},
    "setWebhook": {"url": Field(_is_address), "secret_token": Field(_is_secret)},
    "testWebhook": {},
    "deleteWebhook": {},
    "getWebhookInfo": {},
    "sendMessage": {
        "chat_id": CHAT,
        "text": Field(_is_words),
        "parse_mode": Field(_is_one_of("markdown", "html"), needed=False),
        "text_styles": Field(_is_styles, needed=False),
    },
    "sendPhoto": {
        "chat_id": CHAT,
        "photo": Field(_is_address),
        "caption": Field(_is_words, needed=False),
    },
    "sendSticker": {"chat_id": CHAT, "sticker": Field(_is_id)},
    "sendChatAction": {"chat_id": CHAT, "action": Field(_is_one_of("typing"))},
    "sendVoice": {"chat_id": CHAT, "voice_url": Field(_is_voice)},
}
COUNTED = frozenset({"sendMessage", "sendPhoto", "sendSticker", "sendVoice"})


def find_wrong(method: str, given: Json) -> list[str]:
    """Return what of a request the table does not allow."""
    table = METHODS[method]
    wrong = [f"{name}: there is no such field" for name in given if name not in table]
    for name, field in table.items():
        if name not in given:
            wrong += [f"{name}: is missing"] if field.needed else []
        elif why := field.rule(given[name]):
            wrong.append(f"{name}: {why}")
    for run in given.get("text_styles", []) if not wrong else []:
        if run["start"] + run["len"] > units(given["text"]):
            wrong.append("text_styles: a run ends behind the text")
    return wrong
