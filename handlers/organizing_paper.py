"""Door: organizers: an officer types what came in on paper in a residential group, in one line."""

from __future__ import annotations

import re

from bot.errors import NotFound, NotPermitted, Refused
from bot.surveys.finding import get_survey
from bot.surveys.household_counts import count_households, type_paper
from bot.turns import Router, Turn
from handlers.organizing_asking import actor_of, admit

router = Router("organizing-paper")
LINE = re.compile(
    r"/\S+\s+(?P<code>[a-z0-9-]+)(?:\s+(?P<group>.+?)\s*:"
    r"\s*(?P<agree>\d{1,5})\D+(?P<disagree>\d{1,5})(?:\D+(?P<invalid>\d{1,5}))?)?\s*",
    re.IGNORECASE,
)


@router.command("phieu", "ballots")
async def take_paper(turn: Turn) -> None:
    """Take `/phieu ten-phuong 5: 31, 2, 1`, or tell how a consultation stands."""
    if not await admit(turn, "member:confirm", "survey:run"):
        return
    found = LINE.fullmatch(turn.text.strip())
    if found is None:
        turn.say("survey-paper-how")
        return
    try:
        survey = await get_survey(turn.session, found["code"].lower())
        if found["group"] is None:
            turn.quote((await count_households(turn.session, survey)).tell(turn.locale))
            return
        done = await type_paper(
            turn.session,
            await actor_of(turn),
            survey.id,
            found["group"],
            agree=int(found["agree"]),
            disagree=int(found["disagree"]),
            invalid=int(found["invalid"] or 0),
            now=turn.now,
        )
    except NotPermitted:
        turn.say("organizing-refused")
        return
    except (NotFound, Refused) as error:
        turn.say(error.code, **error.values)
        return
    turn.say("survey-paper-typed", group=done.name, part=done.participating, whole=done.households)
