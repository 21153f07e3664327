"""The command line: one module per noun; COMMANDS is the list of what can be typed."""

from __future__ import annotations

from typing import Final

import click

from bot.commands.areas import areas
from bot.commands.broadcast import broadcast
from bot.commands.campaign import campaign
from bot.commands.check import check
from bot.commands.demo import demo
from bot.commands.export import export
from bot.commands.migrate import migrate
from bot.commands.organisation import organisation
from bot.commands.organizer import organizer
from bot.commands.roll import import_roll, undo_roll
from bot.commands.run import run
from bot.commands.survey import survey

COMMANDS: Final[tuple[click.Command, ...]] = (
    demo,
    run,
    migrate,
    check,
    import_roll,
    undo_roll,
    organisation,
    organizer,
    campaign,
    broadcast,
    survey,
    export,
    areas,
)


@click.group(help="Nhịp Cầu: announcements, surveys and reminders for member mobilisation.")
def nhipcau() -> None:
    """Hold every command."""


for command in COMMANDS:
    nhipcau.add_command(command)
