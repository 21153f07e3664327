"""Hallway: a typed answer understood as one of the choices that wait."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.keystrokes import without_keys
from bot.words import fold, nfc

POLITE = re.compile(r"\b(da|a|nhe|nha|roi|thoi|xin|em|con|toi|chau|minh)\b")
AROUND = r"(?:da )?(?:{words})?\s*({mark})[.)]?(?: (?:a|nhe|nha))*"  # dạ, câu 2 ạ
NUMBER = re.compile(AROUND.format(words="so|cau|chon|y", mark=r"\d{1,2}"))
LETTER = re.compile(AROUND.format(words="chon|y", mark="[a-z]"))
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def find_by_number(text: str, asked: dict[str, Any]) -> str | None:
    """Return the press whose place in the list was typed: `2`, `2.`, `câu 2 ạ`."""
    if asked.get("marks") != "numbers":
        return None
    match = NUMBER.fullmatch(fold(text))
    return _at(asked, int(match[1]) - 1) if match else None


def find_by_letter(text: str, choices: Sequence[Sequence[Any]]) -> str | None:
    """Return the press whose letter was typed: `B`, `b.`, `chọn B ạ`."""
    match = LETTER.fullmatch(fold(text))
    if match is None or match[1] not in nfc(text).casefold():  # "ạ" alone is no A
        return None
    return _at({"choices": choices}, LETTERS.index(match[1]))


def find_by_words(text: str, choices: Sequence[Sequence[Any]]) -> str | None:
    """Return the press whose label, or a word that means the same, was typed, marks or not.

    A label typed with all its marks wins over one that only folds to the same letters, which wins
    over one typed with the keys of Telex or VNI left in; what fits two choices fits none.
    """
    plain = text.strip().casefold()
    exact = [c[1] for c in choices if c[0].strip().casefold() == plain]
    if len(exact) == 1:
        return str(exact[0])
    for wanted in _spellings(fold(text)):
        found = {c[1] for c in choices if wanted and wanted in _meanings(c)}
        if len(found) == 1:
            return str(found.pop())
    return None


def _spellings(folded: str) -> tuple[str, ...]:
    bare = without_keys(folded)
    return folded, _without_manners(folded), bare, _without_manners(bare)


def _meanings(choice: Sequence[Any]) -> set[str]:
    words = {fold(choice[0]), *(fold(word) for word in choice[2])}
    return words | {_without_manners(word) for word in words} - {""}


def _without_manners(folded: str) -> str:
    return " ".join(POLITE.sub(" ", folded).split())


def _at(asked: dict[str, Any], place: int) -> str | None:
    choices = asked.get("choices") or []
    return str(choices[place][1]) if 0 <= place < len(choices) else None
