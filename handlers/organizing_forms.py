"""Door: "Nhập tệp Excel": an XLSForm sent in chat: checked, looked at, kept as a draft."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import ClassVar

from bot import files, members
from bot.access import may_somewhere
from bot.messages import Choice
from bot.models import Organisation
from bot.presses import Press
from bot.surveys.checking import look_over
from bot.surveys.forms import Form
from bot.surveys.opening import import_form
from bot.surveys.quotas import set_shares
from bot.text import moment
from bot.turns import Router, Turn
from bot.xlsforms import Reading, Remark, XlsFormError, read_sent
from handlers.answering_rehearsing import RehearsePress
from handlers.organizing_asking import LISTED, actor_of, admit, attempt, clipped
from handlers.organizing_poll_showing import preview, say_stored
from handlers.organizing_scope import find_senders, narrow, permits

router = Router("organizing_forms")
PERMISSION = "survey:write"
STEP = "organizing-forms"
SUFFIX = ".xlsx"
MOST_BYTES = 2 * 1024 * 1024  # a form of 500 questions has less than a tenth
MOST_TOLD = 12  # remarks in one message


@dataclass(frozen=True)
class FormPress(Press):
    """Do something with a form that was sent: `ask` for one, `check`, `draft`, `plan`, `drop`."""

    TAG: ClassVar[str] = "oi"
    act: str
    file: int
    organisation: int


async def offer_form(turn: Turn) -> list[Choice]:
    """Return the button that asks for a form's file, for who may write surveys."""
    if not may_somewhere(await actor_of(turn), PERMISSION):
        return []
    return [_choice(turn, "ask", 0, 0)]


async def take_form(turn: Turn) -> bool:
    """Take a form that an organizer sends; False: it is none, or something else is going on."""
    received = turn.incoming.file
    if received is None or turn.chat.step not in (None, "", STEP):
        return False
    if not received.name.lower().endswith(SUFFIX) or not await offer_form(turn):
        return False
    if received.size > MOST_BYTES:
        turn.say("file-too-large", most=MOST_BYTES // 1024**2)
        return True
    verb = files.receive(turn.session, received, turn.incoming.account, now=turn.now)
    attachment = await attempt(turn, verb)
    if attachment is not None:
        turn.done()
        turn.note(form=attachment.file)
        words = turn.phrase("organizing-form-came", name=attachment.name)
        turn.ask(words, step=STEP, choices=[_choice(turn, "check", attachment.file, 0)])
    return True


@router.at(STEP)
async def say_choices(turn: Turn) -> None:
    """Say that a file or one of the choices is expected."""
    turn.misunderstood("organizing-form-how")


@router.on(FormPress)
async def do(turn: Turn, press: FormPress) -> None:
    """Do what a button says; a form that another chat sent is not read here."""
    if not await admit(turn, PERMISSION):
        return
    if press.act in ("ask", "drop"):
        turn.done()
        if press.act == "ask":
            turn.ask(turn.phrase("organizing-form-how"), step=STEP)
        else:
            turn.say("poll-dropped")
        return
    if turn.noted("form") != press.file:
        turn.say("old-button")
        return
    reading = await _read(turn, press.file)
    if reading is not None and press.act == "check":
        await _show(turn, press.file, reading)
    elif reading is not None:
        await _keep(turn, press, reading.form)


async def _read(turn: Turn, file: int) -> Reading | None:
    """Read the file that was sent, or say what keeps it from being a survey."""
    content = await files.find(turn.session, file, now=turn.now)
    if content is None or content.sha256 == files.GONE:
        turn.done()
        turn.say("file-gone")
    elif content.sha256 == files.UNFETCHED:
        turn.say("organizing-form-not-yet")
        turn.repeat_question()
    else:
        try:
            return await read_sent(content.content)
        except XlsFormError as error:
            turn.say("xlsform-faults", count=len(error.faults))
            _tell(turn, error.faults)
            turn.ask(turn.phrase("organizing-form-mend"), step=STEP)
    return None


async def _show(turn: Turn, file: int, reading: Reading) -> None:
    """Say what was remarked and how long it takes, show the first questions, ask what to do."""
    form = reading.form
    _tell(turn, reading.warnings)
    looked = await asyncio.to_thread(look_over, form, turn.now)
    lines = [turn.phrase(one.phrase, place=one.place, **one.values) for one in looked.found]
    lines = [*lines[:MOST_TOLD], *([] if looked.is_whole else [_say_long(turn, form)])]
    if lines:
        turn.quote("\n".join(f"- {line}" for line in lines))
    preview(turn, form)
    shortest, longest = looked.ways
    words = turn.phrase(
        "organizing-form-look",
        title=form.title.said(turn.locale),
        count=len(form.written),
        least=shortest.presses + shortest.typed,
        most=longest.presses + longest.typed,
        opens=moment(turn.locale, form.opens),
        closes=moment(turn.locale, form.closes),
    )
    askers = await find_senders(turn, await actor_of(turn), PERMISSION)
    choices = [*await _ways(turn, file, askers), _choice(turn, "drop", file, 0)]
    turn.ask(words, step=STEP, choices=choices)


def _say_long(turn: Turn, form: Form) -> str:
    return turn.phrase("organizing-form-long", count=len(form.written))


async def _ways(turn: Turn, file: int, askers: list[Organisation]) -> list[Choice]:
    """Return how it may be kept: of one asker also to open by itself, of several as a draft."""
    if len(askers) != 1:
        return [
            Choice(
                clipped(turn.phrase("organizing-form-draft-of", name=one.name)),
                FormPress("draft", file, one.id).pack(),
            )
            for one in askers[:LISTED]
        ]
    actor, asker = await actor_of(turn), askers[0]
    whom = narrow(actor, {"organisation": asker.id}, asker.id, PERMISSION)
    runs = permits(actor, "survey:run", organisation_id=asker.id, rule=whom)
    acts = ("plan", "draft") if runs else ("draft",)
    return [_choice(turn, act, file, asker.id) for act in acts]


async def _keep(turn: Turn, press: FormPress, form: Form) -> None:
    """Keep the form as a survey of its organisation's members within the organizer's scope."""

    async def work() -> None:
        actor, asker = await actor_of(turn), press.organisation
        survey = await import_form(
            turn.session,
            actor,
            form,
            organisation_id=asker,
            rule=dict(narrow(actor, {"organisation": asker}, asker, PERMISSION)),
            campaign_id=None,
            now=turn.now,
            approve_over=turn.settings.approve_over,
            as_draft=press.act != "plan",
        )
        places = members.places_for(turn.settings)
        await set_shares(turn.session, actor, survey.id, form.shares, places, now=turn.now)
        turn.done()
        label = turn.phrase("organizing-survey-rehearse")
        await say_stored(turn, survey, [Choice(label, RehearsePress(survey.id).pack())])

    await attempt(turn, work())


def _tell(turn: Turn, remarks: tuple[Remark, ...]) -> None:
    """Say remarks with their cells, as many as one reads; nothing where there are none."""
    if not remarks:
        return
    lines = [
        turn.phrase(
            "organizing-form-remark",
            sheet=one.sheet or "-",
            row=str(one.row),
            column=one.column or "-",
            told=turn.phrase(one.phrase, **one.values),
        )
        for one in remarks[:MOST_TOLD]
    ]
    if len(remarks) > MOST_TOLD:
        lines.append(turn.phrase("organizing-form-more", count=len(remarks) - MOST_TOLD))
    turn.quote("\n".join(lines))


def _choice(turn: Turn, act: str, file: int, organisation: int) -> Choice:
    label = turn.phrase(f"organizing-form-{act}")
    return Choice(label, FormPress(act, file, organisation).pack())
