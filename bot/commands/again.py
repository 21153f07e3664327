"""The command line: `nhipcau broadcast again`: to some of those whom a broadcast was for."""

from __future__ import annotations

import click

from bot import broadcasts, segments
from bot.access import OPERATOR
from bot.commands.audience import tell_audience
from bot.commands.running import epilog, on_site
from bot.site import Site


@click.command(
    "again",
    epilog=epilog(
        "broadcast again 12 --to missed",
        "broadcast again 12 --to pressed:A",
        "broadcast again 12 --to said:bhxh:da-biet:1",
    ),
)
@click.argument("number", type=int)
@click.option(
    "--to",
    "whom",
    required=True,
    help="missed, not_pressed, pressed:A, answered:SURVEY or said:SURVEY:QUESTION:CHOICE.",
)
@click.option(
    "--text", default="", help="Other words than the first time; then no buttons, no English text."
)
def again(number: int, whom: str, text: str) -> None:
    """Write a draft that follows the finished broadcast NUMBER, with the same words or others.

    Whoever an earlier sending to the missed has reached is not written to again.
    """

    async def work(site: Site) -> tuple[int, list[str]]:
        async with site.database.transaction() as session:
            made = await broadcasts.follow_up(
                session, OPERATOR, number, whom, now=site.now, text=text
            )
            return made.id, await tell_audience(session, segments.check_rule(made.rule))

    made, shown = on_site(work)
    click.echo("\n".join(shown))
    click.echo(f"Kept as a draft. To send it: nhipcau broadcast launch {made}")
