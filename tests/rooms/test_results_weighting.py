"""Weights: cases reckoned by hand, margins that are met, and nothing told that is hidden."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.surveys.results.raking import CAP, rake
from bot.surveys.results.weighting import tell_weighted, weigh
from bot.surveys.sheets import write_workbook
from tests.kit.waves import Wards, make_results


def test_two_wards_are_weighed_as_by_hand() -> None:
    raking = rake({("a",): 50, ("b",): 50}, [{"a": 300, "b": 100}])
    assert raking.weights == pytest.approx({("a",): 1.5, ("b",): 0.5})
    assert raking.design_effect == pytest.approx(1.25)  # 100 * (50*2.25 + 50*0.25) / 100²
    assert raking.effective == pytest.approx(80)
    assert raking.error_of() == pytest.approx(0.10957, abs=1e-4)  # 1.96 * sqrt(.25 / 80)
    assert raking.has_converged


def test_equal_weights_cost_nothing() -> None:
    raking = rake({("a",): 10, ("b",): 30}, [{"a": 100, "b": 300}])
    assert (raking.design_effect, raking.rounds) == (pytest.approx(1), 0)


def test_what_cannot_be_met_is_said() -> None:
    raking = rake({("a",): 98, ("b",): 2}, [{"a": 50, "b": 50, "c": 9, "d": 0}])
    assert raking.weights["b",] == CAP
    assert not raking.has_converged
    assert raking.nobody == ((0, "c"),)
    with pytest.raises(ValueError, match="margin 0 knows nobody in a"):
        rake({("a",): 1}, [{"b": 1}])


KINDS = [(ward, age) for ward in "abc" for age in "xy"]


@given(
    st.lists(st.integers(5, 60), min_size=6, max_size=6),
    st.lists(st.integers(50, 100), min_size=3, max_size=3),
    st.lists(st.integers(50, 100), min_size=2, max_size=2),
)
def test_margins_are_met_once_it_converges(
    people: list[int], wards: list[int], ages: list[int]
) -> None:
    margins = [dict(zip("abc", wards, strict=True)), dict(zip("xy", ages, strict=True))]
    counts = dict(zip(KINDS, people, strict=True))
    raking = rake(counts, margins, cap=1e9)
    assert raking.has_converged
    total = sum(people)
    for place, margin in enumerate(margins):
        for row, wanted in margin.items():
            stands = sum(n * raking.weights[k] for k, n in counts.items() if k[place] == row)
            assert stands / total == pytest.approx(wanted / sum(margin.values()), rel=1e-5)
    assert raking.design_effect >= 1 - 1e-9


def test_weighted_shares_are_told_beside_plain_ones_with_what_they_are_worth() -> None:
    results = make_results({"A": (300, 40, 10), "B": (100, 10, 40), "C": (50, 0, 0)})
    told = tell_weighted(results, "vi")
    assert "hiệu ứng thiết kế 1,2; như 80 người trả lời ngẫu nhiên; sai số ±11 điểm" in told
    assert told.startswith("Khảo sát thử\n")
    assert "không thay cho phiếu lấy ý kiến chính thức" in told
    assert ": 65% (chưa cân: 50%)" in told  # 1.5 * 40 + 0.5 * 10 of 100
    assert "chưa có ai trả lời: phường C." in told


def test_official_types_are_counted_and_never_weighted() -> None:
    results = make_results({"A": (300, 40, 10), "B": (100, 10, 40)})
    results.survey.type = "opinion"
    assert weigh(results).raking is None
    told = tell_weighted(results, "vi")
    assert "số hộ thật theo quy định" in told
    assert "65%" not in told


def test_the_workbook_has_the_weighted_shares_in_a_sheet() -> None:
    results = make_results({"A": (300, 40, 10), "B": (100, 10, 40)})
    book = load_workbook(BytesIO(write_workbook(results)))
    rows = list(book["Cân theo danh sách"].iter_rows(values_only=True))
    assert rows[0][0].startswith("Cân theo danh sách: hiệu ứng thiết kế 1,2")
    assert rows[3] == ("Chọn một", "Cam", 0.65)
    few = make_results({"A": (100, 10, 10)})
    assert "Cân theo danh sách" not in load_workbook(BytesIO(write_workbook(few))).sheetnames


def test_a_share_with_a_hidden_cell_is_hidden_whatever_the_weights() -> None:
    """Here the weighted share in whole percents would give the hidden 3 away."""
    results = make_results({"A": (4000, 3, 37), "B": (600, 20, 40)})
    first = results.questions[0].categories[0].code
    assert results.questions[0].table.at(first, ("A", -1)).is_hidden
    assert weigh(results).share(results.questions[0], first) is None
    assert ": ẩn (chưa cân: 23%)" in tell_weighted(results, "vi")


@pytest.mark.parametrize(
    ("wards", "why"),
    [
        ({"A": (100, 10, 10)}, "dưới 30 người"),
        ({"A": (100, 40, 40), "B": (3, 1, 1), "C": (90, 20, 20)}, "được ẩn"),
    ],
)
def test_it_is_said_why_there_are_no_weights(wards: Wards, why: str) -> None:
    assert why in tell_weighted(make_results(wards), "vi")
