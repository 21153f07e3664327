"""Door: the end of registration: what was noted becomes a member, or a fresh consent."""

from __future__ import annotations

from bot import members
from bot.surveys.entitling import admit_member
from bot.turns import Turn
from bot.turns.reading import find_members
from handlers.answering_offering import offer_surveys
from handlers.registration_consents import read_agreed


async def finish_consents(turn: Turn) -> None:
    """Store fresh consents after an opt-out."""
    member = next((m for m in turn.members if m.id == turn.noted("member")), None)
    if member is not None:
        agreed = read_agreed(turn)
        refused = [purpose for purpose in members.PURPOSES if purpose not in agreed]
        await members.withdraw(turn.session, member.id, now=turn.now, purposes=refused)
        await members.restore(
            turn.session,
            member,
            agreed,
            chat=turn.chat,
            now=turn.now,
            secret=turn.settings.secret_key.get_secret_value(),
        )
        turn.done()
        turn.say("register-restored", who=members.salutation(member, turn.locale))


async def finish(turn: Turn) -> None:
    """Store the registration, and say the same thing whatever a roll knows."""
    given = members.Given(
        full_name=turn.noted("name"),
        phone=turn.noted("phone") or "",
        phone_is_own=bool(turn.noted("phone_is_own")),
        ward_key=turn.noted("ward_key"),
        old_ward_key=turn.noted("old_ward_key"),
        residential_group=turn.noted("group") or "",
        organisation_ids=tuple(turn.noted("organisations", [])),
        birth_year=turn.noted("birth"),
        address_form=turn.noted("form") or "",
        agreed=read_agreed(turn),
        came_by=turn.noted("payload", ""),
    )
    secret = turn.settings.secret_key.get_secret_value()
    member = await members.register(turn.session, turn.chat, given, now=turn.now, secret=secret)
    await admit_member(turn.session, member, turn.now)
    turn.members = await find_members(turn.session, turn.chat.id)
    turn.done()
    turn.say("register-done", who=members.salutation(member, turn.locale))
    if "surveys" in given.agreed:
        await offer_surveys(turn, member.id)
