"""The command line: what a survey is by law: the options with which an organizer says so."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import click

from bot.surveys.types import INFORMAL, Standing, read_types

TYPES = tuple(dict.fromkeys(row.code for row in read_types()))


def with_standing(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say what a survey is, as `standing`; None: nothing."""

    @functools.wraps(command)
    def run(**given: Any) -> None:
        names = ("kind", "order", "document", "attest_electronic")
        kind, order, document, attested = (given.pop(name) for name in names)
        said = any((kind, order, document, attested))
        standing = Standing(kind or INFORMAL, order, document, attested) if said else None
        command(**given, standing=standing)

    chosen = click.Choice(TYPES)
    run = click.option("--type", "kind", type=chosen, help="Left out: as the file says.")(run)
    run = click.option("--order", default="", help="The order that it is held by.")(run)
    run = click.option("--document", default="", help="Address of what to read first.")(run)
    return click.option(
        "--attest-electronic",
        is_flag=True,
        help="I attest that the order provides for answers over electronic channels.",
    )(run)
