"""The carried lists of areas, and places found by the names that people call them."""

from collections import Counter
from datetime import date

import pytest

from bot.areas import OLD, TODAY, Places, area_key, iter_areas, iter_successions

CITY = Places("38", "Thành phố Thanh Hóa")
PROVINCE = Places("38")


def labels(text: str, places: Places = CITY) -> list[str]:
    return [place.label for place in places.find(text)]


def test_the_lists_hold_the_whole_country_before_and_after() -> None:
    counted = Counter((row.version, row.level) for row in iter_areas())
    assert counted == {
        (TODAY, "province"): 34,
        (TODAY, "ward"): 3_321,
        (OLD, "province"): 63,
        (OLD, "ward"): 10_035 + 1,  # and Tân Sơn of 2020
    }


def test_keys_are_unique_and_every_reference_leads_somewhere() -> None:
    areas = {row.key: row for row in iter_areas()}
    assert len(areas) == 34 + 3_321 + 63 + 10_036
    assert all(row.province_key in areas for row in areas.values() if row.level == "ward")
    steps = list(iter_successions())
    assert len({(step.old_key, step.new_key) for step in steps}) == len(steps)
    assert all(areas[step.old_key].version == OLD for step in steps)
    assert all(areas[step.new_key].version == TODAY for step in steps)


def test_every_old_ward_became_something_and_several_only_in_part() -> None:
    steps: dict[str, list[str]] = {}
    for step in iter_successions():
        steps.setdefault(step.old_key, []).append(step.extent)
    old = {row.key for row in iter_areas() if row.version == OLD and row.level == "ward"}
    assert old == set(steps)
    assert not [key for key, extents in steps.items() if len(extents) > 1 and "whole" in extents]


def test_one_code_is_two_wards_by_version() -> None:
    names = {row.key: row.name for row in iter_areas()}
    assert names[area_key("14758", OLD)] == "Đông Thọ"
    assert names[area_key("14758", TODAY)] == "Hàm Rồng"


def test_a_ward_tells_since_when_and_until_when_it_was() -> None:
    rows = {row.key: row for row in iter_areas()}
    assert rows["14776.2004"].valid_to == date(2025, 6, 30)
    assert rows["14788.2004"].valid_to == date(2024, 12, 31)
    assert (rows["14797.2025"].valid_from, rows["14797.2025"].valid_to) == (date(2025, 7, 1), None)


def test_an_old_and_a_new_ward_of_one_name_are_labelled_apart() -> None:
    both = ["phường Đông Sơn (cũ, TP Thanh Hóa)", "phường Đông Sơn (mới)"]
    for written in ("Đông Sơn", "dong son", "P. Đông Sơn", "p.đông sơn", "PHƯỜNG ĐÔNG SƠN"):
        assert labels(written) == both


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("Ba Đình", "phường Ba Đình (cũ, TP Thanh Hóa)"),
        ("lam son", "phường Lam Sơn (cũ, TP Thanh Hóa)"),
        ("Lam Sơn, Bỉm Sơn", "phường Lam Sơn (cũ, TX Bỉm Sơn)"),
        ("hac thanh", "phường Hạc Thành (mới)"),
        ("Tân Sơn", "phường Tân Sơn (cũ, TP Thanh Hóa)"),
        ("xã Đông Lĩnh", "phường Đông Lĩnh (cũ, TP Thanh Hóa)"),
        ("P.Đ.Vệ", "phường Đông Vệ (cũ, TP Thanh Hóa)"),
        ("Đông Tho", "phường Đông Thọ (cũ, TP Thanh Hóa)"),
        ("truong thj", "phường Trường Thi (cũ, TP Thanh Hóa)"),
        ("Điện Bein", "phường Điện Biên (cũ, TP Thanh Hóa)"),
    ],
)
def test_a_ward_is_found_as_people_write_it(written: str, label: str) -> None:
    assert labels(written) == [label]


@pytest.mark.parametrize("written", ["", "   ", "xyz", "Thanh Hóa 5", "dong", "phường 1"])
def test_what_names_no_ward_finds_none(written: str) -> None:
    assert labels(written) == []


def test_a_slip_is_mended_only_where_one_name_is_left() -> None:
    assert labels("dong hai") == ["phường Đông Hải (cũ, TP Thanh Hóa)"]
    assert labels("dong hei") == ["phường Đông Hải (cũ, TP Thanh Hóa)"]
    assert labels("dong va") == []


def test_without_a_district_every_ward_of_the_name_is_given() -> None:
    assert len(labels("Lam Sơn", PROVINCE)) > len(labels("Lam Sơn"))


def test_marks_that_were_typed_tell_wards_apart() -> None:
    assert all("Quang Trung" in label for label in labels("Quang Trung", PROVINCE)[:3])
    assert all("Quảng Trung" in label for label in labels("Quảng Trung", PROVINCE))


@pytest.mark.parametrize(
    ("address", "ward"),
    [
        ("Phường Đông Vệ, TP Thanh Hóa", "Đông Vệ"),
        ("P. Ba Đình", "Ba Đình"),
        ("P.Ba Dinh - TPTH", "Ba Đình"),
        ("F. Ba Đình", "Ba Đình"),
        ("phố 20, Quảng Thắng", "Quảng Thắng"),
        ("hàm rồng", "Hàm Rồng"),
        ("x. Hoằng Quang", "Hoằng Quang"),
        ("Số 5 Lê Lợi, P.Lam Sơn, TP Thanh Hóa", "Lam Sơn"),
        ("SN 12 Lê Hoàn Phường Điện Biên TP Thanh Hóa", "Điện Biên"),
        ("12/5 Đội Cung, Đông Thọ, Thanh Hoá", "Đông Thọ"),
        ("Tổ 3 Đông Vệ", "Đông Vệ"),
        ("Thị trấn Rừng Thông, huyện Đông Sơn", "Rừng Thông"),
        ("12 Trường Thi, phường Điện Biên", "Điện Biên"),
        ("Quảng Thăng", "Quảng Thắng"),
        ("12 Trường Thi", None),
        ("đường Trường Thi", None),
        ("TP Thanh Hóa", None),
        ("Thanh Hóa", None),
        ("xã Hải Xuân", None),
        ("", None),
    ],
)
def test_the_ward_of_an_address_is_recognised_or_left(address: str, ward: str | None) -> None:
    assert CITY.recognise(address) == ward


def test_numbered_wards_are_found_in_their_district() -> None:
    city = Places("79")
    assert labels("Phường 01, quận 3", city) == ["phường 1 (cũ, quận 3)"]
    assert [place.label for place in city.locate("12 Lê Lợi, P.5, Q.3")] == [
        "phường 5 (cũ, quận 3)"
    ]


def test_old_wards_map_forward_and_a_divided_one_is_in_part() -> None:
    def onward(code: str) -> list[tuple[str, str]]:
        return [(place.name, extent) for place, extent in CITY.successors(area_key(code, OLD))]

    assert onward("14776") == [("Hạc Thành", "whole")]
    assert onward("14788") == [("Hạc Thành", "whole")]
    assert onward("14758") == [("Hàm Rồng", "part"), ("Hạc Thành", "part")]
    assert CITY.successors("14797.2025") == []
    assert {place.name for place, _ in CITY.predecessors("14797.2025")} >= {"Ba Đình", "Lam Sơn"}


def test_a_merged_province_brings_its_old_wards() -> None:
    lam_dong = Places("68")
    assert "phường 1 (cũ, TP Đà Lạt)" in labels("Phường 1", lam_dong)
    assert labels("Phú Thủy, Phan Thiết", lam_dong)[0] == "phường Phú Thủy (cũ, TP Phan Thiết)"


def test_a_place_is_got_by_its_key() -> None:
    assert CITY.get("14797.2025").name == "Hạc Thành"
    with pytest.raises(KeyError):
        CITY.get("14797")
