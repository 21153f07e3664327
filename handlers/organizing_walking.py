"""Door: composing in chat: whatever is composed, its waiting question takes what comes."""

from __future__ import annotations

from bot.turns import Router, Turn
from bot.words import fold
from handlers.organizing_asking import PREFIX, ComposePress, Flow, admit, current_step
from handlers.organizing_flow import BROADCAST
from handlers.organizing_poll import POLL
from handlers.registration import WHERE

router = Router("organizing_walking")
FLOWS = {flow.name: flow for flow in (BROADCAST, POLL)}
STEPS = sorted({PREFIX + step for flow in FLOWS.values() for step in flow.steps})


def flow_of(turn: Turn) -> Flow:
    """Return what is being composed in this chat; a broadcast, where nothing says otherwise."""
    return FLOWS[turn.noted("flow", BROADCAST.name)]


@router.at(*STEPS)
async def take_typed(turn: Turn) -> None:
    """Take what was typed in answer to the question that waits."""
    flow, step = flow_of(turn), current_step(turn)
    if fold(turn.text) in WHERE:
        flow.say_where(turn)
    elif not await admit(turn, *flow.permissions):
        turn.done()
    elif step not in flow.steps:
        turn.repeat_question()
    elif await flow.steps[step].read(turn, turn.text):
        await flow.proceed(turn)


@router.on(ComposePress)
async def take_press(turn: Turn, press: ComposePress) -> None:
    """Take a choice, if its question is the one that waits."""
    flow, step = flow_of(turn), current_step(turn)
    if press.step != step or step not in flow.steps:
        turn.say("old-button")
        turn.repeat_question()
    elif not await admit(turn, *flow.permissions):
        turn.done()
    elif press.value == "back":
        await flow.go_back(turn)
    elif await flow.steps[step].press(turn, press.value):
        await flow.proceed(turn)
