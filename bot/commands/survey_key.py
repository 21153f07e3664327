"""The command line: `nhipcau survey key`: an anonymous survey's key on paper."""

from __future__ import annotations

import click

from bot.access import OPERATOR
from bot.commands.running import epilog, fail, on_site
from bot.models import Survey
from bot.site import Site
from bot.surveys.finding import get_survey
from bot.surveys.keys import Keys
from bot.surveys.safekeeping import print_key, restore_key

KEEP = (
    "Losing the file of its key, {path}, loses every answer. "
    "Print it once: nhipcau survey key {code} --print"
)
WHOSE = "Who has it and the database can read every answer until the closing. Shown once."


@click.command("key", epilog=epilog("survey key bhyt --print", "survey key bhyt --restore"))
@click.argument("code")
@click.option("--print", "prints", is_flag=True, help="Print it, once, to be kept on paper.")
@click.option("--restore", "restores", is_flag=True, help="Put it back from its print.")
def keep_key(code: str, prints: bool, restores: bool) -> None:
    """Print the key of the open anonymous survey CODE once, or put a lost one back."""
    if prints == restores:
        fail("say either --print or --restore", code=2)
    printed = click.prompt("The key as it was printed", hide_input=True) if restores else ""

    async def work(site: Site) -> str:
        keys = Keys(site.settings.data_dir)
        async with site.database.transaction() as session:
            found = await get_survey(session, code)
            if prints:
                return await print_key(session, OPERATOR, found.id, site.now, keys)
            await restore_key(session, OPERATOR, found.id, printed, now=site.now, keys=keys)
        return ""

    if key := on_site(work):
        click.echo(key)
        click.echo(WHOSE)
    else:
        click.echo(f"The key of {code} stands again.")


def tell_key(survey: Survey, keys: Keys) -> list[str]:
    """Say of an open anonymous survey what losing its key means; nothing of others."""
    if not survey.anonymous or survey.state not in ("scheduled", "open", "draft"):
        return []
    return [KEEP.format(path=keys.path(survey.id), code=survey.code)]
