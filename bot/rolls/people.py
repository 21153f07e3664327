"""Room: whose name stands in a cell: titles taken off, and two people told from one."""

import re
from collections.abc import Sequence
from typing import Final

from bot.words import display_name, fold, has_marks, nfc

_TITLES: Final = (
    r"ông|bà|anh|chị|cô|chú|bác|cụ|em|cháu|thầy|đồng chí|đ/c|đ\.c|đc|ô\.|b\.|mr|mrs|ms"
    r"|gs\.?\s?ts|pgs\.?\s?ts|gs|ts|ths|bs|ks|luật sư|bác sĩ"
)
_TITLE: Final = re.compile(rf"^(?:{_TITLES})(?![^\W\d_])[\s.:,]*", re.IGNORECASE)
_PLAIN_TITLE: Final = re.compile(r"^(?:ong|ba|anh|chi|dong chi|d/c)[\s.:]+", re.IGNORECASE)
_ASIDE: Final = re.compile(r"\([^)]*\)?|\[[^\]]*\]?")
_LISTED: Final = re.compile(r"^\s*\d{1,6}\s*[.)/:\-]\s*(?=\D)")
_TRAILING_NUMBER: Final = re.compile(r"\s+\d{1,2}$")
_STRONG: Final = re.compile(
    r"\s+[-–—]\s+|[/+&;\n\r|_\\]|\s+(?:và|va|cùng|với)\s+|\s(?=(?:ông|bà)\s)", re.IGNORECASE
)
_ASIDE_MARK: Final = re.compile(r"\s*(?:\s[-–—]\s|,)\s*")
_ANY: Final = re.compile(r"[-–—/+&;,\n\r]|\s+và\s+|\s+va\s+", re.IGNORECASE)
_COUPLE: Final = re.compile(
    r"^(?:hai )?(?:vợ chồng|v/c|vc)\b|(?:\bvà|\bcùng|[+&,/])\s*(?:vợ|chồng)\b"
    r"|\b(?:và|cùng)\s+(?:con|bố|mẹ|anh|chị|em)\b",
    re.IGNORECASE,
)
_PLAIN_COUPLE: Final = re.compile(r"^(?:hai )?vo chong |(?:\bva|\bcung|[+&,/])\s*(?:vo|chong)$")
_NAME: Final = re.compile(r"[^\W\d_][^\W\d_.'’\- ]*(?:[ .'’\-]+[^\W\d_]+)*\.?")
_MOST_WORDS: Final = 8
_OF_ONE_NAME: Final = 2

_ROLES: Final = re.compile(
    r"^(to truong|to pho|chu tich|pho chu tich|bi thu|pho bi thu|truong ban|pho ban|truong|pho"
    r"|chi hoi truong|chi hoi pho|chu ho|ke toan|uy vien|thu ky|thu quy|can bo|hoi vien"
    r"|doan vien|dang vien|giao vien|hieu truong|vo|chong|con|me|bo)( |$)"
)

_SHORT_ROLE: Final = re.compile(r"[^aeiouy\W\d]{2,4}")

FAMILY_NAMES: Final = frozenset({
    "an", "au", "bach", "ban", "be", "bien", "bui", "ca", "cai", "cam", "can", "cao", "cat",
    "chau", "chi", "chu", "chung", "chuong", "co", "cu", "cung", "da", "dai", "dam", "dan",
    "dang", "danh", "dao", "dau", "diep", "dinh", "do", "doan", "dong", "du", "dung", "duong",
    "gia", "giang", "giap", "ha", "han", "hau", "ho", "hoa", "hoang", "hong", "hua", "huynh",
    "kha", "khieu", "khong", "khuat", "kieu", "kim", "ky", "la", "lac", "lai", "lam", "lang",
    "lanh", "lau", "le", "leu", "lieu", "lo", "loc", "long", "lu", "luc", "luong", "luu", "ly",
    "ma", "mac", "mai", "man", "mau", "ngan", "nghiem", "ngo", "ngoc", "nguy", "nguyen", "nham",
    "nhan", "nhu", "ninh", "nong", "on", "ong", "pham", "phan", "phi", "phu", "phung", "phuong",
    "quach", "quan", "quang", "quyen", "sai", "song", "sung", "ta", "tan", "tang", "thach",
    "thai", "than", "thang", "thanh", "thao", "thi", "thieu", "tieu", "to", "ton", "tong", "tra",
    "tran", "tri", "trieu", "trinh", "truong", "tu", "tuong", "ty", "ung", "uong", "van", "vang",
    "vi", "vo", "vong", "vu", "vuong", "vuu", "xa", "xong", "y", "yen",
})  # fmt: skip


def read_name(cell: str) -> str:
    """Give the full name in a cell: titles, roles, list numbers and asides taken off."""
    bare = _ASIDE.sub(" ", _LISTED.sub("", nfc(cell)))
    bare = _without_role(display_name(bare).strip(" .,;:-–*"))
    bare = _TRAILING_NUMBER.sub("", _without_title(bare))
    return display_name(bare)


def is_name(name: str) -> bool:
    """Say whether a cleaned text can be a person's name: a few words of letters."""
    letters = sum(c.isalpha() for c in name)
    words = name.split()
    return letters > 1 and len(words) <= _MOST_WORDS and _NAME.fullmatch(name) is not None


def holds_two_people(cell: str, *, phones: int) -> bool:
    """Say whether a name cell names several people, by its names or its numbers of phones."""
    text = _unbroken(_ASIDE.sub(" ", _LISTED.sub("", nfc(cell))).strip())
    if _COUPLE.search(text) or (not has_marks(text) and _PLAIN_COUPLE.search(text.lower())):
        return True
    parts = _parts(_STRONG, text)
    if len(parts) > 1 and all(_is_full(part) for part in parts):
        return True
    parts = [part for part in _parts(_ANY, text) if not _names_role([part])]
    if len(parts) < _OF_ONE_NAME or not all(is_name(read_name(part)) for part in parts):
        return False
    return phones > 1 or all(_is_full(part) and _is_of_a_family(part) for part in parts)


def _unbroken(text: str) -> str:
    """Put a name together that was broken to fit its cell ("Hà", "Đình Phúc")."""
    lengths = {len(line.split()) for line in text.splitlines()}
    return " ".join(text.split()) if 1 in lengths and len(lengths) > 1 else text


def _parts(separator: re.Pattern[str], text: str) -> Sequence[str]:
    return [part.strip() for part in separator.split(text) if part.strip(" .")]


def _is_full(part: str) -> bool:
    name = read_name(part)
    return is_name(name) and len(name.split()) >= _OF_ONE_NAME and not _names_role([part])


def _names_role(parts: Sequence[str]) -> bool:
    return any(_is_role(fold(part)) and not _is_well_named(part) for part in parts)


def _is_role(folded: str) -> bool:
    """Say whether a text begins with what somebody is, in full or as letters ("TP", "PCT")."""
    return _ROLES.match(folded) is not None or _SHORT_ROLE.fullmatch(folded) is not None


def _is_well_named(part: str) -> bool:
    """Tell Chu Tịch from chủ tịch: a name has capitals."""
    return (
        has_marks(part)
        and part.istitle()
        and fold(part).split()[0] in {"chu", "vo", "to"}
        and (nfc(part).split()[0].lower() in {"chu", "võ", "tô"})
    )


def _is_of_a_family(part: str) -> bool:
    return fold(read_name(part)).split(" ", 1)[0] in FAMILY_NAMES


def _without_role(name: str) -> str:
    """Take off what somebody is, said after the name: "Lê An - Tổ trưởng"."""
    found = _ASIDE_MARK.search(name)
    return name[: found.start()] if found and _names_role([name[found.end() :]]) else name


def _without_title(name: str) -> str:
    """Take a title off; "Ông" and words without marks only where a family name follows."""
    found = _TITLE.match(name)
    if found is None:
        plain = _PLAIN_TITLE.match(name)
        rest = name[plain.end() :] if plain and not has_marks(name) else ""
        full = len(rest.split()) >= _OF_ONE_NAME and fold(rest).split()[0] in FAMILY_NAMES
        return rest if full else name
    rest = name[found.end() :].strip()
    if not rest:
        return name
    is_surname_too = fold(found.group()) in {"ong", "em", "anh"}
    if is_surname_too and len(rest.split()) > 1 and fold(rest).split()[0] not in FAMILY_NAMES:
        return name
    return rest
