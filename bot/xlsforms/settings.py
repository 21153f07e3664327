"""Room: the sheet `settings` of an XLSForm: what a survey needs beyond its questions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import LOCAL
from bot.surveys.bydate import ByDate, read_by_date
from bot.surveys.forms import Form, Wording
from bot.surveys.shares import Share, read_shares
from bot.surveys.types import INFORMAL, Standing, read_types
from bot.words import fold
from bot.xlsforms.questions import TRUE
from bot.xlsforms.sheets import Book, Row
from bot.xlsforms.wordings import Languages

MOST_CODE = 30
MOST_PURPOSE = 500
LASTS = timedelta(days=10)  # of a form that is only looked at and does not say
MOMENTS = ("%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S")
READ_SETTINGS = frozenset(
    [
        "form_title",
        "form_id",
        "purpose",
        "opens",
        "closes",
        "anonymous",
        "late",
        "remind_times",
        "remind_every_days",
        "default_language",
        *("survey_type", "order", "document", "quota", "by_date"),
    ]
)


@dataclass(frozen=True, slots=True)
class Said:
    """Hold what the command says beside the file; it goes before what the file says."""

    code: str = ""
    title: str = ""
    purpose: str = ""
    opens: str = ""
    closes: str = ""
    anonymous: bool | None = None


def read_settings(book: Book, languages: Languages, given: Said, *, fallback: str) -> Form:
    """Return a form of no questions yet, with what the sheet `settings` and the command say."""
    settings = book.rows["settings"]
    row = settings[0] if settings else Row("settings", 2, {}, {})
    for name in (column.name for column in book.columns["settings"]):
        if name == "public_key" and row.get(name):
            book.blame(row, name, "encrypted")
        elif name not in READ_SETTINGS and row.get(name):
            book.warn(row, name, "setting-dropped", name=name)
    wanted = given.code or row.get("form_id") or fallback
    code = "-".join(fold(wanted).split())[:MOST_CODE].strip("-")
    if code != wanted:
        book.warn(row, "form_id", "code-changed", name=code)
    opens, closes = (
        _moment(book, row, name, getattr(given, name)) for name in ("opens", "closes")
    )
    if closes <= opens:
        book.blame(row, "closes", "order")
    said = row.get("anonymous").lower()
    if said not in (*TRUE, "no", "false", "0", ""):
        book.blame(row, "anonymous", "setting-wrong", name="anonymous", value=said[:60])
    return Form(
        code=code,
        title=_wording(book, languages, row, "form_title", given.title),
        purpose=_wording(book, languages, row, "purpose", given.purpose),
        anonymous=said in TRUE if given.anonymous is None else given.anonymous,
        late="refuse" if row.get("late") == "refuse" else "join",
        opens=opens,
        closes=closes,
        remind_times=_whole(book, row, "remind_times", 0, 10),
        remind_every_days=_whole(book, row, "remind_every_days", 3, 60),
        questions=(),
        standing=_standing(book, row),
        shares=_shares(book, row),
        by_date=_by_date(book, row),
    )


def _by_date(book: Book, row: Row) -> ByDate | None:
    said = row.get("by_date")
    found = read_by_date(said) if said else None
    if said and found is None:
        book.blame(row, "by_date", "setting-wrong", name="by_date", value=said[:60])
    return found


def _standing(book: Book, row: Row) -> Standing | None:
    """Return what a file says that a survey is; whoever attests says so with the command."""
    kind, order, document = (row.get(name) for name in ("survey_type", "order", "document"))
    if not (kind or order or document):
        return None
    if kind and kind not in {known.code for known in read_types()}:
        book.blame(row, "survey_type", "setting-wrong", name="survey_type", value=kind[:60])
    return Standing(kind or INFORMAL, order, document)


def _shares(book: Book, row: Row) -> tuple[Share, ...]:
    said = row.get("quota")
    found = read_shares(said)
    if found is None:
        book.blame(row, "quota", "setting-wrong", name="quota", value=said[:60])
    return found or ()


def _miss(book: Book, row: Row, name: str, option: str) -> None:
    """Blame a setting that is missing, or tell that the import will ask for it."""
    tell, code = (book.warn, "setting-awaited") if book.trying else (book.blame, "setting-missing")
    tell(row, name, code, name=name, option=option)


def _wording(book: Book, languages: Languages, row: Row, name: str, given: str) -> Wording:
    wording = Wording(given) if given else languages.wording(row, name)
    if not wording.vi:
        option = "--title" if name == "form_title" else "--purpose"
        _miss(book, row, name, option)
        return Wording("…")
    if len(wording.vi) > MOST_PURPOSE:
        book.blame(row, name, "label-too-long", length=len(wording.vi), most=MOST_PURPOSE)
    return wording


def _moment(book: Book, row: Row, name: str, given: str) -> datetime:
    text = given or row.get(name)
    if not text:
        _miss(book, row, name, f"--{name}")
    if not text and book.trying:
        return book.trying + (LASTS if name == "closes" else timedelta())
    for pattern in MOMENTS if text else ():
        try:
            return datetime.strptime(text, pattern).replace(tzinfo=LOCAL)
        except ValueError:
            continue
    if text:
        book.blame(row, name, "setting-wrong", name=name, value=text[:60])
    year = 1 if name == "opens" else 2  # of no use: the file is refused
    return datetime(year, 1, 1, tzinfo=LOCAL)


def _whole(book: Book, row: Row, name: str, otherwise: int, most: int) -> int:
    text = row.get(name)
    if not text:
        return otherwise
    if not re.fullmatch(r"\d{1,2}", text) or int(text) > most:
        book.blame(row, name, "setting-wrong", name=name, value=text[:60])
        return otherwise
    return int(text)
