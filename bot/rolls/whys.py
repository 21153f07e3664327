"""Room: what is said of a row of a roll, by code.

The sentences are data that travel with a row into reports and the refused rows' file, which
is for the organizer who made the roll; `{…}` is filled by `say_why`.
"""

from typing import Final

WHYS: Final[dict[str, str]] = {
    "repeat": "Trùng với dòng {first}: cùng họ tên, cùng số điện thoại.",
    "repeat_no_phone": "Trùng với dòng {first}: cùng họ tên, năm sinh, nơi ở (chưa có số).",
    "shared_phone": "Số điện thoại đã có ở dòng {first} của người khác (có thể cùng nhà).",
    "no_phone": "Chưa có số điện thoại.",
    "not_a_number": "Ô số điện thoại không phải là số điện thoại: “{cell}”.",
    "too_short": "Số điện thoại thiếu chữ số: “{cell}”.",
    "too_long": "Số điện thoại thừa chữ số: “{cell}”.",
    "landline": "Đây là số máy cố định, cần số di động: “{cell}”.",
    "wrong_prefix": "Không phải đầu số di động của Việt Nam: “{cell}”.",
    "several_phones": "Có nhiều số điện thoại, đã lấy số đầu tiên.",
    "two_people": "Hai người trong một dòng; xin tách thành hai dòng.",
    "total": "Dòng tổng cộng.",
    "section": "Dòng tiêu đề mục.",
    "signature": "Dòng ký tên hoặc ghi chú của bảng.",
    "repeated_header": "Dòng tiêu đề cột lặp lại.",
    "column_numbers": "Dòng đánh số cột.",
    "no_name": "Không có họ tên.",
    "not_a_name": "Ô họ tên không phải là tên người: “{cell}”.",
    "legacy_text": "Chữ bị lỗi phông hoặc bảng mã; xin viết lại bằng Unicode rồi nhập lại.",
    "bad_birth_year": "Bỏ qua năm sinh không hợp lệ: “{cell}”.",
    "bad_sex": "Bỏ qua giới tính không hiểu: “{cell}”.",
    "bad_date": "Bỏ qua ngày không hợp lệ: “{cell}”.",
    "bad_tag": "Bỏ qua nhãn không dùng được: “{cell}”.",
    "unknown_ward": "Không nhận ra phường, xã: “{cell}”.",
}  # fmt: skip

# Rows that are nobody because of how they are written: an organizer can mend them.
MENDABLE: Final = frozenset({"no_name", "not_a_name", "legacy_text"})


def say_why(code: str, **values: object) -> str:
    """Say one code in Vietnamese, with what stood in the cell or the row that it repeats."""
    return WHYS[code].format(**values)
