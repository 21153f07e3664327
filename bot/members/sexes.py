"""Room: a member's sex: one of a few words, never asked for at registration."""

from __future__ import annotations

from bot.words import fold

SEXES = ("male", "female", "other")  # what results may be told by
UNSAID = "unsaid"  # preferred not to say, so that no roll says it for them
WORDS = {
    "male": ("nam", "nam gioi", "trai", "male", "man", "m"),
    "female": ("nu", "nu gioi", "gai", "female", "woman", "f"),
    "other": ("khac", "gioi tinh khac", "other"),
}
_BY_WORD = {word: sex for sex, words in WORDS.items() for word in words}


def read_sex(text: str) -> str | None:
    """Return the sex that a word stands for, or None."""
    return _BY_WORD.get(fold(text))
