"""Ground: Vietnamese text, its one normal form, its folded shadow, names and their order."""

import re
import unicodedata
from functools import lru_cache

_GAPS = re.compile(r"[\W_]+")
_SPACES = re.compile(r"[\s\u200b\u2060\ufeff]+")
_LETTER_RUN = re.compile(r"[^\W\d_]+")

# The Vietnamese alphabet, with the four letters that foreign names bring.
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: f"{10 + place}" for place, letter in enumerate(_ALPHABET)}

# The order of tones in Vietnamese dictionaries: none, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}

_Y_AS_I = re.compile(r"(?<=[bcdđghklmnpqrstvx])y$|(?<=^qu)y$")

# TCVN3 and VNI fonts put Vietnamese on Latin-1 letters that Vietnamese does not have, or on
# capitals within words ("NguyÔn"), or write the mark as a letter of its own ("Nguyeãn").
_FOREIGN = "¨©ª¬®µ¶·¸¹¼½¾ÆÇËÎÏÐÑÖ×ØÜÞßäåæçëîïðñö÷øûüþÄÅ§"
_LEGACY = re.compile(
    rf"[^\W\d_][{_FOREIGN}]|[{_FOREIGN}][^\W\d_]"
    r"|[a-z]«|[a-z][ÊÌÍÒÓÔÕÝÉÈ]|[A-Z][ÊÌÍÒÓÔÕÝ](?=[a-z])"
    r"|a[âêáàãéèúùõ]|e[âáàãùõ]|o[âùõ]|u[ùõ]|y[ùõ]|ô[ùõ]"
    r"|á[º»]|Ä[‘\u0090-\u0093]|\ufffd"
)


def nfc(text: str) -> str:
    """Give the composed (NFC) form, the only one that is stored and compared."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=32_768)
def fold(text: str) -> str:
    """Give what search compares: no marks, no case, đ as d, gaps and punctuation as one space."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    lowered = bare.lower().replace("đ", "d")
    return _GAPS.sub(" ", unicodedata.normalize("NFC", lowered)).strip()


def display_name(raw: str) -> str:
    """Give a name as it is shown: trimmed, CAPITALS and small letters made Title Case."""
    name = _SPACES.sub(" ", nfc(raw)).strip()
    if name.isupper() or name.islower():
        return _LETTER_RUN.sub(lambda run: run.group().capitalize(), name)
    return name


@lru_cache(maxsize=1024)
def given_name(full: str) -> str:
    """Give the word that people are addressed by: the last one."""
    words = display_name(full).split()
    return words[-1] if words else ""


def sort_key(full: str) -> str:
    """Give digits whose plain order is the Vietnamese one: given name, family, middle, tones."""
    words = _GAPS.sub(" ", nfc(full).lower()).split()
    ordered = words[-1:] + words[:-1]
    return "".join(_syllable_key(word) for word in ordered)


def same_name(a: str, b: str) -> bool:
    """Say whether two spellings are one name; a name written without marks fits any marks."""
    plain_a, plain_b = _plain(a), _plain(b)
    if plain_a != plain_b:
        return False
    if not has_marks(a) or not has_marks(b):
        return True
    return _spelling(a) == _spelling(b)


def has_marks(text: str) -> bool:
    """Say whether a text carries any Vietnamese mark (đ is one)."""
    return any(unicodedata.combining(c) or c in "đĐ" for c in unicodedata.normalize("NFD", text))


def looks_legacy(text: str) -> bool:
    """Say whether a text was written with a TCVN3 or VNI font, or decoded wrongly."""
    return _LEGACY.search(nfc(text)) is not None


def _plain(name: str) -> str:
    return " ".join(_Y_AS_I.sub("i", word) for word in fold(name).split())


def _spelling(name: str) -> list[tuple[str, int]]:
    words = _GAPS.sub(" ", nfc(name).lower()).split()
    parts = [_letters_and_tone(word) for word in words]
    return [(_Y_AS_I.sub("i", letters), tone) for letters, tone in parts]


def _syllable_key(word: str) -> str:
    letters, tone = _letters_and_tone(word)
    return "".join(_RANK.get(c, f"9{ord(c):07}") for c in letters) + f"0{tone}"


def _letters_and_tone(word: str) -> tuple[str, int]:
    """Part a syllable from its tone, wherever the tone was put (hoà, hòa)."""
    marked = unicodedata.normalize("NFD", word)
    tone = next((_TONES[c] for c in marked if c in _TONES), 0)
    return nfc("".join(c for c in marked if c not in _TONES)), tone
