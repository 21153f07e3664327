"""Which words stop us, and where: the table of the rule, and words that only look like it."""

from __future__ import annotations

import unicodedata

import pytest

from bot.members import Effect, Place, place_of, understand

IDLE, TALK, GUARDED = Place.IDLE, Place.TALK, Place.GUARDED
STOP, ASK, CANCEL, NONE = Effect.STOP, Effect.ASK, Effect.CANCEL, Effect.NONE

TABLE = [
    # text, idle, talk, guarded
    ("DỪNG", STOP, STOP, STOP),
    ("dừng", STOP, STOP, STOP),
    (" Dừng. ", STOP, STOP, STOP),
    ("dừng ạ", STOP, STOP, STOP),
    (unicodedata.normalize("NFD", "Dừng"), STOP, STOP, STOP),
    ("STOP", STOP, STOP, STOP),
    ("stop!", STOP, STOP, STOP),
    ("duwngf", STOP, STOP, STOP),
    ("dung", STOP, STOP, ASK),
    ("Dung", STOP, STOP, ASK),
    ("DUNG ạ", STOP, STOP, ASK),
    ("huy", STOP, CANCEL, ASK),
    ("HỦY", STOP, CANCEL, CANCEL),
    ("huỷ", STOP, CANCEL, CANCEL),
    ("tu choi", STOP, STOP, ASK),
    ("Từ chối", STOP, STOP, ASK),
    ("cancel", NONE, CANCEL, CANCEL),
    ("ngừng nhận tin", STOP, STOP, STOP),
    ("dung nhan tin", STOP, STOP, STOP),
    ("đừng nhận tin", NONE, NONE, NONE),
    ("đúng", NONE, NONE, NONE),
    ("Đúng", NONE, NONE, NONE),
    ("Dũng", NONE, NONE, NONE),
    ("dùng", NONE, NONE, NONE),
    ("đừng", NONE, NONE, NONE),
    ("dụng", NONE, NONE, NONE),
    ("đung", NONE, NONE, NONE),
    ("Dừng chân", NONE, NONE, NONE),
    ("Trần Thị Dung", NONE, NONE, NONE),
    ("Nguyễn Văn Huy", NONE, NONE, NONE),
    ("tôi từ chối trả lời câu này", NONE, NONE, NONE),
    ("non-stop", NONE, NONE, NONE),
    ("", NONE, NONE, NONE),
]


@pytest.mark.parametrize(("text", "idle", "talk", "guarded"), TABLE)
def test_a_word_acts_by_where_it_is_said(
    text: str, idle: Effect, talk: Effect, guarded: Effect
) -> None:
    assert [understand(text, place) for place in (IDLE, TALK, GUARDED)] == [idle, talk, guarded]


@pytest.mark.parametrize(
    ("text", "labels", "effect"),
    [
        ("Hủy", ["Gửi", "Hủy"], NONE),
        ("Từ chối", ["Đồng ý", "Từ chối"], NONE),
        ("tu choi", ["Đồng ý", "Từ chối"], ASK),
        ("Dừng", ["Tiếp tục", "Dừng"], STOP),
        ("dung", ["Đúng", "Sửa"], ASK),
    ],
)
def test_a_choice_typed_as_it_reads_is_that_choice_save_for_dung(
    text: str, labels: list[str], effect: Effect
) -> None:
    assert understand(text, GUARDED, labels=labels) is effect


@pytest.mark.parametrize(
    ("step", "meanings", "place"),
    [
        (None, [], IDLE),
        (None, ["Tham gia", "Nhờ gọi lại"], IDLE),
        ("register.ward", [], TALK),
        ("register.name", ["Quay lại"], GUARDED),
        ("survey.answer", ["Có", "Không"], GUARDED),
        ("register.summary", ["Đúng", "Sửa"], GUARDED),
        (None, ["Đồng ý", "Từ chối"], GUARDED),
    ],
)
def test_a_step_that_awaits_a_name_or_a_confirmation_is_guarded(
    step: str | None, meanings: list[str], place: Place
) -> None:
    assert place_of(step, meanings) is place


def test_a_broadcasts_choices_guard_only_words_of_their_own_letters() -> None:
    assert place_of(None, [], offered=["Có", "Không"]) is IDLE
    assert place_of("survey.answer", [], offered=["Đồng ý", "Từ chối"]) is GUARDED
