"""An attack on what is published: every table at once, and two moments of it, with a solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations, product

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from bot.segments import FEWEST
from bot.surveys.forms import FormChoice, Question, QuestionKind, Wording
from bot.surveys.places import ALL_ORGANISATIONS, ALL_WARDS, OVERALL
from bot.surveys.results.crossing import QuestionTally, tally_question
from bot.surveys.tally import Entry, Table
from tests.kit.solver import System

FRUIT = tuple(FormChoice(w, Wording(w)) for w in ("cam", "quyt", "buoi"))
ONE = Question("q", QuestionKind.ONE_CHOICE, Wording("?"), choices=FRUIT)
SOME = Question("q", QuestionKind.SEVERAL_CHOICES, Wording("?"), choices=FRUIT)
WARDS = ("w1", "w2", "w3")
MEMBERSHIPS = ((), (1,), (2,), (1, 2))
AGES = ("trẻ", "già")
SAID = (frozenset({"cam"}), frozenset({"quyt"}), frozenset({"buoi"}), frozenset({"declined"}))
TICKED = (*SAID, frozenset({"cam", "quyt"}), frozenset({"quyt", "buoi"}), frozenset[str]())
EXAMPLES = 15  # each is some hundred linear programs
EVERY = (  # what somebody who ticks could have ticked
    frozenset[str](),
    frozenset({"declined"}),
    *(frozenset(c) for n in (1, 2, 3) for c in combinations(("cam", "quyt", "buoi"), n)),
)
Person = tuple[str, tuple[int, ...], str, frozenset[str]]
Crowd = list[tuple[Person, int]]
BOUND: Crowd = [  # all of w3 ticked something, and two of three are told: the third is bounded
    (("w1", (), "già", frozenset({"cam"})), 43),
    (("w2", (), "già", frozenset({"cam"})), 18),
    (("w2", (), "già", frozenset({"buoi"})), 12),
    (("w3", (), "già", frozenset({"quyt"})), 36),
    (("w3", (), "già", frozenset({"cam"})), 38),
    (("w3", (), "già", frozenset({"buoi"})), 26),
    (("w1", (), "già", frozenset({"buoi", "quyt"})), 3),
]

crowds = st.lists(
    st.tuples(
        st.tuples(
            st.sampled_from(WARDS),
            st.sampled_from(MEMBERSHIPS),
            st.sampled_from(AGES),
            st.sampled_from(TICKED),
        ),
        st.one_of(st.integers(1, 6), st.integers(5, 40)),
    ),
    max_size=16,
)


def code(what: str) -> str:
    return what if what == "declined" else f"c-{what}"


def entry(person: Person, *, several: bool) -> Entry:
    ward, organisations, age, said = person
    if not said:
        return Entry(ward, organisations, {}, {"age": age})
    if said == {"declined"}:
        value: dict[str, object] = {"declined": True}
    else:
        value = {"choices": sorted(said)} if several else {"choice": min(said)}
    return Entry(ward, organisations, {"q": value}, {"age": age})


def settle(crowd: list[tuple[Person, int]], *, several: bool) -> list[Person]:
    """Return each person; of one choice, the first of what they would say."""
    return [
        (ward, ids, age, said if several else frozenset(sorted(said)[:1]))
        for (ward, ids, age, said), count in crowd
        for _ in range(count)
    ]


def eavesdrop(
    people: list[Person], tally: QuestionTally, said: tuple[frozenset[str], ...]
) -> System:
    """Return what is known to who reads all tables, and all turnout as exactly as can be."""
    kinds = [(w, m, a, s) for w, m, a, s in product(WARDS, MEMBERSHIPS, AGES, said)]
    system = System(kinds)
    sizes = Counter((ward, ids) for ward, ids, _, _ in people)
    for ward, ids in product(WARDS, MEMBERSHIPS):
        system.tell([k for k in kinds if k[:2] == (ward, ids)], sizes[ward, ids])
    for table, is_age in ((tally.table, False), (tally.by.get("age"), True)):
        for (what, place), count in table.counts.items() if table else ():
            if (what, place) not in table.hidden:
                terms = [k for k in kinds if counts_in(k, what, place, is_age=is_age)]
                assert sum(p in terms for p in people) == count  # an independent recount
                system.tell(terms, count)
    return system


def counts_in(kind: Person, what: str, place: tuple[str, int], *, is_age: bool) -> bool:
    ward, ids, age, said = kind
    if place != OVERALL and (is_age and place[0] != age):
        return False
    if place != OVERALL and not is_age:
        here = place[0] in (ward, ALL_WARDS)
        if not here or (place[1] != ALL_ORGANISATIONS and place[1] not in ids):
            return False
    match what:
        case "finished":
            return True
        case "unasked":
            return not said
        case "answered":
            return bool(said) and "declined" not in said
        case _:
            return what in {code(one) for one in said}


def find_leaks(people: list[Person], system: System) -> list[tuple[object, ...]]:
    """Return the small groups that are known exactly; rows that are known to be under 5, too.

    Groups are all that share a ward, an organisation or an age, or a ward and whether they are
    in an organisation: what tables and differences between them are about. That everybody in a
    whole row said the same is told, and so is what each part of that row said.
    """
    leaks: list[tuple[object, ...]] = []
    for (name, holds), what in product(groups(), ("cam", "quyt", "buoi", "declined", "")):
        members = [p for p in people if holds(p)]
        those = [p for p in members if (what in p[3] if what else not p[3])]
        count = len(those)
        if not 0 < count < FEWEST or find_unanimous(people, what).issuperset(those):
            continue
        mine = [k for k in system.unknowns if holds(k) and (what in k[3] if what else not k[3])]
        most, enough = system.most(mine), min(FEWEST, len(members))
        is_row = name[1] is None  # where rows of two tables cross, others may leave few over
        if (is_row and most < enough) or (most == count and system.least(mine) == count):
            leaks.append((name, what, count, most))
    return leaks


def find_unanimous(people: list[Person], what: str) -> set[Person]:
    """Return of whom it is told because a whole row said it."""
    given: set[Person] = set()
    for (ward, inside, age), holds in groups():
        members = [p for p in people if holds(p)]
        if (ward, inside, age).count(None) >= 2 and all(
            (what in p[3]) if what else not p[3] for p in members
        ):
            given |= set(members)
    return given


def groups() -> Iterator[tuple[tuple[object, ...], Callable[[Person], bool]]]:
    sides = [None, *product((1, 2), (True, False))]
    for ward, inside, age in product((None, *WARDS), sides, (None, *AGES)):
        if age is None or (ward is None and inside is None):
            yield (
                (ward, inside, age),
                lambda k, w=ward, i=inside, a=age: (
                    w in (None, k[0])
                    and a in (None, k[2])
                    and (i is None or (i[0] in k[1]) == i[1])
                ),
            )


@pytest.mark.parametrize("several", [False, True])
@example(crowd=BOUND)
@given(crowd=crowds)
@settings(max_examples=EXAMPLES, phases=(Phase.explicit, Phase.generate))
def test_no_small_group_can_be_reckoned_from_all_that_is_told(
    crowd: list[tuple[Person, int]], *, several: bool
) -> None:
    people = settle(crowd, several=several)
    said = EVERY if several else (*SAID, frozenset[str]())
    tally = tally_question(SOME if several else ONE, [entry(p, several=several) for p in people])
    assert find_leaks(people, eavesdrop(people, tally, said)) == []


def test_the_attack_finds_a_ward_that_is_all_but_one_of_an_organisation() -> None:
    people = [("w1", (1,), "già", SAID[0])] * 9 + [("w1", (), "già", SAID[1])]
    people += [("w1", (1,), "già", SAID[1])] * 9 + [("w2", (), "già", SAID[0])] * 20
    people += [("w2", (), "già", SAID[1])] * 20
    entries = [entry(p, several=False) for p in people]
    tally = tally_question(ONE, entries)
    assert tally.withheld == ("organisation",)
    careless = Table(tally.table.counts, set(), tally.table.places)
    told = QuestionTally(ONE, tally.categories, careless, {}, (), None)
    assert find_leaks(people, eavesdrop(people, told, SAID)) != []
    assert find_leaks(people, eavesdrop(people, tally, SAID)) == []
