"""Which cells are one mobile number, and what is said of the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.phones import find_phones, mask_phone, parse_phone, why_not_phone


@pytest.mark.parametrize(
    ("raw", "phone"),
    [
        ("0950000002", "0950000002"),
        ("0930000005", "0930000005"),
        (990000015.0, "0990000015"),
        (912345678, "0912345678"),
        ("912345678.0", "0912345678"),
        ("9.12345678E+8", "0912345678"),
        ("0970.000.016", "0970000016"),
        ("0912-345-678", "0912345678"),
        ("0912,345,678", "0912345678"),
        ("+84 96 000 0007", "0960000007"),
        ("84912345678", "0912345678"),
        (84912345678.0, "0912345678"),
        ("0084912345678", "0912345678"),
        ("+84 (0)912 345 678", "0912345678"),
        ("０９１２３４５６７８", "0912345678"),
        ("'0912345678", "0912345678"),
        ("O912345678", "0912345678"),
        ("845678901", "0845678901"),
        ("01695678945", "0395678945"),
        ("1695678945", "0395678945"),
        (1695678945.0, "0395678945"),
        ("+841695678945", "0395678945"),
        ("01860000013", "0560000013"),
        ("ĐT: 0912 345 678 (con gái)", "0912345678"),
        ("0912345678 / 0912.345.678", "0912345678"),
        ("ĐT0912345678", "0912345678"),
    ],
)
def test_a_mobile_number_is_read_however_it_is_written(raw: object, phone: str) -> None:
    assert parse_phone(raw) == phone
    assert why_not_phone(raw) is None


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("", "no_phone"),
        (None, "no_phone"),
        (" - ", "no_phone"),
        ("không có", "not_a_number"),
        ("09x123456y", "not_a_number"),
        ("0912345", "too_short"),
        ("038190001234", "too_long"),
        ("02373852123", "landline"),
        ("0612345678", "wrong_prefix"),
        ("1112345678", "wrong_prefix"),
        ("0910000024/0960500024", "several_phones"),
        (0.5, "too_short"),
        (True, "no_phone"),
    ],
)
def test_what_is_no_single_mobile_number_says_why(raw: object, why: str) -> None:
    assert parse_phone(raw) is None
    assert why_not_phone(raw) == why


@pytest.mark.parametrize(
    "raw",
    [
        "0912345678 0987654321",
        "0912345678-0987654321",
        "0912.345.678; 0987 654 321",
        "0912345678\n0987654321",
        "bố 0912345678, mẹ 0987654321",
        "0912345678 (con: 0987654321)",
        "912345678/987654321",
    ],
)
def test_two_numbers_in_one_cell_are_both_found(raw: str) -> None:
    assert find_phones(raw) == ["0912345678", "0987654321"]


@given(st.one_of(st.text(), st.floats(), st.integers(), st.none(), st.text("0123456789+.- /")))
def test_any_cell_is_read_and_what_was_read_stays(raw: object) -> None:
    phone = parse_phone(raw)
    assert (phone is None) == (why_not_phone(raw) is not None)
    if phone is not None:
        assert len(phone) == 10
        assert parse_phone(phone) == phone


@given(st.integers(0, 99_999_999), st.sampled_from("35789"))
def test_every_mobile_number_survives_excel(tail: int, prefix: str) -> None:
    phone = f"0{prefix}{tail:08}"
    assert parse_phone(float(phone)) == phone
    assert parse_phone(f"+84{phone[1:]}") == phone


def test_a_masked_number_keeps_its_ends_only() -> None:
    assert mask_phone("0912345678") == "091****678"
    assert mask_phone("123") == "****"
