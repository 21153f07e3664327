"""Room: Vietnamese written for the fonts of before Unicode (TCVN3 `.VnTime`, VNI), read as meant.

Their letters stand on Latin-1's places, so a cell tells its font only beside other cells: the
sheet's first rows tell which font it is, and each row whether it was written with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.words import looks_legacy, nfc

if TYPE_CHECKING:
    from bot.rolls.reading import Sheet

# TCVN 5712:1993 ("ABC"); capitals with a mark have a font of their own and the same places.
_TCVN3: Final = str.maketrans(
    "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊËÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ®¡¢£¤¥¦§",
    "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđĂÂÊÔƠƯĐ",
)
# VNI for Windows: a vowel, then what stands on and under it.
_VNI_LETTERS: Final = str.maketrans("ôöñæóòîÔÖÑÆÓÒÎ", "ơưđỉĩịỵƠƯĐỈĨỊỴ")
_VNI_MARKS: Final = {
    "ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323",
    "â": "\u0302", "á": "\u0302\u0301", "à": "\u0302\u0300", "å": "\u0302\u0309",
    "ã": "\u0302\u0303", "ä": "\u0302\u0323", "ê": "\u0306", "é": "\u0306\u0301",
    "è": "\u0306\u0300", "ú": "\u0306\u0309", "ü": "\u0306\u0303", "ë": "\u0306\u0323",
}  # fmt: skip
_VNI_PAIR: Final = rf"([aeouyôö])([{''.join(_VNI_MARKS)}])"
_VNI: Final = re.compile(rf"{_VNI_PAIR}|[ôöñæóòî]", re.IGNORECASE)
_TONED_START: Final = re.compile(r"(?<!\w)[^\W\d_a-zA-ZđĐăâêôơưĂÂÊÔƠƯ]")
_ONLY_TCVN3: Final = re.compile("[\u00a1-\u00be]")
# Nothing of Unicode alone stands in these cells but the dashes that an editor puts in.
_UNICODE: Final = re.compile("[^\u0000-\u00ff–—]")

Convert = Callable[[str], str]


def find_font(rows: Iterable[Sequence[object]]) -> Convert | None:
    """Say how to read what rows were written with, or None where they are Unicode."""
    texts = [cell for row in rows for cell in row if isinstance(cell, str) and looks_legacy(cell)]
    if not texts:
        return None
    shown = " ".join(texts)
    is_vni = len(re.findall(_VNI_PAIR, shown, re.IGNORECASE)) > len(_ONLY_TCVN3.findall(shown))
    return read_vni if is_vni else read_tcvn3


def read_tcvn3(text: str) -> str:
    """Read a text that was written for a TCVN3 font; its marked capitals look like small ones."""
    plain = [c for c in text if c.isascii() and c.isalpha()]
    meant = text.translate(_TCVN3)
    if len(plain) > 1 and all(map(str.isupper, plain)):
        return meant.upper()
    starts = [word[0] for word in text.split() if word[0] in plain]
    is_name = len(starts) > 1 and all(map(str.isupper, starts))
    return _TONED_START.sub(lambda letter: letter[0].upper(), meant) if is_name else meant


def read_vni(text: str) -> str:
    """Read a text that was written for a VNI font."""
    return _VNI.sub(lambda found: _vni_letter(found[1] or found[0], found[2]), text)


def _vni_letter(letter: str, mark: str | None) -> str:
    return nfc(letter.translate(_VNI_LETTERS) + (_VNI_MARKS[mark.lower()] if mark else ""))


@dataclass(frozen=True, slots=True)
class UnicodeSheet:
    """Read a sheet whose rows were written for an old font as Unicode."""

    written: Sheet
    convert: Convert

    @property
    def name(self) -> str:
        """Give the sheet's name."""
        return self.written.name

    @property
    def hidden(self) -> bool:
        """Say whether the sheet is hidden."""
        return self.written.hidden

    def rows(self) -> Iterator[list[object]]:
        """Yield every row; those that are Unicode already as they are."""
        for row in self.written.rows():
            legacy = any(isinstance(cell, str) and looks_legacy(cell) for cell in row)
            yield [self._meant(cell) for cell in row] if legacy else row

    def length(self) -> int | None:
        """Count the rows, or None where only reading would tell."""
        return self.written.length()

    def spans(self) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """List the merged ranges."""
        return self.written.spans()

    def _meant(self, cell: object) -> object:
        is_old = isinstance(cell, str) and _UNICODE.search(cell) is None
        return self.convert(str(cell)) if is_old else cell
