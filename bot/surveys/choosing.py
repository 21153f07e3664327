"""Room: choices as people type them: `1, 3`, `đèn và cây`, `tất cả`, `giếng` for `Nước giếng`."""

from __future__ import annotations

import re

from bot.keystrokes import without_keys
from bot.surveys.forms import FormChoice, Question
from bot.words import fold

ALL = frozenset({"tat ca", "ca", "het tat ca", "chon tat ca", "chon het", "all"})
APART = re.compile(r"[,;.&/\n]|\s(?:và|va|and)\s|\d\s*(?:va|và)\s*(?=\d)")
GAPS = re.compile(r"[\s,;.&/]+|(?:va|và|and)(?![^\W\d_])")
NAMED = re.compile(r"\b(?:so|cau|y|muc|chon|cai) (?=\d)")
MANNERS = re.compile(r"\b(?:da|vang|thua|chon|a|nhe|nha|chu|thoi|toi|em|con)\b")
FIGURE = re.compile(r"\d{1,3}\+?")
SHORTEST_PIECE = 3  # letters of a piece of a label that may stand for it


def find_choice(question: Question, text: str) -> str | None:
    """Return the code of the choice that a place, a label or a piece of only one label names."""
    said = NAMED.sub("", fold(text))
    if said.isdecimal() and not question.choices_are_numbers:
        place = int(said) - 1
        return question.choices[place].code if 0 <= place < len(question.choices) else None
    for words in dict.fromkeys((said, without_keys(said), _without_manners(said))):
        if found := _only(question, words) or _only(question, words, piece=True):
            return found
    return None


def find_choices(question: Question, text: str) -> list[str]:
    """Return the choices that a text lists, in its order; none where one is unclear."""
    if fold(text) in ALL:
        return [choice.code for choice in question.choices]
    whole = find_choice(question, text)
    found = [whole] if whole else [find_choice(question, part) for part in _parts(text)]
    known = [code for code in found if code]
    return known if len(known) == len(found) else []


def _parts(text: str) -> list[str]:
    """Cut a list at commas and `và`; one of mere figures at gaps too."""
    figures = [part for part in GAPS.split(NAMED.sub("", fold(text)).lower()) if part]
    if figures and all(FIGURE.fullmatch(part) for part in figures):
        return figures
    return [part for part in APART.split(text.lower()) if part.strip()]


def _only(question: Question, words: str, *, piece: bool = False) -> str | None:
    """Return the one choice whose label reads so, or has these words in it."""
    if piece and len(words) < SHORTEST_PIECE:
        return None
    fitting = {
        choice.code
        for choice in question.choices
        if any(_reads(label, words, piece=piece) for label in _labels(choice))
    }
    return fitting.pop() if len(fitting) == 1 else None


def _reads(label: str, words: str, *, piece: bool) -> bool:
    return f" {words} " in f" {label} " if piece else words == label


def _labels(choice: FormChoice) -> set[str]:
    return {fold(words) for words in (choice.text.vi, choice.text.en) if words}


def _without_manners(folded: str) -> str:
    return " ".join(MANNERS.sub(" ", folded).split())
