"""Ground: Telex and VNI keys typed with the input method switched off: `khoong`, `kho6ng`.

Only what is no Vietnamese syllable as it stands is read as keys, and only into one that is; the
result has no marks, as `bot.words.fold` gives them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import product

ONSETS = "b c ch d g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
VOWELS = "a e i o u y ai ao au ay eo eu ia ie iu oa oe oi ua ue ui uo uu uy"
VOWELS += " ieu yeu oai oao oay oeo uay uoi uou uya uye uyu ye"
CODAS = "c ch m n ng nh p t"
SYLLABLE = re.compile(
    f"(?:{'|'.join(ONSETS.split())})?(?:{'|'.join(VOWELS.split())})(?:{'|'.join(CODAS.split())})?"
)
TONE_KEYS = "sfrxj"
HATTED = "aeo"  # typed twice
MOST_LETTERS = 10  # nghieengx: the longest syllable with its keys
MOST_DIGITS = 3  # a tone and two hats: mu7o7i2


def without_keys(folded: str, *, digits: bool = True) -> str:
    """Return a folded text with the keys of Telex and VNI taken out of its words.

    With `digits=False` a lone digit at a word's end stays one: `tam8` may say 8.
    """
    return " ".join(_bare(word, digits=digits) for word in folded.split())


@lru_cache(maxsize=8192)
def _bare(word: str, *, digits: bool) -> str:
    if len(word) > MOST_LETTERS or not word.isascii() or SYLLABLE.fullmatch(word):
        return word
    ways = _telex(word) if word.isalpha() else _vni(word, digits=digits)
    return next((way for way in ways if SYLLABLE.fullmatch(way)), word)


def _vni(word: str, *, digits: bool) -> Iterator[str]:
    count = sum(c.isdigit() for c in word)
    doubtful = count == 1 and word[-1].isdigit() and not digits
    few = count <= MOST_DIGITS + word.startswith("d9")
    if few and "0" not in word and not doubtful:
        yield re.sub(r"(?<=[a-z1-9])[1-9]", "", word)


def _telex(word: str) -> Iterator[str]:
    """Give what a word may have meant: with one tone key and one second vowel fewer, or not."""
    plain = re.sub(r"(?<![aeiouy])w", "u", word.replace("dd", "d", 1)).replace("w", "")
    for tone, hat in product(("", *TONE_KEYS), ("", *HATTED)):
        way = _drop(plain, tone)
        if not hat or way.count(hat) > 1:
            yield _drop(way, hat)


def _drop(word: str, key: str) -> str:
    """Take the last of a key out, wherever behind the first letter it was typed."""
    place = word.rfind(key) if key else 0
    return word[:place] + word[place + 1 :] if place > 0 else word
