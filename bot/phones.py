"""Ground: Vietnamese mobile numbers as people and spreadsheets write them."""

import re
import unicodedata

_SEPARATORS = re.compile(r"[\s.,\-‐-―_()'’`´·/\u200b\u2060\ufeff]+")
_SCIENTIFIC = re.compile(r"\d[.,]\d{7,}[eE]\+?\d{1,2}")
_WITHIN = re.compile(r"(?<![\d+])(?:(?:\+|00)?84|0)[ .\-]?[1-9](?:[ .\-]?\d){8,9}(?!\w)")
_BETWEEN = re.compile(r"[/;,\n]|\s-\s")
_MOBILE = re.compile(r"0[35789]\d{8}")
_LANDLINE = re.compile(r"02\d{8,9}")

_ZERO_LOST, _NATIONAL, _OLD_NATIONAL = 9, 10, 11
_EXCEL_LARGEST = 1e15

# 15/09/2018: eleven digits became ten, the last seven were kept (Ministry of Information and
# Communications, plan 798/QĐ-BTTTT).
_PREFIXES_OF_2018 = {
    "0162": "032", "0163": "033", "0164": "034", "0165": "035",
    "0166": "036", "0167": "037", "0168": "038", "0169": "039",
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip


def parse_phone(raw: object) -> str | None:
    """Read one Vietnamese mobile number as ten digits "0…", or None (see why_not_phone)."""
    found = find_phones(raw)
    return found[0] if len(found) == 1 else None


def find_phones(raw: object) -> list[str]:
    """Read every different mobile number of a cell, in order ("0912 345 678 / 0987 654 321")."""
    text = phone_text(raw)
    whole = _national(_SEPARATORS.sub("", text))
    if whole is not None:
        return [whole]
    parts = (_national(_SEPARATORS.sub("", hit.group())) for hit in _WITHIN.finditer(text))
    found = [part for part in parts if part is not None] or _listed(text)
    return list(dict.fromkeys(found))


def _listed(text: str) -> list[str]:
    """Read numbers that all lost their zero, or none ("912345678/987654321")."""
    parts = [_national(_SEPARATORS.sub("", part)) for part in _BETWEEN.split(text)]
    return [part for part in parts if part is not None] if all(parts) else []


def why_not_phone(raw: object) -> str | None:
    """Say why a cell is no single mobile number: a code, or None where it is one."""
    found = find_phones(raw)
    if found:
        return None if len(found) == 1 else "several_phones"
    text = phone_text(raw)
    digits = _SEPARATORS.sub("", text)
    if not any(c.isalnum() for c in text):
        return "no_phone"
    if not digits.removeprefix("+").isdecimal():
        return "not_a_number"
    return _why_not_digits(_without_country(digits.removeprefix("+")))


def mask_phone(phone: str) -> str:
    """Hide the middle of a number for logs and lists: 0912345678 as 091****678."""
    return f"{phone[:3]}****{phone[-3:]}" if len(phone) >= _ZERO_LOST else "****"


def phone_text(raw: object) -> str:
    """Give a cell as text: full-width digits plain, Excel's numbers without their fraction."""
    if raw is None or isinstance(raw, bool):
        return ""
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() and abs(raw) < _EXCEL_LARGEST else str(raw)
    text = unicodedata.normalize("NFKC", str(raw)).strip()
    if _SCIENTIFIC.fullmatch(text):
        return phone_text(float(text.replace(",", ".")))
    return re.sub(r"^(\d{9,12})[.,]0+$", r"\1", text)


def _national(digits: str) -> str | None:
    plain = re.sub(r"^[oO](?=\d{9}$)", "0", digits).removeprefix("+")
    if not (plain.isascii() and plain.isdecimal()):
        return None
    plain = _without_country(plain)
    if len(plain) == _OLD_NATIONAL and plain[:4] in _PREFIXES_OF_2018:
        plain = _PREFIXES_OF_2018[plain[:4]] + plain[4:]
    return plain if _MOBILE.fullmatch(plain) else None


def _without_country(digits: str) -> str:
    """Turn +84, 84, 0084 and a lost leading zero into the national form."""
    local = digits.removeprefix("00")
    if local.startswith("84") and len(local) > _NATIONAL:
        return "0" + local[2:].removeprefix("0")
    if len(local) == _ZERO_LOST or (
        len(local) == _NATIONAL and f"0{local[:3]}" in _PREFIXES_OF_2018
    ):
        return "0" + local
    return digits


def _why_not_digits(national: str) -> str:
    if _LANDLINE.fullmatch(national):
        return "landline"
    if len(national) < _NATIONAL:
        return "too_short"
    return "too_long" if len(national) > _NATIONAL else "wrong_prefix"
