"""Room: what people wrote, looked through for words, whatever marks either of them has."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot import audit
from bot.access import Actor
from bot.models import Survey
from bot.surveys.locking import require_for
from bot.surveys.results import Results, get_results
from bot.surveys.results.wordings import fold_texts
from bot.text import number, say
from bot.words import fold

MOST_FOUND = 50  # texts of one question; the workbook has all


def find_written(texts: Iterable[str], words: str) -> list[tuple[str, int]]:
    """Return the texts that hold each of some words, with how many wrote them, most first.

    A word is found where one begins with it, and with or without marks.
    """
    wanted = [f" {word}" for word in fold(words).split()]
    found = fold_texts(texts)
    return [one for one in found if wanted and all(w in f" {fold(one[0])}" for w in wanted)]


async def take_written(  # noqa: PLR0913 - who, of what, when, which words
    session: AsyncSession, actor: Actor, survey: Survey, now: datetime, words: str, *, locale: str
) -> str:
    """Tell who may take results away what people wrote that has some words; it is audited."""
    require_for(actor, "export:take", survey)
    audit.record(session, actor, "survey:export", f"survey:{survey.id}", now=now, form="words")
    results = await get_results(session, actor, survey, now, whole=True)
    return tell_written(results, words, locale)


def tell_written(results: Results, words: str, locale: str) -> str:
    """Tell which texts of each question hold some words; only of texts that may be told."""
    lines = [say(locale, "results-texts-search", words=words)]
    for tally in results.questions:
        found = find_written(tally.texts, words)
        if found:
            people = sum(count for _, count in found)
            told = say(locale, "results-texts-found", people=number(locale, people))
            lines += ["", f"{tally.question.text.said(locale)} {told}"]
            lines += [f"- {text} ({number(locale, n)})" for text, n in found[:MOST_FOUND]]
    if len(lines) == 1:
        lines.append(say(locale, "results-texts-none"))
    return "\n".join(lines)
