"""An attack on turnout: all its tables at once, by place and by residential group; two moments."""

from __future__ import annotations

from collections import Counter
from itertools import product

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.segments import FEWEST
from bot.surveys.places import ALL_ORGANISATIONS, ALL_WARDS, OVERALL, Cell, places_of
from bot.surveys.results.turnout import GROUP_MARK, tally_groups, tally_kinds
from bot.surveys.tally import ENTITLED, Table
from tests.kit.solver import System

WARDS, GROUPS, MEMBERSHIPS = ("w1", "w2", "w3"), ("t1", "t2"), ((), (1,), (2,))
KINDS = tuple(product(WARDS, MEMBERSHIPS, GROUPS))
Kind = tuple[str, tuple[int, ...], str]

rolls = st.dictionaries(
    st.sampled_from(KINDS), st.one_of(st.integers(1, 6), st.integers(5, 40)), max_size=12
)


def tally(roll: dict[Kind, int], handed_in: dict[Kind, int]) -> tuple[Table, Table]:
    lines: Counter[tuple[Kind, bool]] = Counter()
    for kind, count in roll.items():
        done = min(handed_in.get(kind, 0), count)
        lines[kind, True] += done
        lines[kind, False] += count - done
    places: Counter[tuple[tuple[str | None, tuple[int, ...]], bool]] = Counter()
    groups: Counter[tuple[str, str, bool]] = Counter()
    for ((ward, ids, group), done), count in lines.items():
        places[(ward, ids), done] += count
        groups[ward, group, done] += count
    turnout = tally_kinds(places)
    return turnout, tally_groups(groups, turnout)


def counted(cell: Cell, *, by_group: bool) -> list[Kind]:
    """Return the kinds of people who are counted in a cell."""
    place = cell[1]
    if by_group:
        return [k for k in KINDS if place == (f"{k[0]}{GROUP_MARK}{k[2]}", ALL_ORGANISATIONS)]
    return [k for k in KINDS if place in places_of(k[0], k[1])]


@given(roll=rolls)
@settings(max_examples=25, phases=(Phase.generate,))
def test_no_small_place_can_be_reckoned_from_all_that_is_told(roll: dict[Kind, int]) -> None:
    tables = tally(roll, {})
    system = System(KINDS)
    small: list[tuple[list[Kind], int]] = []
    for table, by_group in zip(tables, (False, True), strict=True):
        for cell, count in table.counts.items():
            kinds = counted(cell, by_group=by_group)
            if cell[0] == ENTITLED and cell not in table.hidden:
                assert count == sum(roll.get(kind, 0) for kind in kinds)  # an independent recount
                assert not 0 < count < FEWEST
                system.tell(kinds, count)
            elif cell[0] == ENTITLED and 0 < count < FEWEST and cell[1] != OVERALL:
                rows = ((cell[1][0], ALL_ORGANISATIONS), (ALL_WARDS, cell[1][1]))
                within = [n for row in rows if (n := table.counts.get((ENTITLED, row), 0))]
                most = min(FEWEST, *within) if cell[1] not in rows else FEWEST
                small.append((kinds, most))  # 5, or all there are where it crosses a small one
    if sum(roll.values()) >= FEWEST:
        assert [kinds for kinds, most in small if system.most(kinds) < most] == []


@given(roll=rolls, before=rolls, after=rolls)
@settings(max_examples=30)
def test_what_is_hidden_of_turnout_does_not_change_while_a_survey_runs(
    roll: dict[Kind, int], before: dict[Kind, int], after: dict[Kind, int]
) -> None:
    for early, late in zip(tally(roll, before), tally(roll, after), strict=True):
        assert early.hidden == late.hidden
