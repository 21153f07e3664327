"""Door: a composed poll looked at as its members will see it, timed, stored and opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot import approvals, organisations
from bot.inviting import foretell_invitation, launch_invitation
from bot.messages import Choice, Reply
from bot.models import Survey
from bot.surveys.composing import Manner, Poll, copy_form, make_form, name_form
from bot.surveys.forms import Form, form_of
from bot.surveys.forms import Question as Asked
from bot.surveys.keys import Keys
from bot.surveys.opening import Means, import_form, open_survey
from bot.surveys.passages import Passage
from bot.surveys.picturing import Kept, carry_pictures
from bot.surveys.rehearsing import rehearse
from bot.text import moment
from bot.turns import Turn
from handlers.answering_asking import columns_of, marks_of, put_banner, write_question
from handlers.answering_choices import choices_of
from handlers.answering_rehearsing import RehearsePress
from handlers.organizing_asking import (
    Question,
    actor_of,
    always,
    answer,
    ask_step,
    attempt,
    refuse_press,
    refuse_typing,
)
from handlers.organizing_audience import describe_audience
from handlers.organizing_poll_asking import read_time
from handlers.organizing_preview import write_moment
from handlers.organizing_scope import get_survey, permits

MOST_SHOWN = 5  # questions of a copy that are shown whole
EDITABLE = ("question", "choices", "whom", "until", "secrecy")


async def form_from(turn: Turn) -> Form:
    """Return what has been noted as a form; of a copy, with the old one's questions."""
    ends = datetime.fromisoformat(turn.noted("until"))
    start = turn.noted("opens")
    begins = datetime.fromisoformat(start) if start else turn.now
    anonymous = bool(turn.noted("anonymous"))
    if turn.noted("copy"):
        old = form_of(await get_survey(turn, turn.noted("copy"), "survey:write"))
        return copy_form(old, anonymous=anonymous, opens=begins, closes=ends)
    listed = await organisations.list_all(turn.session)
    asker = next(one.name for one in listed if one.id == turn.noted("organisation"))
    manner = Manner(turn.noted("manner"))
    poll = Poll(turn.noted("question"), manner, tuple(turn.noted("choices") or ()))
    return make_form(poll, asker=asker, anonymous=anonymous, opens=begins, closes=ends)


async def show(turn: Turn) -> None:
    """Show the banner and the questions exactly as a member reads them, then ask what to do."""
    form = await attempt(turn, form_from(turn))
    if form is None:
        turn.done()
        return
    preview(turn, form)
    await ask_look(turn)


def preview(turn: Turn, form: Form) -> None:
    """Show a form's banner and its first questions exactly as a member reads them."""
    passage = rehearse(form)
    put_banner(turn, passage)
    for question in passage.asked[:MOST_SHOWN]:
        turn.replies.append(_as_asked(turn, passage, question))
    rest = len(passage.asked) - MOST_SHOWN
    if rest > 0:
        turn.say("poll-preview-more", count=rest)


async def ask_look(turn: Turn) -> None:
    """Ask whether to open the poll, now or later, to change it, or to drop it."""
    ends = moment(turn.locale, datetime.fromisoformat(turn.noted("until")))
    audience = await describe_audience(turn, turn.noted("rule"))
    words = [turn.phrase("poll-preview", audience=audience, closes=ends)]
    asked = turn.noted("organisation"), turn.noted("rule")
    start = datetime.fromisoformat(turn.noted("opens") or turn.now.isoformat())
    words += await foretell_invitation(
        turn.session, *asked, start=start, now=turn.now, locale=turn.locale
    )
    names = ("now", "later") if await _may_run(turn) else ("keep",)
    choices = [answer("look", name, turn.phrase(f"poll-{name}")) for name in (*names, "mend")]
    ask_step(
        turn,
        "look",
        "\n".join(words),
        choices=[*choices, answer("look", "drop", turn.phrase("poll-drop"))],
    )


async def press_look(turn: Turn, value: str) -> bool:
    """Do what was chosen; the flow goes nowhere by itself from here."""
    match value:
        case "now" | "keep":
            await store(turn)
        case "later":
            await ask_start(turn)
        case "mend":
            await ask_mend(turn)
        case "drop":
            turn.done()
            turn.say("poll-dropped")
        case _:
            await refuse_press(turn, value)
    return False


async def ask_mend(turn: Turn) -> None:
    """Ask what is to be changed; the questions of a copy stay as they are."""
    names = EDITABLE[2:] if turn.noted("copy") else EDITABLE
    choices = [answer("mend", step, turn.phrase("poll-part", step=step)) for step in names]
    ask_step(turn, "mend", turn.phrase("poll-mend-what"), choices=choices)


async def ask_start(turn: Turn) -> None:
    """Ask when the poll opens."""
    ask_step(turn, "start", turn.phrase("poll-start"), marks="none")


async def read_start(turn: Turn, text: str) -> bool:
    """Take when the poll opens, and store it."""
    start = read_time(turn, text)
    if start is None:
        return False
    if start >= datetime.fromisoformat(turn.noted("until")):
        turn.misunderstood("poll-ends-before-start")
        return False
    turn.note(opens=write_moment(start))
    await store(turn)
    return False


async def store(turn: Turn) -> None:
    """Keep the poll as a survey like any other, open it where it may, and say how it stands."""
    survey = await attempt(turn, _store(turn))
    if survey is None:
        turn.repeat_question()
        return
    turn.done()
    choice = Choice(turn.phrase("organizing-survey-rehearse"), RehearsePress(survey.id).pack())
    await say_stored(turn, survey, () if survey.state == "open" else (choice,))


async def say_stored(turn: Turn, survey: Survey, choices: Sequence[Choice] = ()) -> None:
    """Say how a survey that was kept just now stands, and what follows."""
    waits = await approvals.find_pending(turn.session, "survey", survey.id)
    words = turn.phrase(
        "poll-stored",
        title=survey.title,
        state="awaits" if waits else survey.state,
        opens=moment(turn.locale, survey.opens_at),
        closes=moment(turn.locale, survey.closes_at),
    )
    if survey.anonymous:
        turn.say("survey-key-keep", code=survey.code)
    turn.quote(words, choices=choices)


async def _store(turn: Turn) -> Survey:
    actor, form = await actor_of(turn), await form_from(turn)
    survey = await import_form(
        turn.session,
        actor,
        await name_form(turn.session, form, now=turn.now),
        organisation_id=turn.noted("organisation"),
        rule=turn.noted("rule"),
        campaign_id=None,
        now=turn.now,
        approve_over=turn.settings.approve_over,
        pictures=await _pictures(turn, form),
    )
    waits = await approvals.find_pending(turn.session, "survey", survey.id)
    if survey.state == "scheduled" and survey.opens_at <= turn.now and waits is None:
        means = Means(Keys(turn.settings.data_dir), launch_invitation, turn.settings.approve_over)
        await open_survey(turn.session, actor, survey.id, turn.now, means)
    return survey


async def _pictures(turn: Turn, form: Form) -> Kept:
    """Return the pictures that a copy takes over from the old survey."""
    if not turn.noted("copy"):
        return {}
    old = await get_survey(turn, turn.noted("copy"), "survey:write")
    return await carry_pictures(turn.session, old, closes=form.closes, now=turn.now)


def _as_asked(turn: Turn, passage: Passage, question: Asked) -> Reply:
    """Return a question as members get it; behind its buttons there is nothing yet."""
    nothing = RehearsePress(0).pack()
    choices = tuple(Choice(c.label, nothing) for c in choices_of(turn, passage, question))
    words = write_question(turn, passage, question)
    return Reply(words, choices, columns=columns_of(question), marks=marks_of(question))


async def _may_run(turn: Turn) -> bool:
    organisation, rule = turn.noted("organisation"), turn.noted("rule")
    return permits(await actor_of(turn), "survey:run", organisation_id=organisation, rule=rule)


LOOK = Question("look", ask_look, refuse_typing, press_look, always)
START = Question("start", ask_start, read_start, refuse_press, always)
