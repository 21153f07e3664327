"""Door: people in chat: who answers them, in this order."""

from __future__ import annotations

from bot.turns import Router
from handlers import (
    answering,
    answering_rehearsing,
    answering_typing,
    broadcast_press,
    family,
    help,  # noqa: A004
    language,
    mydata,
    organizing_again,
    organizing_approving,
    organizing_broadcast,
    organizing_digest,
    organizing_explaining,
    organizing_files,
    organizing_links,
    organizing_members,
    organizing_members_tags,
    organizing_recalling,
    organizing_report,
    organizing_series,
    organizing_survey,
    organizing_walking,
    organizing_worklist,
    profile,
    registration,
    stopping,
)

SWITCHBOARD: tuple[Router, ...] = (
    stopping.router,
    answering.router,
    answering_typing.router,
    answering_rehearsing.router,
    broadcast_press.router,
    registration.router,
    profile.router,
    language.router,
    mydata.router,
    family.router,
    organizing_walking.router,
    organizing_broadcast.router,
    organizing_approving.router,
    organizing_survey.router,
    organizing_worklist.router,
    organizing_report.router,
    organizing_recalling.router,
    organizing_explaining.router,
    organizing_again.router,
    organizing_series.router,
    organizing_files.router,
    organizing_members.router,
    organizing_members_tags.router,
    organizing_links.router,
    organizing_digest.router,
    help.router,
)
OTHERWISE = help.otherwise
