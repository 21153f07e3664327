"""Room: rows of a roll that are nobody: totals, section titles, signatures, headers again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.rolls.cells import find_group, first_of, read_group, text_of, texts_of
from bot.rolls.columns import Columns
from bot.rolls.headings import BIRTH, FAMILY, GIVEN, NAME, NUMBER, PHONE, recognise_heading
from bot.words import fold, has_marks, nfc, same_name

_TOTAL: Final = re.compile(
    r"^(tổng cộng|tổng số|tổng hợp|danh sách này có|ấn định"
    r"|(?:tổng|cộng) (?:mang sang|trang|tổ|dồn|toàn))(?!\w)"
    r"|^(tổng|cộng)\s*(?:[:\d(=]|$)"
)
_PLAIN_TOTAL: Final = re.compile(
    r"^(tong cong|tong so|tong|cong|danh sach nay co)\s*(?:[:\d(=]|$|so |nguoi|doan vien|hoi vien)"
)
_SIGNATURE: Final = re.compile(
    r"^(nguoi lap|nguoi lam|nguoi kiem|nguoi duyet|tm|t m|kt|tl|tuq|ban chap hanh|bch"
    r"|ban thuong vu|chu tich|pho chu tich|bi thu|truong ban|thu ky|ke toan|thu truong|hieu truong"
    r"|giam doc|xac nhan|ky ghi ro|ky ten|da ky|noi nhan|luu y|ghi chu|kem theo"
    r"|to truong|chi hoi truong|dai dien|cong hoa xa hoi|doc lap tu do|het)( |$)"
    r"|ngay .*thang .*nam|ky ghi ro"
)
_ENUMERATOR: Final = re.compile(r"^\s*(?:[IVXLC]{1,6}|[A-ZĐ]|\d{1,2})\s*[.)/\-:]\s*")
_COUNT: Final = re.compile(
    r"\s*[:(\-–]\s*\d+\s*(?:người|nguoi|đoàn viên|hội viên|đ/c|hộ)?\s*\)?\s*$"
)
_UNIT: Final = re.compile(
    r"(^| )(chi hoi|chi doan|chi bo|to cong doan|to cd|cong doan|cd bo phan|cdbp|to hoi|phan hoi"
    r"|to phu nu|lien doi|hoi|doan|bo phan|don vi|truong|phong|ban|khoi) "
)
_PLACES: Final = (
    "danh sách", "phường", "xã", "thị trấn", "p", "x", "tt", "khu phố", "tdp", "tổ", "thôn",
    "phố", "khu",
)  # fmt: skip
_GROUP_TITLE: Final = re.compile(r"^(khu pho|tdp|to|to dan pho|thon|pho|khu|khoi|xom) ")
_WARD_TITLE: Final = re.compile(r"^(phuong|xa|thi tran|p|x|tt) ")
_COLUMN_MARK: Final = re.compile(r"\(?(?:\d{1,2}|[A-Za-z])(?:\s*=.*)?\)?")
_COLUMN_MARKS: Final = 3


@dataclass(slots=True)
class Section:
    """Hold what the titles above say of the rows below them."""

    branch: str | None = None
    group: str | None = None
    ward_text: str = ""
    signed: bool = field(default=False)

    def take(self, title: str) -> None:
        """Learn a branch, a residential group or a ward from a section's title."""
        bare = _COUNT.sub("", _ENUMERATOR.sub("", title)).strip(" :.-")
        folded = fold(bare) + " "
        if _WARD_TITLE.match(folded):
            self.ward_text = bare
        elif _GROUP_TITLE.match(folded) and not re.match(
            r"to (cong doan|cd|hoi|doan|phu nu) ", folded
        ):
            self.group = find_group(bare) or read_group(bare)
        elif _UNIT.search(folded):
            self.branch, self.group = bare, None


def why_nobody(cells: Sequence[object], columns: Columns, section: Section) -> str | None:
    """Say why a row is not a person (a code of whys), or None; titles are kept in `section`."""
    name = name_cell(cells, columns)
    texts = [text for cell in cells if (text := text_of(cell))]
    code = _why_by_shape(cells, columns, name, texts)
    if code is None:
        code = _why_by_words(name or texts[0], _Evidence.of(cells, columns, texts), section)
    if code is None and not name:
        return _why_nameless(texts, section)
    if code == "signature":
        section.signed = True
    elif code == "section":
        section.take(max(texts, key=len))
    return code


def name_cell(cells: Sequence[object], columns: Columns) -> str:
    """Give the raw text of a row's name, put together where it is split; line breaks kept."""
    if columns.of(FAMILY) and columns.of(GIVEN):
        split = (*columns.of(FAMILY), *columns.of(GIVEN))
        return " ".join(text for c in split if c < len(cells) and (text := text_of(cells[c])))
    raw = first_of(cells, columns.of(NAME))
    return nfc(raw).strip() if isinstance(raw, str) else text_of(raw)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """Hold what beside the name speaks for a person: numbers of any kind, or other cells."""

    numbered: bool
    alone: bool

    @classmethod
    def of(cls, cells: Sequence[object], columns: Columns, texts: Sequence[str]) -> "_Evidence":
        fields = (*columns.of(PHONE), *columns.of(BIRTH), *columns.of(NUMBER))
        numbered = any(c.isdigit() for c in texts_of(cells, fields))
        others = [t for t in texts if not re.fullmatch(r"[IVXLC\d]{1,5}[.)]?|[A-ZĐ][.)]?", t)]
        listed = text_of(first_of(cells, columns.of(NUMBER))).isdigit()
        names = len(columns.of(FAMILY)[:1]) + 1 if columns.of(FAMILY) else 1
        return cls(numbered, len(others) <= names and not listed)


def _why_by_shape(
    cells: Sequence[object], columns: Columns, name: str, texts: Sequence[str]
) -> str | None:
    if len(texts) >= _COLUMN_MARKS and all(_COLUMN_MARK.fullmatch(text) for text in texts):
        return "column_numbers"
    if recognise_heading(name) not in {NAME, FAMILY, GIVEN}:
        return None
    again = sum(
        recognise_heading(text_of(cells[column])) == field
        for field, where in columns.where.items()
        for column in where
        if column < len(cells)
    )
    return "repeated_header" if again > 1 else None


def _why_by_words(text: str, evidence: _Evidence, section: Section) -> str | None:
    if _is_total(text):
        return "total"
    if evidence.numbered and not evidence.alone:
        return None
    if _SIGNATURE.search(fold(text)):
        return "signature"
    if evidence.alone and _is_title(text):
        return "section"
    return "signature" if section.signed and not evidence.numbered else None


def _why_nameless(texts: Sequence[str], section: Section) -> str:
    if any(_is_total(text) for text in texts):
        return "total"
    if any(_SIGNATURE.search(fold(text)) for text in texts):
        section.signed = True
        return "signature"
    if len(texts) == 1 and not texts[0].isdigit():
        section.take(texts[0])
        return "section"
    return "no_name"


def _is_total(text: str) -> bool:
    """Tell "Tổng cộng" from Tống Công: by the marks, or without them by what follows."""
    lowered = nfc(text).lower().strip(" *-.")
    if has_marks(lowered):
        return _TOTAL.match(lowered) is not None
    return _PLAIN_TOTAL.match(lowered) is not None


def _is_title(text: str) -> bool:
    bare = _ENUMERATOR.sub("", text)
    folded = fold(bare) + " "
    is_listed_unit = bare != text and not text[0].isdigit()
    has_number = any(c.isdigit() for c in bare)
    return is_listed_unit or has_number or _is_place(bare) or _is_unit(folded)


def _is_place(title: str) -> bool:
    """Tell "Tổ Thành Long" from Tô Thành Long, by the marks."""
    words = title.replace(".", " ").split()
    return any(
        len(words) > place.count(" ") + 1
        and same_name(" ".join(words[: place.count(" ") + 1]), place)
        for place in _PLACES
    )


def _is_unit(folded: str) -> bool:
    found = _UNIT.match(folded)
    return found is not None and found.group(2) not in {"doan", "truong", "ban", "hoi", "phong"}
