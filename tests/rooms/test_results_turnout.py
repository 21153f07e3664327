"""An attack on turnout: all its tables at once, by place, by group and by both; two moments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.segments import FEWEST
from bot.surveys.places import ALL_ORGANISATIONS, ALL_WARDS, OVERALL, Cell, Place, places_of
from bot.surveys.results.turnout import GROUP_MARK, tally_groups, tally_kinds
from bot.surveys.results.turnout_crossed import tally_crossed
from bot.surveys.tally import ENTITLED, Table
from tests.kit.solver import System

WARDS, GROUPS, MEMBERSHIPS = ("w1", "w2", "w3"), ("t1", "t2"), ((), (1,), (2,))
KINDS = tuple(product(WARDS, MEMBERSHIPS, GROUPS))
Kind = tuple[str, tuple[int, ...], str]

rolls = st.dictionaries(
    st.sampled_from(KINDS), st.one_of(st.integers(1, 6), st.integers(5, 40)), max_size=12
)


def tally(roll: dict[Kind, int], handed_in: dict[Kind, int]) -> tuple[Table, Table, Table]:
    lines: Counter[tuple[Kind, bool]] = Counter()
    for kind, count in roll.items():
        done = min(handed_in.get(kind, 0), count)
        lines[kind, True] += done
        lines[kind, False] += count - done
    places: Counter[tuple[tuple[str | None, tuple[int, ...]], bool]] = Counter()
    groups: Counter[tuple[str, str, bool]] = Counter()
    crossed: Counter[tuple[tuple[str | None, tuple[int, ...]], str, bool]] = Counter()
    for ((ward, ids, group), done), count in lines.items():
        places[(ward, ids), done] += count
        groups[ward, group, done] += count
        crossed[(ward, ids), group, done] += count
    turnout = tally_kinds(places)
    by_group = tally_groups(groups, turnout)
    return turnout, by_group, tally_crossed(crossed, turnout, by_group)


def counted(cell: Cell) -> list[Kind]:
    """Return the kinds of people who are counted in a cell."""
    (row, organisation), by_group = cell[1], GROUP_MARK in cell[1][0]
    ward = row.partition(GROUP_MARK)[0]
    return [
        (w, ids, group)
        for w, ids, group in KINDS
        if (ward, organisation) in places_of(w, ids)
        and (not by_group or row == f"{w}{GROUP_MARK}{group}")
    ]


@given(roll=rolls)
@settings(max_examples=25, phases=(Phase.generate,))
def test_no_small_place_can_be_reckoned_from_all_that_is_told(roll: dict[Kind, int]) -> None:
    system = System(KINDS)
    small: list[tuple[list[Kind], int]] = []
    whole: dict[Cell, int] = {}
    for table in tally(roll, {}):
        whole |= table.counts
        for cell, count in table.counts.items():
            kinds = counted(cell)
            if cell[0] == ENTITLED and cell not in table.hidden:
                assert count == sum(roll.get(kind, 0) for kind in kinds)  # an independent recount
                assert not 0 < count < FEWEST
                system.tell(kinds, count)
            elif cell[0] == ENTITLED and 0 < count < FEWEST and cell[1] != OVERALL:
                within = [n for one in around(cell[1]) if (n := whole.get((ENTITLED, one), 0))]
                small.append((kinds, min(FEWEST, *within) if within else FEWEST))
    if sum(roll.values()) >= FEWEST:  # 5, or all there are where it is part of a small one
        assert [kinds for kinds, most in small if system.most(kinds) < most] == []


def around(place: Place) -> Iterator[Place]:
    """Yield the places that a place is part of, but for the whole."""
    row, organisation = place
    ward = row.partition(GROUP_MARK)[0]
    for one in {(row, ALL_ORGANISATIONS), (ward, organisation), (ward, ALL_ORGANISATIONS)}:
        if one not in (place, OVERALL):
            yield one
    if ward != ALL_WARDS and organisation != ALL_ORGANISATIONS:
        yield ALL_WARDS, organisation


@given(roll=rolls, before=rolls, after=rolls)
@settings(max_examples=30)
def test_what_is_hidden_of_turnout_does_not_change_while_a_survey_runs(
    roll: dict[Kind, int], before: dict[Kind, int], after: dict[Kind, int]
) -> None:
    for early, late in zip(tally(roll, before), tally(roll, after), strict=True):
        assert early.hidden == late.hidden
