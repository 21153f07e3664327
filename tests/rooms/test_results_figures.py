"""Means, quartiles and folded texts, against cases reckoned by hand."""

from __future__ import annotations

from collections import Counter
from statistics import mean

from hypothesis import given
from hypothesis import strategies as st

from bot.surveys.results.figures import find_figures
from bot.surveys.results.wordings import fold_texts


def figures_of(numbers: list[int]):
    weights = Counter(numbers)
    values = [{"number": n} for n in weights]
    return find_figures(values, {at: weights[v["number"]] for at, v in enumerate(values)})


def test_quartiles_are_numbers_that_were_given() -> None:
    found = figures_of([1] * 5 + [2] * 5 + [3] * 5 + [10] * 5)
    assert found is not None
    assert (found.mean, found.quartiles) == (4, (1, 2, 3))


def test_few_numbers_have_no_quartiles_and_fewer_no_mean() -> None:
    nineteen = figures_of(list(range(19)))
    assert nineteen is not None
    assert (nineteen.people, nineteen.mean, nineteen.quartiles) == (19, 9, None)
    assert figures_of([1, 2, 3, 4]) is None


@given(st.lists(st.integers(-50, 50), min_size=20, max_size=60))
def test_so_many_are_at_or_below_a_quartile_and_fewer_below(
    numbers: list[int],
) -> None:
    found = figures_of(numbers)
    assert found is not None
    assert found.quartiles is not None
    assert abs(found.mean - mean(numbers)) < 1e-9
    for share, value in zip((0.25, 0.5, 0.75), found.quartiles, strict=True):
        assert sum(n <= value for n in numbers) >= share * len(numbers)
        assert sum(n < value for n in numbers) < share * len(numbers)


def test_texts_that_read_the_same_are_told_once_as_they_are_best_written() -> None:
    texts = ["den duong hong", "Đèn đường hỏng!", "ĐÈN ĐƯỜNG  HỎNG", "rác nhiều", "👍"]
    assert fold_texts(texts) == [("Đèn đường hỏng!", 3), ("rác nhiều", 1), ("👍", 1)]
