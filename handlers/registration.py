"""Door: registration: from /start to a member, with back, skip, correct and "where was I"."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import ClassVar

from bot import members, recruiting
from bot.addresses import CODE_PREFIX
from bot.errors import Refused
from bot.messages import Choice, Kind
from bot.presses import Press
from bot.turns import Asking, Router, Turn
from bot.turns.reading import find_members
from bot.words import fold
from handlers import profile
from handlers.answering_offering import find_number, offer_linked
from handlers.asking import PREFIX, MovePress, StepPress, current_step
from handlers.organizing_code import enter
from handlers.registration_consents import CONSENTS
from handlers.registration_finishing import finish, finish_consents
from handlers.registration_self import take_contact
from handlers.registration_steps import LAST_CONSENT, NAMES, ORDER, STEPS, after, before
from handlers.speaking import ask_speaker

router = Router("registration")
WHERE = frozenset(
    {
        "toi dang o dau",
        "dang o dau",
        "den dau roi",
        "toi den dau roi",
        "dang o buoc nao",
        "where am i",
        "where was i",
    }
)
ANOTHER = frozenset({"them nguoi", "dang ky them nguoi", "add a person", "add person"})


@dataclass(frozen=True)
class BeginPress(Press):
    """Begin: `new` for a first registration, `another` for one more person, `later` for none."""

    TAG: ClassVar[str] = "rb"
    what: str


def begin_choice(turn: Turn, what: str, *also: str) -> Choice:
    """Return a choice that begins a registration, or leaves it for later."""
    return Choice(turn.phrase(f"register-begin-{what}"), BeginPress(what).pack(), also)


@router.command("start", "batdau", "dangky")
async def start(turn: Turn) -> None:
    """Greet: begin a registration, ask for consent again after an opt-out, or say what we know."""
    payload = turn.payload
    turn.done()
    if payload.casefold().startswith(CODE_PREFIX):
        await spend_code(turn, payload[len(CODE_PREFIX) :])
        return
    if (linked := find_number(payload)) is not None:
        payload = ""  # who is new is offered it once registered
        if turn.members:
            await offer_linked(turn, linked)
            return
    campaign = await recruiting.arrive(turn.session, turn.chat, payload, now=turn.now)
    if campaign is not None:
        turn.say("link-arrived", campaign=campaign.name)
    if not turn.members:
        await begin(turn, payload)
    elif turn.chat.stopped_at or any(member.stopped_at for member in turn.members):
        if await ask_speaker(turn, then="consents", again=True):
            await begin_consents(turn)
    else:
        choices = (
            begin_choice(turn, "another", "thêm người"),
            begin_choice(turn, "later", "không", "no"),
        )
        who = members.salutation(turn.member or turn.members[0], turn.locale)
        turn.quote(turn.phrase("register-already", who=who), choices=choices)


@router.on(BeginPress)
async def begin_pressed(turn: Turn, press: BeginPress) -> None:
    """Begin as the button says."""
    turn.done()
    if press.what == "later":
        turn.say("register-later")
    else:
        await begin(turn, "")


@router.when(lambda turn: not turn.chat.step and fold(turn.text) in ANOTHER)
async def begin_another(turn: Turn) -> None:
    """Register one more person of the family on this chat."""
    await begin(turn, "")


async def begin(turn: Turn, payload: str) -> None:
    """Say who sends this and why, and ask for the first consent."""
    listed = await members.find_listed(turn.session)
    invited = [o.id for o in listed if payload and o.code.casefold() == payload.casefold()]
    turn.note(flow="new", first=NAMES[0], payload=payload[:64], organisations=invited)
    turn.say("register-intro", site=turn.settings.site_name)
    await ORDER[0].ask(turn)


async def begin_consents(turn: Turn) -> None:
    """Ask a known member for consent again, purpose by purpose; nothing comes back by itself."""
    member = turn.member
    if member is None:
        return
    turn.done()
    turn.note(flow="consents", first=NAMES[0], member=member.id)
    if member.stopped_at or turn.chat.stopped_at:  # who has heard before why we write
        turn.say("register-again", who=members.salutation(member, turn.locale))
    else:
        turn.say("register-intro", site=turn.settings.site_name)
    await CONSENTS[0].ask(turn)


async def spend_code(turn: Turn, code: str) -> None:
    """Take an organizer's one-time code, or tie this chat to the member that a code is for.

    A member is then asked for consent, if need be.
    """
    secret = turn.settings.secret_key.get_secret_value()
    turn.done()
    if await enter(turn, code):
        return
    try:
        member = await members.use_code(
            turn.session, turn.chat, turn.members, code, now=turn.now, secret=secret
        )
    except Refused as refused:
        turn.say(refused.code)
        return
    turn.members = await find_members(turn.session, turn.chat.id)
    turn.say("code-used", who=members.salutation(member, turn.locale))
    if not await members.find_consents(turn.session, member.id):
        await begin_consents(turn)


def keeps_to_itself(turn: Turn) -> bool:
    """Tell whether a step changes its own chat alone, as all do until a registration is stored."""
    return turn.noted("flow") == "new" and current_step(turn) not in {"summary", "correction"}


@router.ahead(StepPress, MovePress, steps=[PREFIX + name for name in STEPS], when=keeps_to_itself)
@asynccontextmanager
async def step_together(asking: Asking) -> AsyncIterator[None]:
    """Let those who register at the same time be read and written together; the rest is theirs."""
    yield


@router.at(*(PREFIX + name for name in STEPS))
async def take_typed(turn: Turn) -> None:
    """Take what was typed at a step."""
    if fold(turn.text) in WHERE:
        say_where(turn)
    elif await STEPS[current_step(turn)].read(turn, turn.text):
        await proceed(turn)


@router.on(StepPress)
async def take_press(turn: Turn, press: StepPress) -> None:
    """Take a choice, if its question is the one that waits."""
    if press.step != current_step(turn):
        turn.say("old-button")
        turn.repeat_question()
    elif await STEPS[press.step].press(turn, press.value):
        await proceed(turn)


@router.of(Kind.CONTACT)
async def take_card(turn: Turn) -> None:
    """Take a shared phone where one was asked for."""
    if current_step(turn) != "phone":
        turn.say("help-contact")
        turn.repeat_question()
    elif await take_contact(turn):
        await proceed(turn)


@router.on(MovePress)
async def move(turn: Turn, press: MovePress) -> None:
    """Skip a question, or go back to the one before."""
    step = current_step(turn)
    if press.step != step:
        turn.say("old-button")
        turn.repeat_question()
    elif press.move == "back":
        await go_back(turn, step)
    elif STEPS[step].optional:
        turn.note(**dict.fromkeys(STEPS[step].clear))
        await proceed(turn)


async def go_back(turn: Turn, step: str) -> None:
    """Ask the question before; from a correction return to the summary, or to the profile."""
    narrowing = turn.noted("narrowing")
    turn.note(divided=None, ticking=False, narrowing=False)
    if narrowing:
        await STEPS[step].ask(turn)
    elif turn.noted("flow") == "profile":
        await profile.show(turn)
    elif step == "correction" or turn.noted("correcting"):
        turn.note(correcting=None)
        await STEPS["summary"].ask(turn)
    else:
        await before(step).ask(turn)


async def proceed(turn: Turn) -> None:
    """Go on after a step that is answered."""
    step, flow = current_step(turn), turn.noted("flow")
    turn.note(narrowing=False)
    turn.chat.hushed_until = None  # an answer settles what an unmarked "dung" had left open
    if flow == "profile":
        await profile.save(turn, step)
    elif step == "correction":
        await STEPS[turn.noted("correcting")].ask(turn)
    elif step == "summary":
        await finish(turn)
    elif turn.noted("correcting"):
        turn.note(correcting=None)
        await STEPS["summary"].ask(turn)
    elif step == LAST_CONSENT and not turn.noted("agreed"):
        turn.done()
        turn.say("register-declined" if flow == "new" else "register-still-stopped")
    elif step == LAST_CONSENT and flow == "consents":
        await finish_consents(turn)
    else:
        await after(step).ask(turn)


def say_where(turn: Turn) -> None:
    """Say which step of how many waits, and ask it again."""
    step = current_step(turn)
    place = NAMES.index(step) + 1 if step in NAMES else len(NAMES)
    turn.say(
        "register-where",
        place=str(place),
        all=str(len(NAMES)),
        what=turn.phrase(f"step-{step}"),
    )
    turn.repeat_question()
