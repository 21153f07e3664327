"""Door: the questions that make a broadcast: in whose name, for what, title, text and buttons."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot import broadcasts
from bot.broadcasts import Draft
from bot.broadcasts.rendering import LETTERS
from bot.broadcasts.writing import check_draft
from bot.errors import Refused
from bot.turns import Turn
from handlers.asking import NO
from handlers.organizing_asking import (
    Question,
    actor_of,
    always,
    answer,
    ask_step,
    refuse_press,
    refuse_typing,
)
from handlers.organizing_scope import find_campaigns, find_senders

NONE = "none"
PLACEHOLDER = "…"  # stands for what is not written yet, so that the rest can be checked


def draft_of(turn: Turn, **changes: Any) -> Draft:
    """Return what has been noted of a broadcast, as a draft."""
    by = turn.noted("send_by")
    noted = {
        "title": turn.noted("title") or PLACEHOLDER,
        "text": turn.noted("text") or PLACEHOLDER,
        "rule": turn.noted("rule"),
        "purpose": turn.noted("purpose"),
        "buttons": turn.noted("buttons") or [],
        "attachments": turn.noted("attachments") or [],
        "campaign_id": turn.noted("campaign"),
        "send_by": datetime.fromisoformat(by) if by else None,
        "urgent": bool(turn.noted("urgent")),
        "twice_ok": bool(turn.noted("twice_ok")),
        "may_cost": bool(turn.noted("may_cost")),
        "where_last": bool(turn.noted("where_last")),
        "template": turn.noted("template") or {},
        "translations": turn.noted("translations") or {},
    }
    return Draft(turn.noted("organisation"), **{**noted, **changes})


async def is_sound(turn: Turn, **changes: Any) -> bool:
    """Tell whether the draft could be sent with these changes; say what is wrong and ask again."""
    try:
        await check_draft(turn.session, draft_of(turn, **changes))
    except Refused as refused:
        turn.say(refused.code, **refused.values)
        turn.repeat_question()
        return False
    return True


async def ask_sender(turn: Turn) -> None:
    """Ask in which organisation's name the broadcast is sent."""
    senders = await find_senders(turn, await actor_of(turn))
    choices = [answer("sender", str(one.id), one.name) for one in senders]
    ask_step(turn, "sender", turn.phrase("organizing-sender"), choices=choices)


async def press_sender(turn: Turn, value: str) -> bool:
    """Take the organisation that sends."""
    senders = await find_senders(turn, await actor_of(turn))
    if value not in {str(one.id) for one in senders}:
        return await refuse_press(turn, value)
    turn.note(organisation=int(value), campaign=None)
    return True


async def has_several_senders(turn: Turn) -> bool:
    """Tell whether there is a choice of senders; take the only one where there is not."""
    senders = await find_senders(turn, await actor_of(turn))
    if len(senders) == 1:
        turn.note(organisation=senders[0].id)
    return len(senders) > 1


async def ask_campaign(turn: Turn) -> None:
    """Ask which campaign the broadcast belongs to, if any."""
    found = await find_campaigns(turn, turn.noted("organisation"))
    choices = [answer("campaign", str(one.id), one.name) for one in found]
    choices.append(answer("campaign", NONE, turn.phrase("organizing-campaign-none"), *NO))
    ask_step(turn, "campaign", turn.phrase("organizing-campaign"), choices=choices)


async def press_campaign(turn: Turn, value: str) -> bool:
    """Take the campaign."""
    found = await find_campaigns(turn, turn.noted("organisation"))
    if value != NONE and value not in {str(one.id) for one in found}:
        return await refuse_press(turn, value)
    turn.note(campaign=None if value == NONE else int(value))
    return True


async def has_campaigns(turn: Turn) -> bool:
    """Tell whether the organisation runs any campaign."""
    return bool(await find_campaigns(turn, turn.noted("organisation")))


async def ask_purpose(turn: Turn) -> None:
    """Ask what for: whoever did not agree to that purpose gets nothing."""
    choices = [
        answer("purpose", purpose, turn.phrase("organizing-purpose-of", purpose=purpose))
        for purpose in broadcasts.PURPOSES
    ]
    ask_step(turn, "purpose", turn.phrase("organizing-purpose"), choices=choices)


async def press_purpose(turn: Turn, value: str) -> bool:
    """Take the purpose."""
    if value not in broadcasts.PURPOSES:
        return await refuse_press(turn, value)
    turn.note(purpose=value)
    return True


async def ask_title(turn: Turn) -> None:
    """Ask for the title, which only organizers see."""
    ask_step(turn, "title", turn.phrase("organizing-title"), marks="none")


async def read_title(turn: Turn, text: str) -> bool:
    """Take the title."""
    if not await is_sound(turn, title=text, text=PLACEHOLDER, buttons=[], translations={}):
        return False
    turn.note(title=text.strip())
    return True


async def ask_text(turn: Turn) -> None:
    """Ask for the text, saying which words are filled in for each reader."""
    ask_step(turn, "text", turn.phrase("organizing-text"), marks="none")


async def read_text(turn: Turn, text: str) -> bool:
    """Take the text; what could not be sent is said at once."""
    if not await is_sound(turn, text=text):
        return False
    turn.note(text=text.strip())
    return True


async def ask_button(turn: Turn) -> None:
    """Ask for the words of the next button, or for none."""
    count = len(turn.noted("buttons") or [])
    key = "organizing-buttons-enough" if count else "organizing-buttons-none"
    # a plain "không" is no way out here: it is a button that people write
    choices = [answer("buttons", NONE, turn.phrase(key), "xong", "không cần", "done")]
    text = turn.phrase("organizing-buttons", letter=LETTERS[count])
    ask_step(turn, "buttons", text, choices=choices, marks="none")


async def read_button(turn: Turn, text: str) -> bool:
    """Take a button's words, and ask what is answered when it is pressed."""
    buttons = turn.noted("buttons") or []
    fresh = [*buttons, {"label": text.strip(), "answer": PLACEHOLDER}]
    if await is_sound(turn, buttons=fresh, translations={}):
        turn.note(label=text.strip())
        await ask_answer(turn)
    return False


async def press_button(turn: Turn, value: str) -> bool:
    """Go on without more buttons."""
    return True if value == NONE else await refuse_press(turn, value)


async def ask_answer(turn: Turn) -> None:
    """Ask what the bot answers to whoever presses the button."""
    text = turn.phrase("organizing-answer", label=turn.noted("label"))
    ask_step(turn, "answer", text, marks="none")


async def read_answer(turn: Turn, text: str) -> bool:
    """Take a button's answer; after the third button go on by itself."""
    made = {"label": turn.noted("label"), "answer": text.strip()}
    buttons = [*(turn.noted("buttons") or []), made]
    if not await is_sound(turn, buttons=buttons, translations={}):
        return False
    turn.note(buttons=buttons, label=None)
    if len(buttons) == len(LETTERS):
        return True
    await ask_button(turn)
    return False


SENDER = Question("sender", ask_sender, refuse_typing, press_sender, has_several_senders)
CAMPAIGN = Question("campaign", ask_campaign, refuse_typing, press_campaign, has_campaigns)
PURPOSE = Question("purpose", ask_purpose, refuse_typing, press_purpose, always)
TITLE = Question("title", ask_title, read_title, refuse_press, always)
TEXT = Question("text", ask_text, read_text, refuse_press, always)
BUTTONS = Question("buttons", ask_button, read_button, press_button, always)
ANSWER = Question("answer", ask_answer, read_answer, refuse_press, always)
