"""Door: what an organizer does for one member: a code, moved away, died, here again."""

from __future__ import annotations

from bot import members
from bot.addresses import find_code_links
from bot.members import Member, looking
from bot.turns import Turn
from handlers.asking import NO, YES
from handlers.organizing_asking import actor_of, attempt
from handlers.organizing_members_card import STEP, MemberPress, act_choice, member_choice

# act -> what is asked before it, and which act a yes is: one question more before "died"
ASKED = {
    "moved": ("state-moved-sure", "moved-sure"),
    "died": ("state-died-sure", "died-again"),
    "died-again": ("organizing-member-died-certain", "died-sure"),
}
# act -> the state that it stores; those that end in "sure" only right after their question
STORED = {"moved-sure": "moved", "died-sure": "died", "active": "active"}


async def hand_code(turn: Turn, press: MemberPress) -> None:
    """Make a personal code and show it once, with the addresses that carry it."""
    actor = await actor_of(turn)
    secret = turn.settings.secret_key.get_secret_value()

    async def make() -> tuple[str, str]:
        member, _ = await looking.get_within(turn.session, actor, press.number)
        code = await members.make_code(turn.session, actor, member, now=turn.now, secret=secret)
        return member.full_name, code

    made = await attempt(turn, make())
    turn.done()
    if made is None:
        return
    name, code = made
    turn.reveal(turn.phrase("organizing-member-code", name=name, code=code))
    links = await find_code_links(turn.session, turn.settings, code)
    if links:
        turn.reveal("\n".join([turn.phrase("organizing-member-code-links"), *links]))


async def ask_change(turn: Turn, press: MemberPress) -> None:
    """Ask what became of a member."""
    member = await _get(turn, press)
    if member is None:
        return
    choices = [act_choice(turn, name, member.id) for name in ("moved", "died")]
    keep = member_choice(
        turn.phrase("organizing-member-act-keep"), MemberPress("show", member.id), *NO
    )
    words = turn.phrase("organizing-member-change", name=member.full_name)
    turn.ask(words, step=STEP, choices=[*choices, keep])


async def ask_sure(turn: Turn, press: MemberPress) -> None:
    """Ask whether it is so, before anything is stored."""
    member = await _get(turn, press)
    if member is None:
        return
    phrase, act = ASKED[press.act]
    turn.note(sure=[act, member.id])
    yes = member_choice(turn.phrase("state-yes"), MemberPress(act, member.id), "phải", *YES)
    no = member_choice(turn.phrase("state-no"), MemberPress("show", member.id), *NO)
    turn.ask(turn.phrase(phrase, name=member.full_name), step=STEP, choices=(yes, no))


async def store(turn: Turn, press: MemberPress) -> bool:
    """Store how a member stands and say so; False when its question was not the last one."""
    asked = turn.noted("sure") == [press.act, press.number]
    if press.act.endswith("sure") and not asked:
        return False
    member = await _get(turn, press)
    turn.done()
    if member is None:
        return True
    if await attempt(turn, _write(turn, member, STORED[press.act])):
        turn.say(f"organizing-member-{STORED[press.act]}-stored", name=member.full_name)
    return True


async def _write(turn: Turn, member: Member, state: str) -> bool:
    actor = await actor_of(turn)
    await members.set_state(turn.session, actor, member, state, now=turn.now)
    return True


async def _get(turn: Turn, press: MemberPress) -> Member | None:
    """Return the member that a button names, or end the talk with why not."""
    actor = await actor_of(turn)
    found = await attempt(turn, looking.get_within(turn.session, actor, press.number))
    if found is None:
        turn.done()
        return None
    return found[0]
