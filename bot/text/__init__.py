"""Ground: the words for people, and the one function that says a phrase."""

from __future__ import annotations

from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path

from babel.dates import format_datetime
from babel.numbers import format_decimal
from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser

from bot.clock import to_local

LOCALES = ("vi", "en")
FOLDER = Path(__file__).parent


class PhraseError(Exception):
    """A phrase does not exist, or lacks a variable: a fault of ours, found by the tests."""


@cache
def bundle(locale: str) -> FluentBundle:
    """Read a locale's phrases once."""
    made = FluentBundle([locale], use_isolating=False)
    parser = FluentParser(with_spans=False)  # where a phrase stands in its file is 1.5 MB a locale
    for path in sorted((FOLDER / locale).glob("*.ftl")):
        made.add_resource(parser.parse(path.read_text("utf-8")))
    return made


def say(locale: str, phrase: str, **values: str | int | float) -> str:
    """Return a phrase in a locale, Vietnamese where the locale is not ours.

    Numbers are written as the locale does (1.250.000); a year is therefore handed in as text.
    """
    if any(isinstance(value, str) for value in values.values()):
        return _write(locale, phrase, **values)
    return _say_again(locale, phrase, **values)


@lru_cache(maxsize=2048, typed=True)
def _say_again(locale: str, phrase: str, **values: float) -> str:
    """Say what is said again and again: a label, `Câu 3/12`; never somebody's own words."""
    return _write(locale, phrase, **values)


def _write(locale: str, phrase: str, **values: str | int | float) -> str:
    words = bundle(locale if locale in LOCALES else "vi")
    if not words.has_message(phrase):
        raise PhraseError(f"no phrase {phrase!r} in {locale}")
    pattern = words.get_message(phrase).value
    if pattern is None:
        raise PhraseError(f"phrase {phrase!r} has no text in {locale}")
    text, errors = words.format_pattern(pattern, values)
    if errors:
        raise PhraseError(f"phrase {phrase!r} in {locale}: {errors}")
    return str(text)


def minutes_for(questions: int) -> int:
    """Return about how many minutes so many questions take people: half a minute each."""
    return -(-questions // 2)


def number(locale: str, value: float) -> str:
    """Write a number as people of a locale do: 1.250.000 in Vietnamese."""
    return str(format_decimal(value, locale=locale if locale in LOCALES else "vi"))


def moment(locale: str, value: datetime) -> str:
    """Write a moment in local time: 20:00 ngày 05/12/2026."""
    pattern = "HH:mm 'ngày' dd/MM/yyyy" if locale != "en" else "HH:mm 'on' dd/MM/yyyy"
    return str(format_datetime(to_local(value), pattern, locale=locale))
