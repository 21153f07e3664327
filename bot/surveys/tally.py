"""Room: the one tally behind chat, sheets and command line: counts, shares, small cells hidden."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.segments import FEWEST
from bot.surveys.categories import Category, categories_of
from bot.surveys.forms import Question, QuestionKind
from bot.surveys.places import OVERALL, Cell, Place, Relation, places_of, sums_over
from bot.surveys.suppression import Hidden, suppress
from bot.surveys.values import Value

ENTITLED, FINISHED = "entitled", "finished"


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one response that was handed in, with where it counts; never who gave it."""

    ward: str | None
    organisations: tuple[int, ...]
    answers: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Count:
    """Hold a number to show, or why it is hidden."""

    value: int | None
    hidden: Hidden | None = None


@dataclass(frozen=True)
class Table:
    """Hold what may be shown of some counts."""

    counts: Mapping[Cell, int]
    hidden: Mapping[Cell, Hidden]
    places: frozenset[Place]

    def at(self, what: str, place: Place = OVERALL) -> Count:
        """Return what may be shown of one cell; a place that nobody counts in is a plain 0."""
        cell = what, place
        if cell in self.hidden:
            return Count(None, self.hidden[cell])
        return Count(self.counts.get(cell, 0))

    def share(self, what: str, of: str, place: Place = OVERALL) -> float | None:
        """Return one shown number over another, from 0 to 1, or None."""
        part, whole = self.at(what, place).value, self.at(of, place).value
        return part / whole if part is not None and whole else None


@dataclass(frozen=True)
class QuestionTally:
    """Hold one question's table: each category beside FINISHED, all who handed in."""

    question: Question
    categories: tuple[Category, ...]
    table: Table
    texts: tuple[str, ...]  # of a text question, in random order
    mean: float | None  # of a number question


def tally_turnout(roll: Iterable[tuple[str | None, Collection[int], bool]]) -> Table:
    """Count who may answer and who handed in, from (ward, organisations, handed in)."""
    counts: Counter[Cell] = Counter()
    for ward, organisations, finished in roll:
        for place in places_of(ward, organisations):
            counts[ENTITLED, place] += 1
            counts[FINISHED, place] += int(finished)
    places = frozenset({place for _, place in counts} | {OVERALL})
    counts.update({(what, OVERALL): 0 for what in (ENTITLED, FINISHED)})
    relations = sums_over((ENTITLED, FINISHED), places)
    return Table(counts, suppress(counts, relations), places)


def tally_entries(entries: Sequence[Entry]) -> Table:
    """Count entries by place, where the turnout's own table cannot serve (coarsened places)."""
    counts = Counter(
        (FINISHED, place)
        for entry in entries
        for place in places_of(entry.ward, entry.organisations)
    )
    counts.update({(FINISHED, OVERALL): 0})
    places = frozenset(place for _, place in counts)
    return Table(counts, suppress(counts, sums_over((FINISHED,), places)), places)


def tally_question(question: Question, entries: Sequence[Entry], who: Table) -> QuestionTally:
    """Count one question's answers by place; `who` has the FINISHED numbers beside them."""
    values = [e.answers[question.code] for e in entries if question.code in e.answers]
    categories = categories_of(question, values)
    codes = [category.code for category in categories]
    whole = {cell: count for cell, count in who.counts.items() if cell[0] == FINISHED}
    counts = _count(categories, entries, question.code)
    full = {**{(c, p): counts[c, p] for c in codes for p in who.places}, **whole}
    hidden = suppress(
        full,
        _relations(question, codes, who.places),
        already={cell: why for cell, why in who.hidden.items() if cell in whole},
        pinned=whole.keys(),
    )
    return QuestionTally(
        question, categories, Table(full, hidden, who.places), _texts(values), _mean(values)
    )


def _count(categories: Sequence[Category], entries: Sequence[Entry], code: str) -> Counter[Cell]:
    """Count category by category in each place; by stratum first, as there are few of those."""
    strata = Counter(
        (entry.ward, entry.organisations, category.code)
        for entry in entries
        for category in categories
        if category.holds(entry.answers.get(code, {}))
    )
    counts: Counter[Cell] = Counter()
    for (ward, organisations, what), count in strata.items():
        for place in places_of(ward, organisations):
            counts[what, place] += count
    return counts


def _relations(
    question: Question, codes: Sequence[str], places: Collection[Place]
) -> list[Relation]:
    relations = list(sums_over(codes, places))
    if question.kind is not QuestionKind.SEVERAL_CHOICES:
        relations += [(*((code, place) for code in codes), (FINISHED, place)) for place in places]
    return relations


def _texts(values: Sequence[Value]) -> tuple[str, ...]:
    texts = [str(value["text"]) for value in values if "text" in value]
    secrets.SystemRandom().shuffle(texts)
    return tuple(texts) if len(texts) >= FEWEST else ()


def _mean(values: Sequence[Value]) -> float | None:
    numbers = [value["number"] for value in values if "number" in value]
    return sum(numbers) / len(numbers) if len(numbers) >= FEWEST else None
