"""The command line: a draft as people will read it, whom it reaches, and when it leaves."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot import broadcasts, segments
from bot.access import OPERATOR
from bot.broadcasts.allowing import find_needs, say_needs
from bot.broadcasts.costing import estimate, say_estimate, say_template
from bot.broadcasts.foretelling import check_deadline, foretell
from bot.broadcasts.reaching import count_reached
from bot.broadcasts.shapes import describe_shapes, find_platforms
from bot.commands.audience import tell_audience
from bot.commands.letter import Letter
from bot.site import Site
from bot.text import moment, number


async def show_draft(
    session: AsyncSession, site: Site, draft_id: int, letter: Letter | None
) -> list[str]:
    """Return a draft as people will read it, whom it is for, and when it really leaves."""
    draft = await broadcasts.get(session, draft_id)
    replies = await broadcasts.preview(session, OPERATOR, draft_id)
    at = letter.leaves(site.now) if letter else None
    told = await foretell(session, draft, site.settings, start=at or site.now)
    at_once = at is None and told.leaves == site.now
    audience = await tell_audience(session, segments.check_rule(draft.rule))
    audience.append(f"{await count_reached(session, draft, now=site.now):>9}  can be reached now")
    leaves = ["Leaves at once." if at_once else f"Leaves at {moment('en', told.leaves)}."]
    if draft.send_by is not None:
        check_deadline(told.window, draft.send_by, start=at or site.now)
        leaves.append(f"What could not leave by {moment('en', draft.send_by)} never does.")
    if told.late:
        late, reached = number("en", told.late), number("en", told.reached)
        leaves.append(f"At the accounts' rates, {late} of {reached} would be late.")
    leaves += say_needs(await find_needs(session, draft, start=at or site.now, now=site.now), "en")
    leaves += say_estimate(await estimate(session, draft, now=told.leaves), "en")
    leaves += say_template(draft, "en")
    shapes = describe_shapes(replies[0], "en", find_platforms(site.settings))
    shown = [draft.title, "-" * 40]
    for reply in replies:
        shown += [reply.text, *(f"[{choice.label}]" for choice in reply.choices), "-" * 40]
    return [*shown, *shapes, *audience, *leaves]
