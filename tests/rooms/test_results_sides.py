"""The sides of an organisation, told one after another, are as if split anew."""

from __future__ import annotations

from random import Random

from bot.surveys.results.guarding import Chains
from bot.surveys.results.sides import Sides, split


def test_telling_one_organisation_after_another_is_splitting_anew() -> None:
    dice = Random(5)
    people = {
        (ward, ids): (dice.randrange(6), dice.randrange(6))
        for ward in ("w1", "w2", "w3")
        for ids in ((), (1,), (2,), (1, 2), (1, 3), (2, 3), (1, 2, 3))
    }
    sides = split(people, 1, ())
    for number, told in ((2, {2}), (3, {2, 3})):
        theirs = {kind: said for kind, said in people.items() if number in kind[1]}
        sides = sides.tell(number, theirs)
        assert _filled(sides) == _filled(split(people, 1, told))


def test_a_chain_leaves_the_room_of_a_table_as_it_was() -> None:
    grid = {("a", "x"): 3, ("a", "y"): 9, ("b", "x"): 9, ("b", "y"): 2}
    chains = Chains(grid)
    chains.open(grid)
    assert [chains.measure(("a", "x"), 5, grows=True) for _ in range(2)] == [5, 5]
    assert chains.measure(("a", "y"), 5, grows=True) == 2
    assert chains.measure(("a", "x"), 5, grows=False) == 2


def _filled(sides: Sides) -> dict[object, object]:
    return {
        (half, rest): counts
        for half, rests in sides.halves.items()
        for rest, counts in rests.items()
        if any(counts)
    }
