"""Two waves: differences reckoned by hand, chance said in words, nothing told that is hidden."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.surveys.results.comparing import find_change, tell_comparison
from tests.kit.waves import make_results


def test_a_difference_is_told_in_points_with_what_chance_may_do() -> None:
    before = make_results({"A": (300, 50, 50)}, "w1")
    after = make_results({"A": (300, 70, 30)}, "w2")
    code = before.questions[0].categories[0].code
    change = find_change(before.questions[0], after.questions[0], code)
    assert change is not None
    assert change.difference == pytest.approx(0.2)
    # by hand: 1.96 * sqrt((51 * 51 + 71 * 31) / 102³) = 1.96 * sqrt(0.004525)
    assert change.margin == pytest.approx(0.13184, abs=1e-4)
    told = tell_comparison(before, after, "vi")
    assert "w1 (100 người đã gửi) và w2 (100 người đã gửi)" in told
    assert "- Cam: 50% → 70% (+20 điểm, sai số ±13,2: hơn mức ngẫu nhiên)" in told
    assert "- Quýt: 50% → 30% (−20 điểm" in told
    assert "Đợt trước hỏi" not in told
    assert told.endswith("không thay cho phiếu lấy ý kiến chính thức.")
    english = tell_comparison(after, make_results({"A": (300, 66, 34)}, "w3"), "en")
    assert "70% → 66% (−4 points, margin ±12.8: chance alone may do this)" in english


def test_a_share_of_nobody_has_a_margin_too_and_few_people_have_none() -> None:
    none, few = make_results({"A": (100, 0, 40)}), make_results({"A": (100, 10, 10)})
    code = none.questions[0].categories[0].code
    change = find_change(none.questions[0], none.questions[0], code)
    assert change is not None
    assert change.margin is not None
    assert change.margin > 0.05
    assert "dưới 30 người gửi nên không tính sai số" in tell_comparison(none, few, "vi")


def test_what_is_hidden_in_one_wave_is_hidden_in_the_comparison() -> None:
    small = make_results({"A": (100, 3, 57)})
    told = tell_comparison(make_results({"A": (100, 30, 30)}), small, "vi")
    assert "- Cam: ẩn" in told
    assert "5%" not in told.replace("50%", "")


def test_questions_that_differ_are_named_and_others_words_are_told() -> None:
    before = make_results({"A": (100, 30, 30)})
    after = make_results({"A": (100, 30, 30)}, words="Chọn lại")
    assert "Đợt trước hỏi: Chọn một" in tell_comparison(before, after, "vi")
    tally = after.questions[0]
    fewer = replace(after, questions=(replace(tally, categories=tally.categories[1:]),))
    told = tell_comparison(before, fewer, "vi")
    assert "các lựa chọn khác nhau: one." in told
    assert "Cam" not in told
    sealed = replace(after, questions=())
    assert "có đợt chưa công bố" in tell_comparison(before, sealed, "vi")
