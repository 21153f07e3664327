"""XLSForm: the standard's documented cases as files, faults at their cells, the way back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.surveys.forms import Form, QuestionKind, Wording
from bot.surveys.rehearsing import rehearse
from bot.surveys.standing import VOID
from bot.xlsforms import read_xlsform, write_xlsform
from bot.xlsforms.wordings import without_styles
from tests.kit.xlsforms import write_book

K = QuestionKind
HEAD = "type | name | label\n"
YN = "list_name | name | label\nyn | yes | Có\nyn | no | Không\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "form.xlsx"


def read(path: Path, survey: str, choices: str = "", **settings: str) -> Form:
    return read_xlsform(write_book(path, survey, choices, settings)).form


# xlsform.org, "Question types"
TYPES = (
    HEAD
    + """
note | hello | Xin chào
integer | age | Bao nhiêu tuổi?
decimal | weight | Nặng bao nhiêu?
text | name | Tên gì?
select_one yn | ok | Đồng ý không?
select_multiple yn | which | Những gì?
rank yn | order | Xếp thứ tự
date | born | Sinh ngày nào?
geopoint | where | Ở đâu?
image | shot | Chụp ảnh
acknowledge | rules | Nội quy
calculate | twice |
start | begun |
deviceid | phone |
"""
)


def test_each_type_of_the_standard_has_its_kind(path: Path) -> None:
    text = TYPES.replace("label\n", "label | calculation\n", 1).replace(
        "calculate | twice |", "calculate | twice | | ${age} * 2"
    )
    reading = read_xlsform(write_book(path, text, YN))
    assert [one.kind for one in reading.form.questions] == [
        *(K.NOTE, K.NUMBER, K.NUMBER, K.TEXT, K.ONE_CHOICE, K.SEVERAL_CHOICES, K.RANK),
        *(K.DATE, K.PLACE, K.IMAGE, K.ACKNOWLEDGE, K.CALCULATE),
    ]
    assert [one.whole for one in reading.form.questions[1:3]] == [True, False]
    told = [(one.code, one.row) for one in reading.warnings]
    assert told == [
        *(("place-in-words", 10), ("image-in-words", 11)),
        *(("type-metadata", 14), ("type-metadata", 15)),
    ]
    assert str(reading.warnings[0]).startswith("sheet survey, row 10, column A: the place is")


def test_what_a_device_notes_is_today_in_expressions_and_a_form_is_looked_at_without_times(
    path: Path,
) -> None:
    text = "type | name | label | constraint\ntoday | day | |\ndate | born | Sinh? | . < ${day}"
    write_book(path, text, settings={"purpose": "", "opens": "", "closes": ""})
    now = datetime(2026, 12, 1, tzinfo=UTC)
    reading = read_xlsform(path, trying=now)
    assert [one.code for one in reading.form.questions] == ["born"]
    assert reading.form.questions[0].constraint == ". < today()"
    assert reading.form.opens == now
    told = [one.code for one in reading.warnings]
    assert told == ["type-metadata"] + ["setting-awaited"] * 3


@pytest.mark.parametrize(
    ("styled", "plain"),
    [
        ("**Chào** bà con", "Chào bà con"),
        ('# Phần 1\n<span style="color:red">Tuổi</span>', "Phần 1\nTuổi"),
        ("Đọc [luật](https://x.vn/a)", "Đọc luật (https://x.vn/a)"),
        ("2 * 3 = ${__version__} và a__b__c", "2 * 3 = ${__version__} và a__b__c"),
    ],
)
def test_labels_are_read_without_their_styles(styled: str, plain: str) -> None:
    assert without_styles(styled) == plain


def test_styles_that_are_left_out_are_told(path: Path) -> None:
    reading = read_xlsform(write_book(path, "type | name | label\nnote | n | **Chào**"))
    assert reading.form.questions[0].text.vi == "Chào"
    assert [one.code for one in reading.warnings] == ["styles-dropped"]


def test_range_has_its_bounds_and_step(path: Path) -> None:
    form = read(
        path,
        "type | name | label | parameters\nrange | r | Mấy? | start=0 end=2 step=0.5\n"
        "range | s | Mấy?",
    )
    first, second = form.questions
    assert (first.least, first.most, first.step, first.whole) == (0, 2, 0.5, False)
    assert (second.least, second.most, second.step, second.whole) == (1, 10, 1, True)


def test_languages_hints_and_media_are_kept(path: Path) -> None:
    survey = (
        "type | name | label::Tiếng Việt (vi) | label::English (en) | label::Français (fr)"
        " | hint::English (en) | media::image\n"
        "integer | age | Tuổi? | Age? | Âge ? | In years | age.png"
    )
    form = read(path, survey)
    question = form.questions[0]
    assert question.text == Wording("Tuổi?", "Age?", (("fr", "Âge ?"),))
    assert question.hint.said("en") == "In years"
    assert question.media == "age.png"


def test_a_column_without_language_is_in_the_default_one(path: Path) -> None:
    survey = "type | name | label | label::English (en)\ninteger | age | Tuổi? | Age?"
    assert read(path, survey, default_language="Vietnamese").questions[0].text.vi == "Tuổi?"
    survey = "type | name | label\ninteger | age | Age?"
    reading = read_xlsform(write_book(path, survey, "", {"default_language": "English (en)"}))
    assert reading.form.questions[0].text == Wording("Age?", "Age?")
    assert [one.code for one in reading.warnings] == ["no-vietnamese"]


# xlsform.org, "Relevant", "Constraints", "Required", "Defaults", "Calculation"
LOGIC = """
type | name | label | relevant | constraint | constraint_message | required | calculation | default
select_one yn | pizza | Thích pizza không? | | | | yes | |
text | topping | Nhân gì? | ${pizza} = 'yes' | | | ${pizza} = 'yes' | | phô mai
integer | age | Tuổi? | | . >= 18 and . <= 120 | Từ 18 đến 120 | yes | |
calculate | born | | | | | | int(format-date(today(), '%Y')) - ${age} |
date | day | Ngày nào? | | . <= today() | | | | today()
note | thanks | Sinh năm ${born}, ${age} tuổi | | | | | |
"""


def test_logic_is_read_and_walked(path: Path) -> None:
    form = read(path, LOGIC, YN)
    passage = rehearse(form)
    assert [one.code for one in passage.asked] == ["pizza", "age", "day"]
    passage.put(form.questions[0], {"choice": "yes"})
    assert [one.code for one in passage.asked][1] == "topping"
    assert passage.suggested(form.questions[1]) == {"text": "phô mai"}
    assert passage.is_required(form.questions[1])
    passage.put(form.questions[2], {"number": 40})
    assert passage.answers["born"] == {"number": 1986}
    assert passage.suggested(form.questions[4]) == {"date": "2026-12-01"}


# xlsform.org, "Grouping questions", "Repeats", "Skipping"
GROUPS = """
type | name | label | relevant | repeat_count | calculation
integer | n | Mấy cháu? | | |
begin_group | home | Nhà | ${n} > 0 | |
begin_repeat | child | Cháu | | ${n} |
text | nick | Tên cháu | | |
integer | old | Tuổi | | |
end_repeat | | | | |
end_group | | | | |
calculate | total | | | | sum(${old})
calculate | first | | | | indexed-repeat(${nick}, ${child}, 1)
"""


def test_groups_and_repeats_are_read_and_bounded(path: Path) -> None:
    reading = read_xlsform(write_book(path, GROUPS))
    assert [one.code for one in reading.warnings] == ["repeat-bounded"]
    passage = rehearse(reading.form)
    assert [one.code for one in passage.asked] == ["n"]
    for code, value in (("n", {"number": 2}), ("old#1", {"number": 3}), ("old#2", {"number": 4})):
        passage.put(reading.form.questions[reading.form.place_of(code)], value)
    assert [one.code for one in passage.asked] == ["n", "nick#1", "old#1", "nick#2", "old#2"]
    assert passage.answers["total"] == {"number": 7}


# the standard's pages on cascading selects and on or_other
CASCADE = """
type | name | label | choice_filter
select_one city | city | Thành phố nào? |
select_one ward | ward | Phường nào? | city = ${city}
select_multiple fruit or_other | fruit | Quả gì? |
"""
PLACES = """
list_name | name | label | city
city | hn | Hà Nội |
city | hp | Hải Phòng |
ward | bd | Ba Đình | hn
ward | lc | Lê Chân | hp
fruit | cam | Cam |
fruit | buoi | Bưởi |
"""


def test_cascades_and_other_are_as_the_standard_has_them(path: Path) -> None:
    form = read(path, CASCADE, PLACES)
    passage = rehearse(form)
    city, ward, fruit, which = form.questions
    passage.put(city, {"choice": "hp"})
    assert [choice.code for _, choice in passage.offered(ward)] == ["lc"]
    assert [choice.code for choice in fruit.choices] == ["cam", "buoi", "other"]
    assert which not in passage.asked
    assert form.counted[-1].text.vi == "Quả gì? · Khác"  # as results name it
    passage.put(fruit, {"choices": ["cam", "other"]})
    assert which in passage.asked
    passage.put(ward, {"choice": "lc"})
    passage.put(city, {"choice": "hn"})
    assert passage.answers["ward"][VOID]


@pytest.mark.parametrize(
    ("survey", "choices"), [(TYPES, YN), (LOGIC, YN), (GROUPS, ""), (CASCADE, PLACES)]
)
def test_a_form_goes_out_and_comes_back_the_same(path: Path, survey: str, choices: str) -> None:
    if survey is TYPES:
        survey = "\n".join(line for line in TYPES.splitlines() if "calculate" not in line)
    form = read(path, survey, choices)
    path.write_bytes(write_xlsform(form))
    back = read_xlsform(path).form
    assert [(q.code, q.kind, q.text, q.relevant, q.group) for q in back.questions] == [
        (q.code, q.kind, q.text, q.relevant, q.group) for q in form.questions
    ]
    assert [[c.code for c in q.choices] for q in back.questions] == [
        [c.code for c in q.choices] for q in form.questions
    ]
    assert [q.other_of for q in back.questions] == [q.other_of for q in form.questions]
    assert (back.groups, back.opens, back.code) == (form.groups, form.opens, form.code)


def test_which_other_is_asked_of_everybody_where_it_would_tell(path: Path) -> None:
    form = read(path, CASCADE.replace("city = ${city}", ""), PLACES, anonymous="yes")
    assert not form.questions[-1].relevant
    assert form.questions[-1].text.vi.startswith("Nếu đã chọn “Khác”")
