"""The command line: COMMANDS says what can be typed; a command is loaded when it is typed."""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from types import ModuleType
from typing import Final

import click

# what is typed -> the module of this package that holds it, and what --help says of it
COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "demo": ("demo", "Run a demo city on this machine: no token, no network."),
    "run": ("run", "Serve the channels, send what is queued and do what is due."),
    "migrate": ("migrate", "Bring the database to this program's schema."),
    "check": ("check", "Say what is wrong with the configuration."),
    "import-roll": ("roll", "Import an organisation's roll (.xlsx, .xls, .csv)."),
    "undo-roll": ("roll", "Take an import back as a whole."),
    "organisation": ("organisation", "Add and list organisations, and set their quiet hours."),
    "organizer": ("organizer", "Add, list and remove the people who run campaigns."),
    "member": ("member", "Look members up, hand out codes, confirm who is who."),
    "calendar": ("calendar", "Close days, and see when messages may leave."),
    "campaign": ("campaign", "Add and list campaigns."),
    "link": ("link", "Make a campaign's links and QR codes, and see who came through them."),
    "broadcast": ("broadcast", "Write, launch and look after broadcasts."),
    "series": ("series", "Send broadcasts again and again, or by a date of each member."),
    "segment": ("segment", "Keep, list and count people chosen by a rule."),
    "survey": ("survey", "Import, open and close surveys, and read their results."),
    "pulse": ("pulse", "Ask again and again, each time a sample drawn anew."),
    "comments": ("comments", "Open documents to comments, and publish what was done."),
    "household": ("household", "Import the ward's list of households for consultations."),
    "export": ("export", "Write .xlsx files; each is noted in the audit trail."),
    "backup": ("backup", "Make and list copies of the SQLite file."),
    "copy-to": ("copy_to", "Copy everything from SQLite to an empty PostgreSQL."),
    "account": ("account", "List channel accounts, and set how fast each may send."),
    "zalo-oa": ("zalo_oa", "Sign a Zalo Official Account in, and see how that stands."),
    "areas": ("areas", "Look up wards of the site's province, old and new."),
}


class Commands(click.Group):
    """Load a command when it is typed: each starts without what only the others need."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return what can be typed, in the order in which a site is set up."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, or None when there is no such one."""
        if cmd_name not in COMMANDS:
            return None
        module = load(f"bot.commands.{COMMANDS[cmd_name][0]}")
        found: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


def load(name: str) -> ModuleType:
    """Load a module while the collector rests, and spare it what stays: a fifth of a start."""
    if name in sys.modules:
        return sys.modules[name]
    gc.disable()
    try:
        return import_module(name)
    finally:
        gc.freeze()
        gc.enable()


nhipcau = Commands(help="Nhịp Cầu: announcements, surveys and reminders for member mobilisation.")
