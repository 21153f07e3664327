"""What Vietnamese text is held equal, how names are shown, and in which order."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words import display_name, fold, given_name, looks_legacy, nfc, same_name, sort_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Nguyễn Thị Đào", "nguyen thi dao"),
        (unicodedata.normalize("NFD", "Nguyễn Thị Đào"), "nguyen thi dao"),
        ("  P.Ba   Đình, TP-Thanh_Hóa ", "p ba dinh tp thanh hoa"),
        ("ĐỒNG CHÍ ƯỚC", "dong chi uoc"),
        ("０９１２", "0912"),
        ("", ""),
    ],
)
def test_folding_leaves_what_search_compares(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="aăâeêioôơuưyđbcmnAĂÂĐƠƯ \u0301\u0300\u0309\u0303\u0323"))
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(nfc(text))


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("  ĐẶNG   CÔNG SƠN ", "Đặng Công Sơn"),
        ("nguyễn văn an", "Nguyễn Văn An"),
        ("Lê thị Hoa", "Lê thị Hoa"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("Trần\u00a0Văn\u200b B", "Trần Văn B"),
        (unicodedata.normalize("NFD", "VŨ THU QUỲNH"), "Vũ Thu Quỳnh"),
    ],
)
def test_a_name_is_shown_in_title_case_unless_it_was_typed_mixed(raw: str, shown: str) -> None:
    assert display_name(raw) == shown


def test_people_are_addressed_by_their_last_name_word() -> None:
    assert given_name("NGUYỄN THỊ ĐÀO") == "Đào"
    assert given_name("") == ""


def test_names_are_sorted_by_given_name_then_family_in_vietnamese_order() -> None:
    ordered = [
        "Lê Văn An",
        "Nguyễn Văn An",
        "Lê Thị Ánh",
        "Lê Thị Ân",
        "Trần Dũng",
        "Lê Thị Đào",
        "Lê Thị Lan",
        "Lê Thị Làn",
        "Lê Thị Lản",
        "Lê Thị Lán",
        "Lê Thị Lạn",
        "Lê Thị Ước",
        "Lê Thị Yến",
    ]
    shuffled = [*ordered[1::2], *ordered[::2]]
    assert sorted(shuffled, key=sort_key) == ordered


def test_a_sort_key_is_digits_so_that_no_collation_reorders_it() -> None:
    assert sort_key("Nguyễn Thị Đào").isdigit()
    assert sort_key("O'Brien 3 Ngũ").isdigit()


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Lê Thị Hoà", "Lê Thị Hòa"),
        ("Trần Quý", "Trần Quí"),
        ("Lý Mỹ Lệ", "Lí Mĩ Lệ"),
        ("NGUYỄN VĂN AN", "Nguyễn Văn An"),
        ("nguyen van an", "Nguyễn Văn Ân"),
        ("Đào Thúy", "Đào Thuý"),
    ],
)
def test_spellings_of_one_name_are_the_same(a: str, b: str) -> None:
    assert same_name(a, b)
    assert same_name(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Nguyễn Văn An", "Nguyễn Văn Ân"),
        ("Trần Dũng", "Trần Đúng"),
        ("Trần Dũng", "Trần Dung Đ"),
        ("Lê Thúy", "Lê Thúi"),
        ("Lê Hòa", "Lê Hoa Đ"),
        ("Phạm Thị Hoa", "Phạm Thị Hóa"),
    ],
)
def test_names_with_different_marks_are_different(a: str, b: str) -> None:
    assert not same_name(a, b)


@pytest.mark.parametrize(
    "text", ["NguyÔn V¨n §µo", "TrÇn ThÞ B×nh", "Nguyeãn Vaên Ñaøo", "Leâ Thò Hoàng", "Nguyá»…n"]
)
def test_old_fonts_are_noticed(text: str) -> None:
    assert looks_legacy(text)


@pytest.mark.parametrize(
    "text",
    ["Nguyễn Văn Đào", "HOÀNG QUÝ HOÁ", "Lê Thị Yến", "Trần Thuý Oanh", "Họ và tên", "H'Hen Niê",
     "Ý Nhi", "Êban Y Khoá", "Ðỗ Văn Uý".replace("Ð", "Đ"), "«Tổng»", "10 m²"],
)  # fmt: skip
def test_plain_vietnamese_is_not_taken_for_an_old_font(text: str) -> None:
    assert not looks_legacy(text)
