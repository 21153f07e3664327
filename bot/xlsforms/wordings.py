"""Room: what a cell says in its languages, made one wording of ours."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.surveys.forms import NOTHING, Wording
from bot.xlsforms.sheets import Book, Row, language_of

OURS = ("vi", "en")
STYLES = (  # what the standard lets labels be styled with; `*` and `_` alone may mean anything
    (re.compile(r"</?span\b[^<>]*>", re.I), ""),
    (re.compile(r"^#{1,6} +", re.M), ""),
    (re.compile(r"(?<![\w{])(\*\*|__)(?=\S)([^\n]+?)(?<=\S)\1(?![\w}])"), r"\2"),
    (re.compile(r"\[([^\[\]\n]+)\]\((https?://[^\s()]+)\)"), r"\1 (\2)"),
)


def without_styles(text: str) -> str:
    """Return a label as it is read: a link with its address, no bold, colours or headings."""
    for style, plain in STYLES:
        text = style.sub(plain, text)
    return text


@dataclass(frozen=True, slots=True)
class Languages:
    """Hold the language of columns that name none."""

    default: str

    def wording(self, row: Row, name: str) -> Wording:
        """Return what a row says in a column; what has no Vietnamese is said in what there is."""
        said = {
            language or self.default: " ".join(text.split()) if name != "label" else text.strip()
            for language, text in (
                (language, without_styles(text))
                for language, text in row.by_language(name).items()
            )
            if text.strip()
        }
        if not said:
            return NOTHING
        vi = (
            said.get("vi") or said.get(self.default) or said.get("en") or next(iter(said.values()))
        )
        others = tuple((code, text) for code, text in said.items() if code not in OURS)
        return Wording(vi, said.get("en", ""), others)


def find_languages(book: Book) -> Languages:
    """Return a form's languages; its settings may say which one is meant where none is named."""
    named = book.rows["settings"][0].get("default_language") if book.rows["settings"] else ""
    return Languages(language_of(named) or "vi")


def speaks_vietnamese(book: Book, languages: Languages) -> bool:
    """Tell whether any label is in Vietnamese, as far as the headings say."""
    labels = [column for column in book.columns["survey"] if column.name == "label"]
    return any((column.language or languages.default) == "vi" for column in labels)
