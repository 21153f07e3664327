"""Room: turnout by ward, residential group and organisation at once.

Everything that turnout tells otherwise is taken for known: a ward by its organisations, a ward by
its groups. So each ward is judged alone, as a table of groups and organisations with its totals.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from bot.surveys.places import ALL_ORGANISATIONS, NO_ORGANISATION, Cell, Place
from bot.surveys.results.turnout import GROUP_MARK, hide_crossings
from bot.surveys.tally import ENTITLED, FINISHED, Kind, Table

Line = tuple[Kind, str, bool]  # where it counts, residential group, handed in


def tally_crossed(lines: Mapping[Line, int], turnout: Table, groups: Table) -> Table:
    """Count who may answer and who handed in by all three; a row is a ward and a group.

    A member of several organisations counts in each. What is hidden in `turnout` or `groups` is
    hidden here in all its parts.
    """
    counts: Counter[Cell] = Counter()
    wards: dict[str, set[Place]] = defaultdict(set)
    for ((ward, organisations), group, finished), count in lines.items():
        for one in organisations or (NO_ORGANISATION,):
            place = f"{ward or ''}{GROUP_MARK}{group}", one
            wards[ward or ""].add(place)
            counts[ENTITLED, place] += count
            counts[FINISHED, place] += count * finished
    hidden: set[Place] = set()
    for ward, places in wards.items():
        roll = {place: counts[ENTITLED, place] for place in places}
        hidden |= _find_small(ward, roll, turnout, groups)
    every = frozenset(place for places in wards.values() for place in places)
    return Table(counts, {(what, p) for what in (ENTITLED, FINISHED) for p in hidden}, every)


def _find_small(ward: str, roll: Mapping[Place, int], turnout: Table, groups: Table) -> set[Place]:
    """Return the places of one ward to hide."""
    if (ENTITLED, (ward, ALL_ORGANISATIONS)) in turnout.hidden:
        return set(roll)
    wholes = {row: (ENTITLED, (row, ALL_ORGANISATIONS)) for row, _ in roll}
    columns = {str(one): (ENTITLED, (ward, one)) for _, one in roll}
    grid = {(row, one): roll.get((row, int(one)), 0) for row in wholes for one in columns}
    shut = hide_crossings(
        grid,
        {row: groups.counts[cell] for row, cell in wholes.items()},
        sorted(columns),
        {row for row, cell in wholes.items() if cell in groups.hidden},
        {one: turnout.counts[cell] for one, cell in columns.items() if cell in turnout.hidden},
    )
    return {place for place in roll if (place[0], str(place[1])) in shut}
