"""The command line: how a command runs: settings, one site, a sentence for each error."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any, TypeVar

import click

from bot import schema
from bot.collecting import share_heap
from bot.errors import BadSettings, NhipCauError
from bot.logs import configure_logs
from bot.settings import Settings, load_settings
from bot.site import Site, open_site
from bot.text import say

if sys.platform != "win32":
    import uvloop

Result = TypeVar("Result")


def run_on_loop(serving: Coroutine[Any, Any, Result]) -> Result:
    """Run what serves on uvloop, where there is one: it takes half of the loop's own work."""
    if sys.platform == "win32":
        return asyncio.run(serving)
    share_heap()
    return uvloop.run(serving)


def read_settings(**overrides: object) -> Settings:
    """Read the settings, or end with a sentence and exit code 2."""
    try:
        settings = load_settings(**overrides)
    except BadSettings as error:
        fail(error.sentence, code=2)
    configure_logs(settings)
    return settings


def on_site(work: Callable[[Site], Awaitable[Any]], *, settings: Settings | None = None) -> Any:
    """Run a work on the opened site; an error of ours becomes its sentence and exit code 1."""
    chosen = settings or read_settings()

    async def run() -> Any:
        async with open_site(chosen) as site:
            return await work(site)

    try:
        schema.check(chosen.database_url)
        return asyncio.run(run())
    except NhipCauError as error:
        fail(sentence_of(error))


def sentence_of(error: NhipCauError) -> str:
    """Return what an error says to an operator."""
    if isinstance(error, BadSettings):
        return error.sentence
    return say("en", error.code, **error.values)


def fail(sentence: str, *, code: int = 1) -> Any:
    """Print a sentence to standard error and end."""
    click.echo(f"nhipcau: {sentence}", err=True)
    sys.exit(code)


def tell_links(links: Iterable[str]) -> None:
    """Print the addresses that do the same as a code typed in chat."""
    for link in links:
        click.echo(f"or open  {link}")


def epilog(*examples: str) -> str:
    """Return the examples that end a command's help, one a line."""
    return "\b\nExamples:\n" + "\n".join(f"  nhipcau {example}" for example in examples)


async def wait_for_stop() -> None:
    """Wait for SIGINT or SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # not on Windows
            loop.add_signal_handler(name, stop.set)
    await stop.wait()
