"""The command line: `nhipcau survey try` and `check`: a survey before anybody is asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from bot.clock import SystemClock, to_local
from bot.commands.running import epilog, fail, on_site
from bot.commands.survey_files import read_file
from bot.errors import Refused
from bot.site import Site
from bot.surveys.answering import value_at
from bot.surveys.checking import Way, check_form, check_logic, find_ways
from bot.surveys.exploring import explore
from bot.surveys.finding import get_survey
from bot.surveys.forms import PRESSED, Form, Question, QuestionKind, form_of
from bot.surveys.passages import Passage
from bot.surveys.rehearsing import rehearse
from bot.surveys.types import worth_of
from bot.surveys.values import DECLINED, Value, read_namely, read_typed, shown
from bot.surveys.ways import BACK_WORDS, KEEP_WORDS, SKIP_WORDS
from bot.surveys.wording import said
from bot.text import LOCALES, moment, say
from bot.words import fold

SKIP, BACK, KEEP = (
    {fold(word) for word in words} for words in (SKIP_WORDS, BACK_WORDS, KEEP_WORDS)
)


@click.command("check", epilog=epilog("survey check bhyt.yaml"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check_survey(file: Path) -> None:
    """Look FILE over: faults, what would confuse people, the longest and the shortest way."""
    now = SystemClock().now()
    form = read_file(file, trying=now)
    tried = explore(form)
    found = [*check_form(form, now), *check_logic(form, tried)]
    for one in found:
        click.echo(str(one))
    shortest, longest = find_ways(form, tried)
    every = "all of them on every way" if tried.tries == 1 else f"in {tried.tries} tries"
    click.echo(f"Questions: {sum(one.is_asked for one in form.written)}, {every}.")
    click.echo(f"Shortest way: {_tell(shortest)}. Longest way: {_tell(longest)}.")
    if found:
        fail(f"{file.name}: {len(found)} to look at")
    click.echo("Nothing to mend.")


@click.command("try", epilog=epilog("survey try bhyt.yaml", "survey try bhyt --locale en"))
@click.argument("what", metavar="FILE|CODE")
@click.option("--locale", type=click.Choice(LOCALES), default="vi", help="Language to walk in.")
def try_survey(what: str, locale: str) -> None:
    """Walk a survey here as people will walk it in chat; nothing is stored."""
    path, now = Path(what), SystemClock().now()
    passage = rehearse(read_file(path, trying=now) if path.is_file() else _find(what))
    passage.locale = locale
    form = passage.form
    banner = say(
        locale,
        "survey-banner",
        title=form.title.said(locale),
        purpose=form.purpose.said(locale),
        count=len(passage.asked),
        closes=moment(locale, form.closes),
        worth=worth_of(passage.survey, locale),
        anonymous="yes" if form.anonymous else "no",
    )
    click.echo(f"{say(locale, 'survey-rehearsal')}\n\n{banner}")
    _walk(passage, locale, to_local(now).date())
    click.echo(f"\n{say(locale, 'survey-review')}")
    for note in passage.notes_at_end():
        click.echo(said(passage, note, note.text, locale))
    for place, question in enumerate(passage.asked, 1):
        answer = shown(question, passage.answers[question.code], locale)
        click.echo(f"{place}. {said(passage, question, question.text, locale)} → {answer}")
    click.echo(say(locale, "survey-rehearsal-over", title=form.title.said(locale)))


def _find(code: str) -> Form:
    async def work(site: Site) -> Form:
        async with site.database.reading() as session:
            return form_of(await get_survey(session, code))

    found: Form = on_site(work)
    return found


def _walk(passage: Passage, locale: str, today: date) -> None:
    """Ask question after question until each that concerns the walker is settled."""
    question = passage.next_after(-1)
    while question is not None:
        _show(passage, question, locale)
        text = click.prompt("", prompt_suffix="> ").strip()
        if fold(text) in BACK:
            question = passage.before(question) or question
            continue
        try:
            answers = _read(passage, question, text, today)
            for asked, value in answers:
                passage.check(asked, value)
                passage.put(asked, value)
        except Refused as refused:
            click.echo(say(locale, refused.code, **refused.values))
            continue
        question = passage.next_after(passage.form.place_of(question.code))


def _show(passage: Passage, question: Question, locale: str) -> None:
    place, count = passage.number_of(question), len(passage.asked)
    for note in passage.notes_before(question):
        click.echo(f"\n{said(passage, note, note.text, locale)}")
    click.echo(f"\n{say(locale, 'survey-progress', place=place, count=count)}")
    click.echo(said(passage, question, question.text, locale))
    if hint := said(passage, question, question.hint, locale):
        click.echo(hint)
    if passage.is_for_some(question) and not question.other_of:
        click.echo(say(locale, "survey-for-some-typed"))
    if suggested := passage.suggested(question):
        click.echo(say(locale, "survey-suggested", answer=shown(question, suggested, locale)))
    question = passage.as_offered(question)
    labels = [choice.text.said(locale) for choice in question.choices]
    if question.kind is QuestionKind.YES_NO:
        labels = [say(locale, "survey-yes"), say(locale, "survey-no")]
    if question.kind is QuestionKind.ACKNOWLEDGE:
        labels = [say(locale, "survey-acknowledge")]
    for number, label in enumerate(labels, 1):
        click.echo(f"  {label}" if question.choices_are_numbers else f"  {number}. {label}")


def _read(
    passage: Passage, question: Question, text: str, today: date
) -> list[tuple[Question, Value]]:
    """Understand what was typed as the chat would: a place, a choice's words, or the answer."""
    question = passage.as_offered(question)
    if (value := _read_way(passage, question, text)) is not None:
        return [(question, value)]
    if passage.survey.anonymous:
        return [(question, read_typed(question, text, today))]
    return read_namely(passage.form.questions, question, text, today)


def _read_way(passage: Passage, question: Question, text: str) -> Value | None:
    """Understand what the chat has buttons for, or return None."""
    if fold(text) in KEEP and (suggested := passage.suggested(question)):
        return suggested
    if fold(text) in SKIP:
        if passage.is_required(question):
            raise Refused("survey-required")
        return dict(DECLINED)
    if question.kind is QuestionKind.ONE_CHOICE:
        for place, choice in enumerate(question.choices):
            if fold(text) in {fold(choice.text.vi), fold(choice.text.en) or fold(choice.text.vi)}:
                return value_at(question, place)
    if question.kind in PRESSED and text.isdecimal() and not question.choices_are_numbers:
        return value_at(question, int(text) - 1)
    return None


def _tell(way: Way) -> str:
    return f"{way.presses} presses and {way.typed} typed answers"
