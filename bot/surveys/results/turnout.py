"""Room: who may answer and who handed in, by places and by residential group.

Turnout says who took part, not what was said: a place is hidden where few may answer, so that what
is hidden does not change from one moment to the next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from bot.segments import FEWEST
from bot.surveys.places import (
    ALL_ORGANISATIONS,
    ALL_WARDS,
    NO_ORGANISATION,
    NO_WARD,
    OVERALL,
    Cell,
    Place,
    places_of,
)
from bot.surveys.results.guarding import Grid, GridCell, hide
from bot.surveys.results.hiding import hide_rows
from bot.surveys.suppression import suppress
from bot.surveys.tally import ENTITLED, FINISHED, Kind, Table

GROUP_MARK = "\n"  # between a ward and a residential group in a row's name


def tally_kinds(kinds: Mapping[tuple[Kind, bool], int]) -> Table:
    """Count who may answer and who handed in, of people who are alike together."""
    counts: Counter[Cell] = Counter()
    for ((ward, organisations), finished), count in kinds.items():
        for place in places_of(ward, organisations):
            counts[ENTITLED, place] += count
            counts[FINISHED, place] += count * finished
    places = frozenset({place for _, place in counts} | {OVERALL})
    counts.update({(what, OVERALL): 0 for what in (ENTITLED, FINISHED)})
    small = _find_small({place: counts[ENTITLED, place] for place in places})
    return Table(counts, {(what, p) for what in (ENTITLED, FINISHED) for p in small}, places)


def _find_small(roll: Mapping[Place, int]) -> set[Place]:
    """Return the places to hide: whole wards and organisations first, then where these cross.

    Hidden too is an organisation that all but few are in. A member of several counts in each; that
    they add up is only what a reader may think, so they are guarded as if they did.
    """
    wards = {w: n for (w, o), n in roll.items() if o == ALL_ORGANISATIONS and w != ALL_WARDS}
    columns = {str(o): n for (w, o), n in roll.items() if w == ALL_WARDS and o >= NO_ORGANISATION}
    if 0 < roll[OVERALL] < FEWEST:
        return set(roll)
    shut_wards = {ward for ward, _ in hide_rows(wards)}
    shut_columns = {one for one, _ in hide_rows(columns)}
    shut_columns |= {one for one, n in columns.items() if 0 < roll[OVERALL] - n < FEWEST}
    if len(shut_columns) == 1:
        shut_columns = set(columns)
    grid = {(ward, one): roll.get((ward, int(one)), 0) for ward in wards for one in columns}
    narrow = {one: columns[one] for one in shut_columns}
    shut = hide_crossings(grid, wards, sorted(columns), shut_wards, narrow)
    hidden = {(ward, int(one)) for ward, one in shut}
    hidden |= {(ward, ALL_ORGANISATIONS) for ward in shut_wards}
    return hidden | {(ALL_WARDS, int(one)) for one in shut_columns}


def hide_crossings(
    grid: Grid,
    rows: Mapping[str, int],
    columns: Sequence[str],
    shut: Collection[str],
    narrow: Mapping[str, int],
) -> set[GridCell]:
    """Return the cells to hide where rows of a known size cross organisations.

    Hidden are all cells of rows that are `shut` and of columns that are `narrow`, which say how
    many people they hold, and what all but few of a row are in.
    """
    hidden = {
        (row, one)
        for (row, one), n in grid.items()
        if row in shut or one in narrow or 0 < rows[row] - n < FEWEST
    }
    if 2 * sum(0 < n < FEWEST for n in grid.values()) > sum(n > 0 for n in grid.values()):
        return set(grid)  # most are small: what little is left tells nobody anything
    if len(rows) > 1 and len(columns) > 1:
        return hide(grid, sorted(rows), columns, already=hidden, narrow=narrow)
    return hidden


def tally_groups(lines: Mapping[tuple[str, str, bool], int], turnout: Table) -> Table:
    """Count who may answer and who handed in by residential group, from (ward, group, handed in).

    The wards' own numbers are told in `turnout`. So where one group is small another of its ward
    is hidden too, and where a ward is hidden its groups are. A row is a ward and a group.
    """
    counts: Counter[Cell] = Counter()
    wards: dict[str, set[Place]] = {}
    for (ward, group, finished), count in lines.items():
        place = f"{ward}{GROUP_MARK}{group}", ALL_ORGANISATIONS
        wards.setdefault(ward or NO_WARD, set()).add(place)
        counts[ENTITLED, place] += count
        counts[FINISHED, place] += count * finished
    hidden: set[Place] = set()
    for ward, groups in wards.items():
        whole = ENTITLED, (ward, ALL_ORGANISATIONS)
        roll = {(ENTITLED, one): counts[ENTITLED, one] for one in groups}
        roll[whole] = sum(roll.values())
        small = suppress(roll, [(*((ENTITLED, one) for one in sorted(groups)), whole)])
        is_secret = whole in small or whole in turnout.hidden
        hidden |= groups if is_secret else {place for _, place in small}
    places = frozenset(place for groups in wards.values() for place in groups)
    return Table(counts, {(w, p) for w in (ENTITLED, FINISHED) for p in hidden}, places)
