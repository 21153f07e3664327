"""Door: "Vì sao một người chưa nhận?": a name is typed, one sentence explains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot import broadcasts, members
from bot.members import Member, looking
from bot.messages import Choice
from bot.presses import Press
from bot.turns import Router, Turn
from handlers.organizing_asking import LISTED, PREFIX, actor_of, admit, attempt, clipped

router = Router("organizing_explaining")
PERMISSION = "report:read"
STEP = PREFIX + "why.name"  # what waits is a name: "Dung" may be somebody


@dataclass(frozen=True)
class WhyPress(Press):
    """Explain a broadcast for a member; 0: ask for whom."""

    TAG: ClassVar[str] = "ow"
    broadcast: int
    member: int


def offer_why(turn: Turn, broadcast_id: int) -> Choice:
    """Return the button that asks for whom a broadcast is to be explained."""
    return Choice(turn.phrase("organizing-why"), WhyPress(broadcast_id, 0).pack(), ("vì sao",))


@router.on(WhyPress)
async def begin(turn: Turn, press: WhyPress) -> None:
    """Ask for a name, or explain at once."""
    if await admit(turn, PERMISSION) is None:
        return
    if press.member:
        await tell(turn, press.broadcast, press.member)
    else:
        ask(turn, press.broadcast)


@router.at(STEP)
async def take_name(turn: Turn) -> None:
    """Find who is meant: one is explained at once, of several one is chosen."""
    actor = await admit(turn, PERMISSION)
    number = turn.noted("why")
    if actor is None or not number:
        turn.done()
        return
    verb = looking.look_up(
        turn.session, actor, turn.text, now=turn.now, most=LISTED + 1, permission=PERMISSION
    )
    found = await attempt(turn, verb)
    if found is None:
        turn.repeat_question()
    elif len(found) == 1:
        await tell(turn, number, found[0].id)
    elif found:
        more = "yes" if len(found) > LISTED else "no"
        shown = found[:LISTED]
        words = turn.phrase("organizing-member-found", count=len(shown), more=more)
        turn.ask(words, step=STEP, choices=[_choice(turn, number, one) for one in shown])
    else:
        turn.misunderstood("organizing-member-none")


def ask(turn: Turn, number: int) -> None:
    """Ask about whom, in which broadcast."""
    turn.done()
    turn.note(why=number)
    turn.ask(turn.phrase("organizing-why-ask", number=str(number)), step=STEP)


async def tell(turn: Turn, number: int, member_id: int) -> None:
    """Say the sentence, and offer to ask about somebody else."""
    verb = broadcasts.explain(
        turn.session,
        await actor_of(turn),
        number,
        member_id,
        now=turn.now,
        settings=turn.settings,
        locale=turn.locale,
    )
    told = await attempt(turn, verb)
    turn.done()
    if told is not None:
        another = turn.phrase("organizing-why-another")
        turn.quote(str(told), choices=[Choice(another, WhyPress(number, 0).pack())])


def _choice(turn: Turn, number: int, member: Member) -> Choice:
    """Return a choice of a member: the name, the end of the phone, the ward."""
    ward = members.name_of_ward(turn.settings, member, turn.locale)
    facts = (f"…{member.phone[-3:]}" if member.phone else "", ward)
    label = ", ".join([member.full_name, *filter(None, facts)])
    return Choice(clipped(label), WhyPress(number, member.id).pack(), (member.full_name,))
