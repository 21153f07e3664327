"""Room: what people wrote, what is alike told once; and how many of all entitled a number is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from bot.surveys.results import Results
from bot.surveys.tally import ENTITLED, Count
from bot.words import fold

LAST_PLAIN = 0x7F  # letters beyond it bear marks


def fold_texts(texts: Iterable[str]) -> list[tuple[str, int]]:
    """Return each text with how often it was written, the most frequent first.

    Texts are one when they differ in marks, capitals, gaps or punctuation only.
    """
    counts: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for text in texts:
        alike = fold(text) or text
        counts[alike] += 1
        known = shown.get(alike)
        if known is None or _is_fuller(text, known):
            shown[alike] = text
    return [(shown[alike], count) for alike, count in counts.most_common()]


def share_of_entitled(results: Results, count: Count) -> float | None:
    """Return a shown number over all who were entitled, from 0 to 1, or None."""
    whole = results.turnout.at(ENTITLED).value
    return count.value / whole if count.value is not None and whole else None


def _is_fuller(text: str, other: str) -> bool:
    """Tell whether a wording has more marks than another that reads the same."""
    return _count_marked(text) > _count_marked(other)


def _count_marked(text: str) -> int:
    return sum(ord(letter) > LAST_PLAIN for letter in text)
