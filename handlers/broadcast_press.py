"""DOOR · people in chat: an answer to a broadcast, pressed or typed as A, B or C."""

from __future__ import annotations

from bot.broadcasts import BroadcastPress, record_press
from bot.messages import Reply
from bot.turns import Router, Turn

router = Router("broadcast_press")


@router.on(BroadcastPress)
async def take_press(turn: Turn, press: BroadcastPress) -> None:
    """Record a lettered answer and say the button's own words; a later one changes it.

    A question that waits is asked again: the letter was the broadcast's, not its answer.
    """
    speaker = turn.member
    pressed = await record_press(
        turn.session, turn.chat, press, speaker_id=speaker.id if speaker else None
    )
    match pressed.fate:
        case "who":
            # not a question of a conversation: the letters that a broadcast has are offered
            words = turn.phrase("broadcast-press-who", label=pressed.label)
            turn.replies.append(Reply(words, pressed.choices, marks="letters"))
        case "gone":
            turn.say("broadcast-press-gone")
        case "first" | "test" as fate:
            turn.say(f"broadcast-press-{fate}", answer=pressed.answer)
        case fate:
            turn.say(f"broadcast-press-{fate}", label=pressed.label, answer=pressed.answer)
    if turn.chat.step and pressed.fate != "who":
        turn.repeat_question()
