"""Door: `/thanhvien`: organizers find a member of their scope, and see to claims that wait."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot import members
from bot.members import looking
from bot.turns import Router, Turn
from handlers.organizing_asking import LISTED, actor_of, admit, attempt
from handlers.organizing_members_acting import (
    ASKED,
    STORED,
    ask_change,
    ask_sure,
    hand_code,
    store,
)
from handlers.organizing_members_card import (
    PERMISSION,
    STEP,
    MemberPress,
    ask_claim,
    listing_choice,
    member_choice,
    show_card,
)
from handlers.organizing_members_tags import ask_tags

router = Router("organizing_members")


@router.command("thanhvien", "member", "hoivien", "nguoidan")
async def begin(turn: Turn) -> None:
    """Look for the name or number behind the command, or ask for one and list the claims."""
    if await admit(turn, PERMISSION) is None:
        return
    turn.done()
    if turn.payload:
        await search(turn, turn.payload)
    else:
        await ask(turn)


@router.at(STEP)
async def take_typed(turn: Turn) -> None:
    """Look for the name or number that was typed."""
    if await admit(turn, PERMISSION) is None:
        turn.done()
    else:
        await search(turn, turn.text)


@router.on(MemberPress)
async def do(turn: Turn, press: MemberPress) -> None:
    """Do what a button says, with the member that it names."""
    if await admit(turn, PERMISSION) is None:
        turn.done()
    else:
        await DO.get(press.act, open_one)(turn, press)


async def ask(turn: Turn) -> None:
    """Ask for a name or number; those who wait for a confirmation can be chosen at once."""
    actor = await actor_of(turn)
    claims = await looking.find_claims(turn.session, actor, most=LISTED)
    count = await looking.count_claims(turn.session, actor) if claims else 0
    choices = [
        member_choice(
            turn.phrase("organizing-member-claim", name=claimant.full_name),
            MemberPress("show", claimant.id),
        )
        for claimant, _ in claims
    ]
    words = turn.phrase("organizing-member-ask", claims=count)
    turn.ask(words, step=STEP, choices=choices)


async def search(turn: Turn, text: str) -> None:
    """Show whom a name or number finds: one at once, several to choose from."""
    actor = await actor_of(turn)
    turn.note(sure=None)
    verb = looking.look_up(turn.session, actor, text, now=turn.now, most=LISTED + 1)
    found = await attempt(turn, verb)
    if found is None:
        await ask(turn)
    elif len(found) == 1:
        await show(turn, found[0].id)
    elif found:
        more = "yes" if len(found) > LISTED else "no"
        shown = found[:LISTED]
        words = turn.phrase("organizing-member-found", count=len(shown), more=more)
        turn.ask(words, step=STEP, choices=[listing_choice(turn, one) for one in shown])
    else:
        turn.ask(turn.phrase("organizing-member-none"), step=STEP)


async def show(turn: Turn, number: int) -> None:
    """Show a member, or the claim that waits, and what can be done."""
    actor = await actor_of(turn)
    turn.note(sure=None)  # a question about a state that was asked before is none any more
    found = await attempt(turn, looking.view(turn.session, actor, number, now=turn.now))
    if found is None:
        turn.done()
        return
    member, listed = found
    if listed is None:
        show_card(turn, member)
    else:
        ask_claim(turn, member, listed)


async def open_one(turn: Turn, press: MemberPress) -> None:
    """Show whom a button names; an old one shows how they stand."""
    await show(turn, press.number)


async def find_another(turn: Turn, press: MemberPress) -> None:
    """Leave this member and ask for another."""
    turn.done()
    await ask(turn)


async def confirm(turn: Turn, press: MemberPress) -> None:
    """Confirm that a claimant is the roll's member, and go on with the next claim."""
    await _settle(turn, press.number, members.confirm_claim, "organizing-member-confirmed")


async def refuse(turn: Turn, press: MemberPress) -> None:
    """Say that a claimant is somebody else, and go on with the next claim."""
    await _settle(turn, press.number, members.refuse_claim, "organizing-member-apart")


async def _settle(
    turn: Turn, number: int, verb: Callable[..., Awaitable[object]], said: str
) -> None:
    """Do a verb to a claim; a claim settled meanwhile is said to be so."""
    actor = await actor_of(turn)

    async def work() -> str:
        member, _ = await looking.get_within(turn.session, actor, number)
        await verb(turn.session, actor, member, now=turn.now)
        return member.full_name

    name = await attempt(turn, work())
    if name is not None:
        turn.say(said, name=name)
    await ask(turn)


async def store_state(turn: Turn, press: MemberPress) -> None:
    """Store how a member stands, if that was asked just now; else show how they stand."""
    if not await store(turn, press):
        await show(turn, press.number)


DO: dict[str, Callable[[Turn, MemberPress], Awaitable[None]]] = {
    "find": find_another,
    "tags": ask_tags,
    "same": confirm,
    "other": refuse,
    "code": hand_code,
    "change": ask_change,
    **dict.fromkeys(ASKED, ask_sure),
    **dict.fromkeys(STORED, store_state),
}
