"""What people wrote: frequent words of two syllables, texts nearly alike once, opposites never."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.surveys.results.searching import find_written
from bot.surveys.results.texts import Alike, find_frequent, fold_near
from bot.words import fold

LONG = "tôi rất mong phường sớm sửa lại đèn đường và vỉa hè ở ngõ nhà chúng tôi trước Tết"


def test_pairs_of_syllables_are_counted_by_people_with_and_without_marks() -> None:
    texts = [
        *["Đèn đường hỏng, đèn đường tối!"] * 3,  # twice by one person is once
        *["den duong hong"] * 2,
        *["Chợ đông"] * 4,
        "chợ bẩn",
        "rác",
    ]
    assert find_frequent(texts) == [
        ("chợ", 5),
        ("đèn đường", 5),
        ("đường hỏng", 5),
    ]


def test_empty_words_and_words_of_few_are_not_told() -> None:
    assert find_frequent(["cho và là của những"] * 9) == []
    assert find_frequent(["rác"] * 4) == []
    assert find_frequent(["y tế"] * 5) == [("y tế", 5)]
    assert find_frequent(["rác, đèn"] * 5) == [("đèn", 5), ("rác", 5)]  # no pair over a comma


def test_words_with_other_marks_are_other_words_and_plain_ones_are_the_most_frequent() -> None:
    texts = ["cống"] * 6 + ["cồng"] * 5 + ["cong"] * 2
    assert find_frequent(texts) == [("cống", 8), ("cồng", 5)]


def test_a_syllable_that_stands_alone_as_well_is_told_beside_its_pair() -> None:
    assert find_frequent(["đèn đường"] * 5 + ["đèn"] * 5) == [("đèn", 10), ("đèn đường", 5)]


def test_texts_nearly_alike_are_one_under_the_most_frequent() -> None:
    assert fold_near([(LONG, 3), (LONG + " ạ", 2), ("rác nhiều", 4)]) == [
        Alike(LONG, 5, 2),
        Alike("rác nhiều", 4, 1),
    ]


@pytest.mark.parametrize(
    "other",
    [
        LONG.replace("rất", "không"),
        LONG + " 2027",
        LONG[:30],
    ],
)
def test_texts_that_deny_or_count_otherwise_or_are_shorter_stay_apart(other: str) -> None:
    assert len(fold_near([(LONG, 1), (other, 1)])) == 2


def test_texts_beyond_the_bound_stand_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.surveys.results.texts.MOST_COMPARED", 2)
    near = [(LONG, 3), (LONG + " ạ", 2), (LONG + " nha", 1)]
    assert [one.people for one in fold_near(near)] == [5, 1]


def parts_of(text: str) -> set[str]:
    plain = f" {fold(text)} "
    return {plain[at : at + 3] for at in range(len(plain) - 2)}


@given(st.lists(st.text("abcd ", min_size=12, max_size=24).filter(fold), min_size=2, max_size=6))
def test_all_are_kept_and_two_are_one_just_when_a_plain_comparison_says_so(
    texts: list[str],
) -> None:
    found = fold_near([(text, 1) for text in texts])
    assert sum(one.people for one in found) == len(texts)
    kept: list[str] = []
    for text in texts:
        parts = parts_of(text)
        if not any(len(parts & parts_of(one)) >= 0.8 * len(parts | parts_of(one)) for one in kept):
            kept.append(text)
    assert [one.text for one in found if one.text in kept] == [one.text for one in found]
    assert len(found) == len(kept)


def test_texts_are_found_by_words_with_or_without_marks() -> None:
    texts = ["Đèn đường hỏng", "den duong hong!", "Sửa đường đi", "Chợ bẩn", "Đường có đèn"]
    assert find_written(texts, "den duong") == [("Đèn đường hỏng", 2), ("Đường có đèn", 1)]
    assert find_written(texts, "ĐƯỜNG sua") == [("Sửa đường đi", 1)]
    assert find_written(texts, "ường") == []
    assert find_written(texts, " ") == []
