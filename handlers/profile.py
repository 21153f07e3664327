"""Door: /hoso: one's own data, each field to be corrected."""

from __future__ import annotations

from typing import Any

from bot import members
from bot.members import Member
from bot.turns import Turn
from bot.turns.reading import find_members
from handlers.language import ask_locale
from handlers.profile_asking import (
    GROUPS,
    ProfilePress,
    SexPress,
    ask_consents,
    ask_group,
    ask_sex,
    ask_state,
    group_choice,
    router,
    what_choice,
)
from handlers.profile_dates import ask_dates, describe_dates
from handlers.registration_steps import STEPS
from handlers.registration_summary import CORRECTABLE, lines
from handlers.speaking import ask_speaker

__all__ = ["describe", "router", "save", "show"]


@router.command("hoso", "profile")
async def open_profile(turn: Turn) -> None:
    """Show the speaker's data, asking first who speaks where there are several."""
    if await ask_speaker(turn, then="profile", again=True):
        await show(turn)


async def show(turn: Turn) -> None:
    """Show what is known of the speaker, and what can be changed."""
    member = turn.member
    if member is None:
        return
    turn.done()
    facts = await describe(turn, member)
    title = turn.phrase("profile-title", who=members.salutation(member, turn.locale))
    told = [*lines(turn, facts.items()), *await describe_dates(turn, member)]
    stopped = [turn.phrase("profile-stopped")] if member.stopped_at else []
    turn.quote(
        "\n".join([title, *told, *stopped, turn.phrase("profile-ask")]),
        choices=[
            group_choice(turn, what) if what in GROUPS else what_choice(turn, what)
            for what in ("self", "place", "locale", "consents", "gone", "close")
        ],
    )


async def describe(turn: Turn, member: Member) -> dict[str, Any]:
    """Return a member's own fields as people read them."""
    organisations = await members.find_organisations(turn.session, member.id)
    form = member.address_form
    told = {"sex": turn.phrase(f"sex-{member.sex}")} if member.sex else {}
    return {
        "name": member.full_name,
        "phone": member.phone,
        "ward": members.name_of_ward(turn.settings, member, turn.locale),
        "group": member.residential_group,
        "organisations": ", ".join(organisation.name for organisation in organisations),
        "birth": member.birth_year,
        **told,
        "form": turn.phrase(f"form-{form}") if form else "",
    }


# what asks further, of the member whose profile is shown
ASKS = {"consents": ask_consents, "dates": ask_dates, "sex": ask_sex}


@router.on(ProfilePress)
async def choose(turn: Turn, press: ProfilePress) -> None:
    """Ask for the new value of what was chosen."""
    member = turn.member
    if member is None:
        await open_profile(turn)
        return
    match press.what:
        case what if what in CORRECTABLE:
            turn.done()
            held = await members.find_organisations(turn.session, member.id)
            turn.note(flow="profile", member=member.id, organisations=[o.id for o in held])
            await STEPS[what].ask(turn)
        case what if what in GROUPS:
            ask_group(turn, member, what)
        case "show":
            await show(turn)
        case "locale":
            ask_locale(turn)
        case what if what in ASKS:
            await ASKS[what](turn, member)
        case "moved" | "died":
            ask_state(turn, member, press.what)
        case _:
            turn.done()
            turn.say("profile-closed")


@router.on(SexPress)
async def take_sex(turn: Turn, press: SexPress) -> None:
    """Note the sex that was chosen, and show the profile again."""
    member = next((m for m in turn.members if m.id == press.member), None)
    if member is None or press.sex not in (*members.SEXES, members.UNSAID):
        turn.say("old-button")
        return
    await members.correct(
        turn.session, turn.chat, member, field="sex", value=press.sex, now=turn.now
    )
    turn.chat.speaker_id = member.id
    turn.say("profile-saved")
    await show(turn)


async def save(turn: Turn, field: str) -> None:
    """Store a corrected field, and show the profile again."""
    member = next((m for m in turn.members if m.id == turn.noted("member")), None)
    if member is None:
        turn.done()
        turn.say("old-button")
        return
    if field == "organisations":
        await members.declare(turn.session, member, turn.noted("organisations"), now=turn.now)
    elif field == "phone" and turn.noted("phone_is_own"):
        phone = turn.noted("phone")
        now = turn.now
        member = await members.prove_phone(turn.session, turn.chat, member, phone, now=now)
        turn.members = await find_members(turn.session, turn.chat.id)
    else:
        await members.correct(
            turn.session, turn.chat, member, field=field, value=_value(turn, field), now=turn.now
        )
    turn.chat.speaker_id = member.id
    turn.say("profile-saved")
    await show(turn)


def _value(turn: Turn, field: str) -> Any:
    if field == "ward":
        return (turn.noted("ward_key"), turn.noted("old_ward_key"))
    empty = None if field == "birth" else ""
    return turn.noted(field) or empty
