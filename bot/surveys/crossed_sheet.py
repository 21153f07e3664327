"""Room: sheets of a workbook: answers by age, sex and channel, turnout by residential group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from bot.surveys.places import OVERALL, Place
from bot.surveys.results import Results
from bot.surveys.results.crossed import CHANNEL, name_row
from bot.surveys.results.crossing import QuestionTally
from bot.surveys.results.turnout import GROUP_MARK
from bot.surveys.summary import write_count
from bot.surveys.tally import ENTITLED, FINISHED, Count, Table
from bot.text import say

LOCALE = "vi"
LAST = 10**6  # behind every number of a group
Value = str | int | float
Row = Sequence[Value]


class Heads(tuple[Value, ...]):
    """Hold a row that names a question or columns; it is shown as such."""

    __slots__ = ()


def write_crossed(tally: QuestionTally) -> Iterator[Row]:
    """Yield one question by age, by sex, by how it was handed in; not where all are alike."""
    for by, table in tally.by.items():
        rows = sorted(table.places - {OVERALL})
        if len(rows) > 1:
            shares = [h for c in tally.categories for h in (c.label.vi, _say("share"))]
            yield Heads([tally.question.text.vi])
            yield Heads([_heading(by), _say("finished"), *shares])
            yield from (_row(tally, table, by, place) for place in rows)
            yield []


def _row(tally: QuestionTally, table: Table, by: str, place: Place) -> Row:
    row: list[Value] = [name_row(by, place[0], LOCALE), cell_of(table.at(FINISHED, place))]
    for category in tally.categories:
        row.append(cell_of(table.at(category.code, place)))
        row.append(share_of(table.share(category.code, FINISHED, place)))
    return row


def write_groups(results: Results) -> Iterator[Row]:
    """Yield turnout by residential group, where any is known: told organisations, then all."""
    groups, crossed = results.groups, results.crossed
    if not groups or not crossed or not any(_group_of(row) for row, _ in groups.places):
        return
    heads = ("ward", "group", "organisation", "entitled", "finished", "share")
    yield Heads(_say(name) for name in heads)
    inside: dict[str, list[Place]] = defaultdict(list)
    for place in crossed.places:
        if not crossed.at(ENTITLED, place).is_hidden:  # most are, where groups are small
            inside[place[0]].append(place)
    for whole in sorted(groups.places, key=lambda place: _order(results, place[0])):
        names = {p: results.name_organisation(p[1], LOCALE) for p in inside[whole[0]]}
        for place in sorted(names, key=names.__getitem__):
            yield _group_row(results, crossed, place, names[place])
        yield _group_row(results, groups, whole, _say("all-organisations"))


def _group_of(row: str) -> str:
    return row.partition(GROUP_MARK)[2]


def _order(results: Results, row: str) -> tuple[str, int, str]:
    """Order groups by ward, then by number, names and unknown ones behind."""
    group = _group_of(row)
    number = int(group) if group.isdecimal() else LAST
    return results.name_ward(row.partition(GROUP_MARK)[0], LOCALE), number, group or "~"


def _group_row(results: Results, table: Table, place: Place, organisation: str) -> Row:
    ward, _, group = place[0].partition(GROUP_MARK)
    return [
        results.name_ward(ward, LOCALE),
        group or _say("no-group"),
        organisation,
        cell_of(table.at(ENTITLED, place)),
        cell_of(table.at(FINISHED, place)),
        share_of(table.share(FINISHED, ENTITLED, place)),
    ]


def cell_of(count: Count) -> Value:
    """Return a number, or the word for a hidden one."""
    return count.value if count.value is not None else write_count(count, LOCALE)


def share_of(share: float | None) -> Value:
    """Return a share, or nothing."""
    return float(share) if share is not None else ""


def _heading(by: str) -> str:
    return name_row(by, "other", LOCALE) if by == CHANNEL else say(LOCALE, f"results-by-{by}")


def _say(name: str) -> str:
    return say(LOCALE, f"survey-sheet-{name}")
