"""The command line: `nhipcau pulse …`: a survey asked again and again of a rotating sample."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from bot import organisations, pulses
from bot.access import OPERATOR
from bot.commands.audience import open_audience
from bot.commands.running import epilog, fail, on_site
from bot.commands.survey_files import read_file
from bot.models import Pulse
from bot.site import Site
from bot.text import moment


@click.group(epilog=epilog("pulse add nhip.yaml --organisation cdtp --size 100 --day 1"))
def pulse() -> None:
    """Ask the same questions each week or month, each time of other people."""


@pulse.command("add", epilog=epilog("pulse add nhip.yaml --organisation cdtp --size 100 --day 1"))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organisation", required=True, help="Code of the organisation that asks.")
@click.option("--ward", multiple=True, help="Draw only from this ward; may be repeated.")
@click.option("--size", type=int, required=True, help="People a wave.")
@click.option("--weekday", type=click.IntRange(0, 6), help="Each week on this day, 0 is Monday.")
@click.option("--day", type=click.IntRange(1, 31), help="Each month on this day.")
@click.option("--at", default="08:00", show_default=True, help="Local time.")
@click.option("--days", default=5, show_default=True, help="How long a wave is open.")
@click.option("--seed", default="", help="Draw with this seed; left out, one of chance, kept.")
def add(file: Path, organisation: str, ward: tuple[str, ...], **given: Any) -> None:
    """Begin the pulse in FILE (a survey's file); its own days do not matter."""
    if file.suffix.lower() not in (".yaml", ".yml"):
        fail("a pulse is written as YAML")
    read_file(file)  # every fault at once
    source = file.read_text("utf-8")
    weekday, day = given["weekday"], given["day"]
    schedule = (
        {"every": "week", "day": weekday, "at": given["at"]}
        if weekday is not None
        else {"every": "month", "day": day or 1, "at": given["at"]}
    )

    async def work(site: Site) -> Pulse:
        async with site.database.transaction() as session:
            asks = await organisations.get(session, organisation)
            audience = await open_audience(session, site.settings, now=site.now)
            plan = pulses.Plan(
                source,
                asks.id,
                dict(audience.of_members(asks.id, ward)),
                schedule,
                given["size"],
                given["days"],
                given["seed"],
            )
            return await pulses.add(session, OPERATOR, plan, now=site.now)

    made = on_site(work)
    first = moment("en", made.next_at) if made.next_at else "never"
    click.echo(f"{made.code}: first wave at {first}, {made.size} people, seed {made.seed}")


@pulse.command("list", epilog=epilog("pulse list"))
def list_() -> None:
    """List the pulses: waves so far, the next one, the seed."""

    async def work(site: Site) -> list[Pulse]:
        async with site.database.reading() as session:
            return list(await pulses.list_pulses(session))

    for one in on_site(work):
        after = moment("en", one.next_at) if one.next_at else "-"
        click.echo(f"{one.code}\t{one.state}\twaves {one.wave}\tnext {after}\tseed {one.seed}")


@pulse.command("stop", epilog=epilog("pulse stop nhip"))
@click.argument("code")
def stop(code: str) -> None:
    """End the pulse CODE; a wave that is open goes on."""

    async def work(site: Site) -> None:
        async with site.database.transaction() as session:
            await pulses.stop(session, OPERATOR, code, now=site.now)

    on_site(work)
    click.echo(f"Pulse {code} is stopped.")
