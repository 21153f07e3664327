"""Counting and coarsening; that what is hidden stays hidden is in test_results_attack.py."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.segments import FEWEST
from bot.surveys.forms import FormChoice, Question, QuestionKind, Wording
from bot.surveys.places import ALL_ORGANISATIONS, ALL_WARDS, OVERALL
from bot.surveys.results.crossing import ANSWERED, QuestionTally, tally_question
from bot.surveys.strata import NOWHERE, coarsen
from bot.surveys.tally import FINISHED, Entry

FRUIT = tuple(FormChoice(w, Wording(w)) for w in ("cam", "quyt", "buoi"))
ONE = Question("q", QuestionKind.ONE_CHOICE, Wording("?"), choices=FRUIT)
SOME = Question("q", QuestionKind.SEVERAL_CHOICES, Wording("?"), choices=FRUIT)
WORDS = Question("q", QuestionKind.TEXT, Wording("?"))
NUMBER = Question("q", QuestionKind.NUMBER, Wording("?"), least=0, most=5)


def entry(choice: str, ward: str | None = "w1", *organisations: int) -> Entry:
    value = {"choice": choice} if choice else {"declined": True}
    return Entry(ward, organisations, {"q": value})


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["w1", "w2", "w3", None]), st.sampled_from([(), (1,), (2,), (1, 2)])
        ),
        max_size=60,
    )
)
def test_coarsened_cells_hold_five_or_more(
    strata: list[tuple[str | None, tuple[int, ...]]],
) -> None:
    cells = coarsen(strata)
    assert len(cells) == len(strata)
    sizes = Counter(cells)
    assert all(size >= FEWEST for size in sizes.values()) or set(sizes) == {NOWHERE}
    for before, after in zip(strata, cells, strict=True):
        assert after in (before, (before[0], ()), NOWHERE)


def test_a_cell_of_five_keeps_its_place_and_a_smaller_one_loses_its_organisation_first() -> None:
    strata = [("w1", (1,))] * 5 + [("w1", (2,))] * 3 + [("w1", (3,))] * 2 + [("w2", (1,))]
    cells = Counter(coarsen(strata))
    assert cells == {("w1", (1,)): 5, NOWHERE: 6}


def count(tally: QuestionTally, code: str, place: tuple[str, int] = OVERALL) -> int | None:
    return tally.table.at(code, place).value


def test_a_member_of_two_organisations_counts_in_each_and_once_in_the_total() -> None:
    entries = [entry("cam", "w1", 1, 2) for _ in range(6)] + [entry("quyt", "w1", 1)] * 7
    tally = tally_question(ONE, entries)
    assert count(tally, FINISHED, (ALL_WARDS, 1)) == 13
    assert count(tally, FINISHED, (ALL_WARDS, 2)) == 6
    assert count(tally, FINISHED, ("w1", ALL_ORGANISATIONS)) == 13
    assert count(tally, FINISHED, (ALL_WARDS, ALL_ORGANISATIONS)) == 13


def test_shares_are_over_all_who_handed_in() -> None:
    entries = [entry("cam")] * 10 + [entry("quyt")] * 20 + [entry("")] * 10
    tally = tally_question(ONE, entries)
    assert tally.table.share("c-cam", FINISHED) == 0.25
    assert count(tally, "declined") == 10
    assert tally.table.share("c-cam", ANSWERED) == 10 / 30


def test_several_choices_each_count() -> None:
    both = Entry("w1", (), {"q": {"choices": ["cam", "quyt"]}})
    tally = tally_question(SOME, [both] * 6)
    assert (count(tally, "c-cam"), count(tally, "c-quyt")) == (6, 6)
    assert count(tally, "c-buoi") == 0


def test_words_of_fewer_than_five_people_are_not_shown() -> None:
    entries = [Entry("w1", (), {"q": {"text": f"ý {n}"}}) for n in range(5)]
    whole = tally_question(WORDS, entries)
    assert sorted(whole.texts) == [f"ý {n}" for n in range(5)]
    assert tally_question(WORDS, entries[:4]).texts == ()


def test_numbers_are_counted_one_by_one_with_their_mean() -> None:
    entries = [Entry("w1", (), {"q": {"number": n}}) for n in [0] * 5 + [4] * 5]
    tally = tally_question(NUMBER, entries)
    assert [c.label.vi for c in tally.categories][:6] == ["0", "1", "2", "3", "4", "5"]
    assert count(tally, "n-4") == 5
    assert tally.mean == 2
