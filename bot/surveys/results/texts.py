"""Room: what many people wrote: the words they use most, and texts that say nearly the same once.

Pure: it works on what the tally tells. Vietnamese writes a space between syllables, and most words
have two; so pairs of syllables are counted as well as single ones, with and without marks alike.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from math import ceil

from bot.segments import FEWEST
from bot.words import fold, nfc

MOST_WORDS = 30  # told of one question
MOST_COMPARED = 1_000  # different texts; those beyond stand as they are
NEAR = 0.8  # of the trigrams of two texts, how many both have (Jaccard)
SIZE = 3
PARTS = re.compile(r"[^\w\s]+|\n+")  # no word goes on beyond these

# Syllables that carry the sentence and not its subject. Marked ones are known by their marks
# ("chợ" is no "cho"), unmarked ones by how these look without.
EMPTY_WORDS = (
    "à ạ ai anh bà bác bằng bên bị bởi các cái cần càng chỉ chị cho chú chúng chưa có còn "
    "con cô của cùng cũng dạ do đã đang đây đến đều để đi đó được em gì hay hết hơn khi "
    "không là lại làm lắm lên luôn mà mỗi một mọi mình muốn này nào nên nếu ngay như nhưng "
    "những nhất nhiều nữa ở ông phải qua quá ra rất rồi sao sẽ sau số ta tại tất tôi tới "
    "trên trong trước từ và vào vẫn vậy về vì việc với vừa xin xuống a and are for in is it "
    "of on the to we"
)
EMPTY = frozenset(EMPTY_WORDS.split())
PLAIN = frozenset(fold(one) for one in EMPTY)
LETTERS = frozenset("bcdfghjklmnpqrstvwxz")  # alone no word, as "y" in "y tế" is
DENYING = frozenset(
    ("khong", "ko", "k", "kg", "hong", "chua", "chang", "cha", "dung", "no", "not", "never")
)


@dataclass(frozen=True, slots=True)
class Alike:
    """Hold one text that stands for all that say nearly the same."""

    text: str
    people: int
    wordings: int


def find_frequent(texts: Iterable[str], fewest: int = FEWEST) -> list[tuple[str, int]]:
    """Return words with how many people used each, the most used first; none of few people.

    A single syllable is left out where it hardly stands but in a pair that is told.
    """
    said = list(texts)
    known = {fold(pair) for text in said for pair in _pairs(text)}
    pairs = _spell([set(_pairs(text, known)) for text in said])
    singles = _spell([set(_syllables(text)) for text in said])
    told = {word: n for word, n in Counter(chain.from_iterable(pairs)).items() if n >= fewest}
    alone: Counter[str] = Counter()
    for both, single in zip(pairs, singles, strict=True):
        within = {fold(part) for pair in both if pair in told for part in pair.split()}
        alone.update(word for word in single if fold(word) not in within)
    counts = Counter(chain.from_iterable(singles))
    told |= {word: counts[word] for word, count in alone.items() if count >= fewest}
    return sorted(told.items(), key=lambda one: (-one[1], fold(one[0]), one[0]))[:MOST_WORDS]


def fold_near(texts: Sequence[tuple[str, int]]) -> list[Alike]:
    """Return texts, which come with how often each was written, those nearly alike as one.

    The first, most frequent one stands for the others. Texts that deny or count differently are
    never one, however alike.
    """
    compared = [_trigrams(text) for text, _ in texts[:MOST_COMPARED]]
    rare = Counter(part for parts in compared for part in parts)
    kept: list[int] = []
    index: dict[str, list[int]] = defaultdict(list)
    joined: dict[int, list[int]] = {}
    for place, parts in enumerate(compared):
        heads = sorted(parts, key=lambda part: (rare[part], part))
        heads = heads[: len(parts) - ceil(NEAR * len(parts)) + 1]  # two alike share one of these
        near = {other for head in heads for other in index[head]}
        same = next((one for one in sorted(near) if _are_near(texts, compared, one, place)), None)
        if same is not None:
            joined[same].append(place)
            continue
        kept.append(place)
        joined[place] = [place]
        for head in heads:
            index[head].append(place)
    found = [_join(texts, joined[place]) for place in kept]
    found += [Alike(text, count, 1) for text, count in texts[MOST_COMPARED:]]
    return sorted(found, key=lambda one: -one.people)


def _join(texts: Sequence[tuple[str, int]], places: Sequence[int]) -> Alike:
    people = sum(texts[place][1] for place in places)
    return Alike(texts[places[0]][0], people, len(places))


def _are_near(
    texts: Sequence[tuple[str, int]], parts: Sequence[frozenset[str]], one: int, other: int
) -> bool:
    small, large = sorted((len(parts[one]), len(parts[other])))
    if small < NEAR * large:
        return False
    shared = len(parts[one] & parts[other])
    near = shared >= NEAR * (small + large - shared)
    return near and _weighty(texts[one][0]) == _weighty(texts[other][0])


def _weighty(text: str) -> Counter[str]:
    """Return the words that turn a sentence round: those that deny, and numbers."""
    words = fold(text).split()
    return Counter(w for w in words if w in DENYING or any(c.isdigit() for c in w))


def _trigrams(text: str) -> frozenset[str]:
    plain = f" {fold(text) or text} "
    return frozenset(plain[at : at + SIZE] for at in range(max(1, len(plain) - SIZE + 1)))


def _parts(text: str) -> Iterator[list[str]]:
    """Yield syllables that follow one another with no punctuation between."""
    yield from (part.split() for part in PARTS.split(nfc(text).lower()))


def _syllables(text: str) -> Iterator[str]:
    yield from (word for part in _parts(text) for word in part if not _is_empty(word))


def _pairs(text: str, known: Collection[str] = ()) -> Iterator[str]:
    """Yield pairs of syllables: full ones, and plain ones that others are known to have used.

    Without marks "den duong" might begin with "đến", which is empty; others wrote "đèn đường".
    """
    for one, other in (pair for part in _parts(text) for pair in pairwise(part)):
        pair = f"{one} {other}"
        if pair in known or not (_is_empty(one) or _is_empty(other)):
            yield pair


def _is_empty(word: str) -> bool:
    plain = fold(word)
    known = PLAIN if plain == word else EMPTY
    return word in known or plain in LETTERS or plain.isdigit()


def _spell(spoken: Sequence[set[str]]) -> list[set[str]]:
    """Return each person's words, one without marks as most of those with marks write it."""
    counts = Counter(word for words in spoken for word in words)
    marked: dict[str, str] = {}
    for word, _ in counts.most_common():
        if fold(word) != word:
            marked.setdefault(fold(word), word)
    return [{marked.get(word, word) for word in words} for words in spoken]
