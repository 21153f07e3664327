"""What people type when they are asked for their name or their ward, and what it is taken for."""

from __future__ import annotations

import pytest

from bot import members
from bot.settings import Settings
from handlers.registration_place import find_places
from handlers.registration_self import bare_name, is_plausible


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Nguyễn Thị Lan", "Nguyễn Thị Lan"),
        ("Tôi tên là Lê Văn Sáu", "Lê Văn Sáu"),
        ("toi ten la Le Van Sau", "Le Van Sau"),
        ("Dạ em là Trần Thị Bé ạ.", "Trần Thị Bé"),
        ("Tên tôi là Lê Văn Sáu", "Lê Văn Sáu"),
        ("Con tên Lê Tí", "Lê Tí"),
        ("Họ và tên: Trần Văn An", "Trần Văn An"),
        ("cô Hoàng Thị Là", "Hoàng Thị Là"),
        ("La Văn Tám", "La Văn Tám"),
        ("Chu Văn An", "Chu Văn An"),
        ("Ông Ích Khiêm", "Ông Ích Khiêm"),
        ("Cô Lan", "Cô Lan"),
        ("H'Hen Niê", "H'Hen Niê"),
    ],
)
def test_a_name_is_found_in_what_people_say(typed: str, name: str) -> None:
    assert bare_name(typed) == name
    assert is_plausible(name)


@pytest.mark.parametrize(
    "typed", ["Lan", "0912345678", "ai vậy?", "không biết", "Lan 1958", "a " * 9, "Từ Chối 2"]
)
def test_what_cannot_be_a_full_name_is_asked_again(typed: str) -> None:
    assert not is_plausible(bare_name(typed))


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("ba dinh", ["14776.2004"]),
        ("Ba Đình ạ", ["14776.2004"]),
        ("dạ tôi ở phường Ba Đình ạ", ["14776.2004"]),
        ("phuong dong ve tp thanh hoa", ["14782.2004"]),
        ("Đông Sơn", ["14785.2004", "16378.2025"]),
        ("Đông Sơn cũ", ["14785.2004"]),
        ("Đông Sơn mới", ["16378.2025"]),
        ("hac thanh", ["14797.2025"]),
        ("không nói đâu", []),
    ],
)
def test_a_ward_is_found_in_what_people_say(
    settings: Settings, typed: str, keys: list[str]
) -> None:
    places = members.places_for(settings)
    assert [place.key for place in find_places(places, typed)] == keys
