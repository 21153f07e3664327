"""The command line: `nhipcau broadcast correct` and `recall`: what was sent, put right or back."""

from __future__ import annotations

from pathlib import Path

import click

from bot import broadcasts
from bot.access import OPERATOR
from bot.commands.approving import tell_waits
from bot.commands.running import epilog, fail, on_site
from bot.models import Broadcast
from bot.site import Site

NUMBER = click.argument("number", type=int)
YES = click.option("--yes", is_flag=True, help="Do not ask before it is done.")


@click.command(
    "correct",
    epilog=epilog(
        "broadcast correct 12 dung.txt", "broadcast correct 12 dung.txt --english right.txt"
    ),
)
@NUMBER
@click.argument("text", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--english",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The right words in English, of a broadcast that has an English text.",
)
@YES
def correct(number: int, text: Path, english: Path | None, yes: bool) -> None:
    """Put the words of the file TEXT in the place of those that broadcast NUMBER said.

    It is rewritten where the platform can, else sent to the same people as a marked correction,
    once a second person has approved it.
    """
    words = text.read_text("utf-8").strip()
    others = {"en": english.read_text("utf-8").strip()} if english else {}

    async def look(site: Site) -> tuple[int, list[str]]:
        async with site.database.reading() as session:
            shown = await broadcasts.preview_correction(
                session, OPERATOR, number, words, others=others, locale="vi"
            )
            return await broadcasts.count_readers(session, number), [one.text for one in shown]

    count, shown = on_site(look)
    click.echo(f"\n{'-' * 40}\n".join(shown))
    if not yes and not click.confirm(f"Correct it for all who got it ({count})?"):
        fail("not corrected")

    async def work(site: Site) -> tuple[Broadcast, list[str]]:
        async with site.database.transaction() as session:
            over = site.settings.approve_over
            made = await broadcasts.correct(
                session,
                OPERATOR,
                number,
                words,
                others=others,
                now=site.now,
                approve_over=over,
            )
            return made, await tell_waits(session, "broadcast", made.id)

    _tell(*on_site(work))


@click.command("recall", epilog=epilog("broadcast recall 12", "broadcast recall 12 --yes"))
@NUMBER
@YES
def recall(number: int, yes: bool) -> None:
    """Take broadcast NUMBER back wherever its platform still can, once a second person agrees."""

    async def look(site: Site) -> int:
        async with site.database.reading() as session:
            return await broadcasts.count_readers(session, number)

    count = on_site(look)
    if not yes and not click.confirm(f"Take it back from all who got it ({count})?"):
        fail("not recalled")

    async def work(site: Site) -> tuple[Broadcast, list[str]]:
        async with site.database.transaction() as session:
            over = site.settings.approve_over
            made = await broadcasts.recall(
                session, OPERATOR, number, now=site.now, approve_over=over
            )
            return made, await tell_waits(session, "broadcast", made.id)

    _tell(*on_site(work))


def _tell(made: Broadcast, waits: list[str]) -> None:
    click.echo(f"Broadcast {made.id} is {made.state}. See: nhipcau broadcast report {made.id}")
    for line in waits:
        click.echo(line)
