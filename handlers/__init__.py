"""Door: people in chat: who answers them, in this order."""

from __future__ import annotations

from bot.turns import Router
from handlers import (
    answering,
    answering_typing,
    broadcast_press,
    family,
    help,  # noqa: A004
    mydata,
    organizing_broadcast,
    organizing_code,
    organizing_report,
    organizing_survey,
    profile,
    registration,
    stopping,
)

SWITCHBOARD: tuple[Router, ...] = (
    stopping.router,
    answering.router,
    answering_typing.router,
    broadcast_press.router,
    registration.router,
    profile.router,
    mydata.router,
    organizing_code.router,
    family.router,
    organizing_broadcast.router,
    organizing_survey.router,
    organizing_report.router,
    help.router,
)
OTHERWISE = help.otherwise
