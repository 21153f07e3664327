"""The command line: `nhipcau demo`."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
import structlog

from bot import schema
from bot.app import chat_path, open_app
from bot.areas.loading import load_areas
from bot.commands.running import epilog, fail, run_on_loop, sentence_of, wait_for_stop
from bot.demo.city import ON_THE_ROLL, SEED, City, build
from bot.demo.crowd import Crowd, announce
from bot.demo.people import ORGANISATIONS, make_people
from bot.demo.place import Place, keep_time, make_settings, set_clock
from bot.errors import BadSettings, NhipCauError
from bot.logs import configure_logs
from bot.onlyone import only_one
from bot.settings import Settings
from bot.site import open_site

log = structlog.get_logger(__name__)
STEPS = 3 + len(ORGANISATIONS) + 1


@click.command(epilog=epilog("demo", "demo --fresh", "demo --port 8090 --residents 20"))
@click.option("--fresh", is_flag=True, help="Start over with an empty city.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="Port to use."
)
@click.option("--residents", default=40, show_default=True, help="Made-up residents who come.")
@click.option("--no-buttons", is_flag=True, help="Number the choices, as a platform without them.")
@click.option("--folder", type=click.Path(path_type=Path), default=Path("var/demo"))
def demo(*, fresh: bool, port: int, residents: int, no_buttons: bool, folder: Path) -> None:
    """Run a demo city on this machine: no token, no network; Ctrl-C stops it."""
    place = open_place(folder)
    settings = make_settings(place, port=port, buttons=not no_buttons)
    configure_logs(settings)
    try:
        with only_one(settings), suppress(KeyboardInterrupt):
            if fresh or not place.is_built:  # perhaps its setting up was cut short
                place.clear()
                settings = make_settings(place, port=port, buttons=not no_buttons)
            set_clock(place, settings)
            if not place.is_built:
                set_up(place, settings)
            run_on_loop(live(place, settings, residents))
    except BadSettings as error:
        fail(error.sentence.replace("NHIPCAU_WEB_PORT", "--port"), code=2)
    except NhipCauError as error:
        fail(sentence_of(error))


def open_place(folder: Path) -> Place:
    """Make sure of the folder: it can be written to, and nothing else lives there."""
    place = Place(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not place.is_ours:
            fail(f"--folder: {folder} holds other things; give the city its own folder", code=2)
        place.write()
    except OSError as error:
        fail(f"--folder: {folder} cannot be used ({error.strerror})", code=2)
    return place


def set_up(place: Place, settings: Settings) -> None:
    """Build the city, showing how far it is; one left half-built is built anew."""
    for half in place.folder.glob("nhipcau.db*"):
        if half.suffix != ".lock":
            half.unlink()
    with click.progressbar(
        length=STEPS, label="Setting up the demo city", file=sys.stderr, width=30
    ) as bar:
        schema.upgrade(settings.database_url)
        bar.update(1)

        async def make() -> City:
            async with open_site(settings) as site:
                async with site.database.transaction() as session:
                    await load_areas(session)
                bar.update(1)
                return await build(site, lambda step: bar.update(1))

        city = asyncio.run(make())
    place.write(organizer=city.organizer_chat)


async def live(place: Place, settings: Settings, residents: int) -> None:
    """Run the site with its residents until Ctrl-C."""
    people = make_people(ON_THE_ROLL, seed=SEED)[:residents]
    async with open_app(settings) as app:
        url = f"http://{settings.web_host}:{app.web.port}"
        tell(url, chat_path(settings, place.read()["organizer"]))
        lives = [
            asyncio.create_task(_live("announcement", announce(app.site))),
            asyncio.create_task(_live("clock", keep_time(place, app.site.clock))),
            asyncio.create_task(_live("residents", Crowd(url, people, SEED, place).live())),
        ]
        await wait_for_stop()
        click.echo("\nStopping; the city is kept. `demo --fresh` starts over.", err=True)
        for life in lives:
            life.cancel()
        await asyncio.gather(*lives, return_exceptions=True)


async def _live(name: str, life: Coroutine[Any, Any, None]) -> None:
    """Let a part of the demo live; if it fails, say so instead of leaving a dead city."""
    try:
        await life
    except Exception:
        log.exception("demo-part-failed", part=name)
        click.echo(f"\nThe demo's {name} failed, see the log above.", err=True)


def tell(url: str, organizer: str) -> None:
    """Say where to look."""
    click.echo(
        f"""
  You are a resident:   {url}/chat
  You are an organizer: {url}{organizer}
                        (write /tin, /khaosat, /baocao or /thanhvien;
                        use another browser, or a private window)

  Residents come one by one; the announcement leaves after a minute, the survey opens soon after.
  Ctrl-C stops.
""",
        err=True,
    )
