"""Room: what the headings of a roll are called, as a table of folded Vietnamese names.

Law: what we must not casually hold is named here so that it is dropped at reading.
"""

import re
from functools import lru_cache
from typing import Final

from bot.words import fold, nfc

NAME: Final = "full_name"
FAMILY: Final = "family_name"
GIVEN: Final = "given_name"
PHONE: Final = "phone"
BIRTH: Final = "birth_year"
SEX: Final = "sex"
WARD: Final = "ward"
ADDRESS: Final = "address"
GROUP: Final = "group"
BRANCH: Final = "branch"
NOTE: Final = "note"
NUMBER: Final = "number"
CARD: Final = "card_expiry"
JOINED: Final = "joined"
TAG: Final = "tag"
IGNORED: Final = "ignored"
DROPPED: Final = "dropped"

FIELDS: Final = (
    NAME, FAMILY, GIVEN, PHONE, BIRTH, WARD, ADDRESS, GROUP, BRANCH, NOTE, NUMBER, CARD, JOINED,
    TAG, SEX,
)  # fmt: skip

# A heading that is exactly one of these.
_EXACT: Final[dict[str, tuple[str, ...]]] = {
    NUMBER: ("stt", "tt", "so tt", "so thu tu", "no"),
    NAME: (
        "ho ten", "ten", "ten goi", "danh sach", "doan vien", "hoi vien", "chu ho",
        "nguoi dai dien", "name", "full name",
    ),
    FAMILY: (
        "ho", "ho dem", "ho lot", "ho va dem", "ho va ten dem", "ho va chu dem", "ho chu lot",
    ),
    GIVEN: (),
    PHONE: (
        "sdt", "dt", "so dt", "dtdd", "dt dd", "so dtdd", "tel", "phone", "mobile", "zalo",
        "lien he", "lien lac", "d t", "phone number",
    ),
    BIRTH: ("ns", "sinh", "n sinh", "dob", "ntns", "tuoi sinh", "year of birth", "date of birth"),
    WARD: (
        "phuong", "xa", "phuong xa", "xa phuong", "p x", "px", "phuong xa thi tran",
        "xa phuong thi tran", "don vi hanh chinh", "ward",
    ),
    ADDRESS: ("dia chi", "d c", "dc", "noi o", "cho o", "hktt", "so nha", "address"),
    GROUP: (
        "tdp", "to", "to dp", "thon", "pho", "khu pho", "khu", "khoi", "ap", "ban", "xom",
        "to ap", "to thon", "to pho", "group",
    ),
    BRANCH: (
        "chi hoi", "chi doan", "cd bp", "cdbp", "cd bo phan", "don vi", "to cd", "bo phan",
        "phong ban", "to hoi", "phan hoi", "chi nhanh", "to doan", "lien doi", "to phu nu",
        "cdcs", "c hoi", "c doan", "branch",
    ),
    SEX: ("gt", "gioi", "phai", "nu", "nam nu", "sex", "gender"),
    TAG: ("nhan", "ghi chu nhom", "nhom nhan", "nhan nhom", "tag"),
    NOTE: ("ghi chu", "gc", "g chu", "chu thich", "note"),
    DROPPED: (
        "cmnd", "cccd", "cmt", "cc", "dang", "dang vien", "nhom mau", "email",
    ),
    IGNORED: ("ky nhan", "ky ten", "chuc vu", "chuc danh", "nghe nghiep"),
}  # fmt: skip

# A heading that holds one of these as whole words; the first table row that fits wins.
_WITHIN: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (CARD, (
        "han the bhyt", "han the bao hiem y te", "han bhyt", "ngay het han bhyt",
        "bhyt het han", "het han the", "the bhyt den ngay", "gia tri the den",
        "bhyt co gia tri den", "han su dung the",
    )),
    (JOINED, (
        "ngay vao hoi", "ngay vao doan", "ngay vao cong doan", "ngay vao to chuc",
        "ngay gia nhap", "ngay ket nap hoi", "ngay ket nap doan", "ngay vao chi hoi",
    )),
    (SEX, ("gioi tinh",)),
    (DROPPED, (
        "cccd", "cmnd", "cmtnd", "can cuoc", "chung minh", "dinh danh", "ton giao",
        "dan toc", "dang vien", "vao dang", "ket nap", "so the", "bhyt", "bhxh", "ma so",
        "tai khoan", "suc khoe", "benh", "khuyet tat", "thu nhap", "chinh tri", "email",
        "thu dien tu", "ngay cap",
    )),
    (IGNORED, (
        "que quan", "nguyen quan", "noi sinh", "noi cap", "nghe nghiep", "trinh do", "chuc vu",
        "chuc danh", "ngay vao", "nam vao", "thang vao", "quan he", "chu ky", "chuyen mon",
    )),
    (FAMILY, ("ho dem", "ho va ten dem", "ho lot", "ho va dem")),
    (PHONE, (
        "so dien thoai", "dien thoai", "di dong", "sdt", "so dt", "dtdd", "so lien lac", "so may",
        "zalo",
    )),
    (BIRTH, (
        "nam sinh", "ngay sinh", "thang nam sinh", "ngay thang nam", "sinh ngay", "sinh nam",
    )),
    (NAME, (
        "ho va ten", "ho ten", "ten doan vien", "ten hoi vien", "ten nguoi",
        "ten chu ho", "ten cong dan", "ten thanh vien", "ho va ten khai sinh",
    )),
    (BRANCH, (
        "chi hoi", "chi doan", "to cong doan", "cong doan bo phan", "cd bo phan", "cong doan",
        "to cd", "don vi cong tac", "noi cong tac", "don vi sinh hoat", "noi sinh hoat", "chi bo",
        "thuoc don vi",
    )),
    (GROUP, (
        "to dan pho", "khu dan cu", "to dan", "thon to", "to thon", "thon pho", "pho thon",
        "khu pho", "thon ban", "thon xom", "tdp", "to dp", "to nhan dan",
    )),
    (ADDRESS, (
        "dia chi", "noi o", "cho o", "thuong tru", "tam tru", "noi cu tru", "cu tru", "ho khau",
    )),
    (WARD, ("phuong xa", "xa phuong", "ten phuong", "ten xa")),
    (NOTE, ("ghi chu",)),
)  # fmt: skip

_MOST_WORDS: Final = 10
_LONG_NUMBER: Final = re.compile(r"\d{6}")  # "Điện thoại: 0912345678" is a letterhead's
_ASIDE: Final = re.compile(r"\([^)]*\)")
_FITTING: Final = tuple(
    (field, re.compile(rf"\b(?:{'|'.join(names)})\b")) for field, names in _WITHIN
)
_BY_NAME: Final = {name: field for field, names in _EXACT.items() for name in names}


@lru_cache(maxsize=4096)
def recognise_heading(text: str) -> str | None:
    """Name the field that a heading stands for, or None where it says nothing to us."""
    heading = fold(_ASIDE.sub(" ", text)) or fold(text)
    if heading in _BY_NAME:
        return _BY_NAME[heading]
    if not heading or len(heading.split()) > _MOST_WORDS or _LONG_NUMBER.search(text):
        return None
    return next((field for field, words in _FITTING if words.search(heading)), None)


def is_sex(text: str) -> bool:
    """Say whether a heading is "Nam" or "Nữ", the halves of a split birth-year column."""
    return nfc(text).strip().lower() in {"nam", "nữ", "nu"}
