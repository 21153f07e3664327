"""Room: one question's answers by ward, organisation, age …, and which cells of it are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.surveys.categories import DECLINED, Category, categories_of
from bot.surveys.forms import Question
from bot.surveys.places import (
    ALL_ORGANISATIONS,
    ALL_WARDS,
    NO_WARD,
    OVERALL,
    Cell,
    Place,
)
from bot.surveys.results.figures import Figures, find_figures
from bot.surveys.results.guarding import GridCell, Hiding
from bot.surveys.results.hiding import (
    POOL,
    UNASKED,
    guard,
    hide_rows,
    hide_whole,
)
from bot.surveys.results.parting import Parting, slice_by_ward
from bot.surveys.results.ranging import fit_ranges
from bot.surveys.tally import FINISHED, Entry, Kind, Said, Table, gather, tally_texts
from bot.surveys.values import Value

ANSWERED = "answered"
WARD, ORGANISATION = "ward", "organisation"
Joint = Counter[tuple[Kind, str]]


@dataclass(frozen=True)
class QuestionTally:
    """Hold what may be told of one question: each category beside FINISHED and ANSWERED."""

    question: Question
    categories: tuple[Category, ...]
    table: Table  # overall, by ward, by organisation
    by: Mapping[str, Table]  # by age, channel …: places are (row, ALL_ORGANISATIONS)
    texts: tuple[str, ...]  # of a text question, in random order
    figures: Figures | None  # of a number question
    withheld: tuple[str, ...] = ()  # tables that would tell too much

    @property
    def mean(self) -> float | None:
        """Return the mean of a number question."""
        return self.figures.mean if self.figures else None


@dataclass(frozen=True)
class Senders:
    """Hold how many handed in, by where they count."""

    kinds: Mapping[Kind, int]
    rows: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # by age, channel …
    secret: Collection[Place] = ()  # places whose turnout is hidden


def tally_question(
    question: Question, entries: Sequence[Entry], secret: Collection[Place] = ()
) -> QuestionTally:
    """Count one question's answers in entries, which are all that were handed in."""
    said = gather(question.code, entries)
    texts = [said.values[place] for place in said.weigh().elements()]
    return tally_said(question, said, count_senders(entries, secret), texts)


def count_senders(entries: Sequence[Entry], secret: Collection[Place] = ()) -> Senders:
    """Count entries by where they count."""
    rows: dict[str, Counter[str]] = {}
    for entry in entries:
        for name, row in entry.rows.items():
            rows.setdefault(name, Counter())[row] += 1
    return Senders(Counter((e.ward, e.organisations) for e in entries), rows, secret)


def tally_said(
    question: Question, said: Said, senders: Senders, texts: Iterable[Value] = ()
) -> QuestionTally:
    """Tell what may be told of what was said, and of what was written."""
    categories = fit_ranges(categories_of(question, said.values), said)
    counting = Counting(categories, said, senders.kinds, senders.secret)
    whole = counting.whole()
    hidden = hide_whole(whole, [c.code for c in categories], alone=counting.overlaps)
    table, withheld = counting.tell_places(hidden)
    by = {
        name: counting.tell_rows(said.rows.get(name, Counter()), row_counts, hidden)
        for name, row_counts in senders.rows.items()
    }
    figures = find_figures(said.values, said.weigh()) if not hidden else None
    return QuestionTally(
        question,
        categories,
        table,
        by,
        tally_texts(texts),
        figures,
        withheld,
    )


@dataclass
class Counting:
    """Hold one question's answers while they are counted into tables."""

    categories: Sequence[Category]
    said: Said
    kinds: Mapping[Kind, int]
    secret: Collection[Place] = ()

    def __post_init__(self) -> None:
        self.codes = [category.code for category in self.categories]
        self.holding = [
            tuple(c.code for c in self.categories if c.holds(value)) for value in self.said.values
        ]
        self.overlaps = any(len(codes) > 1 for codes in self.holding)

    def whole(self) -> Counter[str]:
        """Count each category overall, with who was not asked and all who handed in."""
        people = sum(self.kinds.values())
        counts = Counter({FINISHED: people, UNASKED: people - sum(self.said.kinds.values())})
        for (_, place), count in self.said.kinds.items():
            for code in self.holding[place] or (UNASKED,):
                counts[code] += count
        return counts

    def tell_places(self, hidden: frozenset[str]) -> tuple[Table, tuple[str, ...]]:
        """Return the table overall, by ward and by organisation, and what is withheld of it."""
        told: set[Cell] = {(code, OVERALL) for code in (*self.codes, UNASKED, FINISHED)}
        told -= {(code, OVERALL) for code in hidden}
        organisations = sorted({o for _, ids in self.kinds for o in ids})
        shown = [c for c in (*self.codes, UNASKED) if c not in hidden]
        joint = self._join(shown)
        grid, sizes = slice_by_ward(joint), self._size_wards()
        shut = guard(grid, shown, sizes, overlaps=self.overlaps)
        told |= {(c, (w, ALL_ORGANISATIONS)) for w in sizes for c in shown if (w, c) not in shut}
        columns = [*shown, POOL]
        wards = Hiding(grid, sorted(sizes), columns, shut)
        parting = Parting(joint, columns, wards, self.overlaps)
        if not (self.overlaps and shut):
            for one in sorted(organisations, key=lambda o: (-self._size(o), o)):
                parting.try_organisation(one)
        for one, closed in parting.told.items():
            told |= {(c, (ALL_WARDS, one)) for c in shown if c not in closed}
        places = frozenset(place for kind in self.kinds for place in _told_places(*kind))
        told |= {(FINISHED, place) for place in places}
        table = self._table(self._count_places(), told, places | {OVERALL}, self.secret)
        withheld = [] if set(organisations) <= set(parting.told) else [ORGANISATION]
        if len(sizes) > 1 and not any(p[0] in sizes and c in self.codes for c, p in told):
            withheld.append(WARD)
        return table, tuple(withheld)

    def tell_rows(
        self,
        rows: Mapping[tuple[str, int], int],
        sizes: Mapping[str, int],
        hidden: frozenset[str],
    ) -> Table:
        """Return the table by something that nothing else is told by; such as age."""
        shown = [c for c in (*self.codes, UNASKED) if c not in hidden]
        grid, names = self._spread(sizes, rows, shown), sorted(sizes)
        told: set[Cell] = {(code, OVERALL) for code in (*self.codes, UNASKED, FINISHED)}
        told -= {(code, OVERALL) for code in hidden}
        told |= {(FINISHED, (row, ALL_ORGANISATIONS)) for row in names}
        shut = guard(grid, shown, sizes, overlaps=self.overlaps)
        told |= {(c, (r, ALL_ORGANISATIONS)) for r in names for c in shown if (r, c) not in shut}
        counts: Counter[Cell] = Counter({(c, OVERALL): n for c, n in self.whole().items()})
        counts.update({(code, (row, ALL_ORGANISATIONS)): n for (row, code), n in grid.items()})
        counts.update({(FINISHED, (row, ALL_ORGANISATIONS)): n for row, n in sizes.items()})
        places = frozenset({(row, ALL_ORGANISATIONS) for row in names} | {OVERALL})
        return self._table(counts, told, places, hide_rows(sizes))

    def _spread(
        self, sizes: Mapping[str, int], rows: Mapping[tuple[str, int], int], shown: Sequence[str]
    ) -> Counter[GridCell]:
        """Count by row and category, those who were not asked and those in none that is shown."""
        grid: Counter[GridCell] = Counter({(row, UNASKED): n for row, n in sizes.items()})
        for (row, place), count in rows.items():
            if self.holding[place]:
                grid[row, UNASKED] -= count
            for code in self.holding[place]:
                grid[row, code] += count
            if self.holding[place] and not set(self.holding[place]) & set(shown):
                grid[row, POOL] += count
        if UNASKED not in shown:
            grid.update({(row, POOL): grid[row, UNASKED] for row in sizes})
        return grid

    def _join(self, shown: Sequence[str]) -> Joint:
        """Return people by ward and organisations and what they said, all others together."""
        keys = {str(place): kind for place, kind in enumerate(self.kinds)}
        names = {kind: key for key, kind in keys.items()}
        sizes = {names[kind]: count for kind, count in self.kinds.items()}
        rows = {(names[kind], at): count for (kind, at), count in self.said.kinds.items()}
        grid = self._spread(sizes, rows, shown)
        kept = {*shown, POOL}
        return Counter({(keys[r], c): n for (r, c), n in grid.items() if n and c in kept})

    def _size_wards(self) -> Counter[str]:
        sizes: Counter[str] = Counter()
        for (ward, _), count in self.kinds.items():
            sizes[ward or NO_WARD] += count
        return sizes

    def _count_places(self) -> Counter[Cell]:
        counts: Counter[Cell] = Counter()
        stand = {kind: list(_told_places(*kind)) for kind in self.kinds}
        for kind, count in self.kinds.items():
            for place in stand[kind]:
                counts[FINISHED, place] += count
                counts[UNASKED, place] += count
        for (kind, at), count in self.said.kinds.items():
            for place in stand[kind]:
                for code in self.holding[at]:
                    counts[code, place] += count
                if self.holding[at]:
                    counts[UNASKED, place] -= count
        counts.update({(FINISHED, OVERALL): 0})
        return counts

    def _table(
        self,
        counts: Counter[Cell],
        told: set[Cell],
        places: frozenset[Place],
        secret: Collection[Place],
    ) -> Table:
        """Add who answered, told where both that it is made of are, and hide what is not told."""
        for place in places:
            left_out = counts[DECLINED, place] + counts[UNASKED, place]
            counts[ANSWERED, place] = counts[FINISHED, place] - left_out
            if {(what, place) for what in (FINISHED, DECLINED, UNASKED)} <= told:
                told.add((ANSWERED, place))
        told -= {cell for cell in told if cell[1] in secret}
        whats = (*self.codes, UNASKED, FINISHED, ANSWERED)
        cells = {(what, place) for what in whats for place in places}
        kept = {cell: counts[cell] for cell in cells}
        return Table(kept, cells - told, places)

    def _size(self, organisation: int) -> int:
        return sum(count for (_, ids), count in self.kinds.items() if organisation in ids)


def _told_places(ward: str | None, organisations: Collection[int]) -> Iterator[Place]:
    """Yield the places that answers are told by: the ward, each organisation, and overall."""
    yield ward or NO_WARD, ALL_ORGANISATIONS
    for one in organisations:
        yield ALL_WARDS, one
    yield OVERALL
