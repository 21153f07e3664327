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
    Sheet,
    find_open,
    guard_all,
    hide_rows,
    hide_whole,
    pool,
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
        wards = sorted({ward or NO_WARD for ward, _ in self.kinds})
        shut: set[Cell] = set()
        aspects = list(self._aspects(hidden))
        grids = [slice_by_ward(joint) for _, joint, _ in aspects]
        sheets = [(one[0], grid, one[2]) for one, grid in zip(aspects, grids, strict=True)]
        guards = guard_all(sheets, wards)
        open_cells = find_open(sheets, guards, wards)
        refused: set[int] = set()
        by_size = sorted(organisations, key=lambda o: (-self._size(o), o))
        for (shown, joint, columns), grid, guard in zip(aspects, grids, guards, strict=True):
            parting = Parting(joint, columns, Hiding(grid, wards, columns, guard))
            for one in by_size:
                parting.try_organisation(one)
            for one in organisations:
                closed = parting.told.get(one, frozenset(shown))
                refused |= {one} if one not in parting.told else set()
                shut |= {(c, (ALL_WARDS, one)) for c in shown if c in closed}
        told |= {(c, (w, ALL_ORGANISATIONS)) for w, c in open_cells}
        everything = {c for shown, _, _ in aspects for c in shown}
        told |= {(c, (ALL_WARDS, o)) for o in organisations for c in everything} - shut
        places = frozenset(place for kind in self.kinds for place in _told_places(*kind))
        told |= {(FINISHED, place) for place in places}
        table = self._table(self._count_places(), told, places | {OVERALL}, self.secret)
        withheld = [ORGANISATION] if refused else []
        if len(wards) > 1 and not any(p[0] in wards and c in self.codes for c, p in told):
            withheld.append(WARD)
        return table, tuple(withheld)

    def tell_rows(
        self,
        rows: Mapping[tuple[str, int], int],
        sizes: Mapping[str, int],
        hidden: frozenset[str],
    ) -> Table:
        """Return the table by something that nothing else is told by; such as age."""
        grid, names = self._spread(sizes, rows), sorted(sizes)
        told: set[Cell] = {(code, OVERALL) for code in (*self.codes, UNASKED, FINISHED)}
        told -= {(code, OVERALL) for code in hidden}
        told |= {(FINISHED, (row, ALL_ORGANISATIONS)) for row in names}
        sheets = list(self._split(grid, hidden, sizes))
        for row, code in find_open(sheets, guard_all(sheets, names), names):
            told.add((code, (row, ALL_ORGANISATIONS)))
        counts: Counter[Cell] = Counter({(c, OVERALL): n for c, n in self.whole().items()})
        counts.update({(code, (row, ALL_ORGANISATIONS)): n for (row, code), n in grid.items()})
        counts.update({(FINISHED, (row, ALL_ORGANISATIONS)): n for row, n in sizes.items()})
        places = frozenset({(row, ALL_ORGANISATIONS) for row in names} | {OVERALL})
        return self._table(counts, told, places, hide_rows(sizes))

    def _spread(
        self, sizes: Mapping[str, int], rows: Mapping[tuple[str, int], int]
    ) -> Counter[GridCell]:
        """Count by row and category, those who were not asked too."""
        grid: Counter[GridCell] = Counter({(row, UNASKED): n for row, n in sizes.items()})
        for (row, place), count in rows.items():
            if self.holding[place]:
                grid[row, UNASKED] -= count
            for code in self.holding[place]:
                grid[row, code] += count
        return grid

    def _split(
        self,
        grid: Mapping[tuple[str, str], int],
        hidden: frozenset[str],
        row_counts: Mapping[str, int],
    ) -> Iterator[Sheet]:
        """Yield tables in which everybody stands in one column, and the columns to be told."""
        shown = [c for c in (*self.codes, UNASKED) if c not in hidden]
        if not self.overlaps:
            yield shown, pool(grid, shown, row_counts), [*shown, POOL]
            return
        silent = [c for c in (DECLINED, UNASKED) if c in shown]
        for code in [c for c in shown if c not in silent] or silent[:1]:
            part = list(dict.fromkeys((code, *silent)))
            yield part, pool(grid, part, row_counts), [*part, POOL]

    def _aspects(self, hidden: frozenset[str]) -> Iterator[tuple[list[str], Joint, list[str]]]:
        """Yield, by ward and organisations, what `_split` does for rows."""
        keys = {str(place): kind for place, kind in enumerate(self.kinds)}
        names = {kind: key for key, kind in keys.items()}
        sizes = {names[kind]: count for kind, count in self.kinds.items()}
        rows = {(names[kind], at): count for (kind, at), count in self.said.kinds.items()}
        grid = self._spread(sizes, rows)
        for shown, part, columns in self._split(grid, hidden, sizes):
            joint = Counter({(keys[row], code): n for (row, code), n in part.items() if n})
            yield shown, joint, columns

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
