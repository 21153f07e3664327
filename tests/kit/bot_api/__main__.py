"""The front step: start the server alone, ``python -m tests.kit.bot_api --port 8081``."""

from __future__ import annotations

import argparse
import asyncio
import gc
import signal
import sys
import time
from pathlib import Path

import uvloop

from tests.kit.bot_api.account import TOKEN, Settings
from tests.kit.bot_api.rates import Limits
from tests.kit.bot_api.server import BotApiServer


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.kit.bot_api", description=__doc__)
    parser.add_argument("--port", type=int, default=8081, help="0 finds a free one")
    parser.add_argument("--log", type=Path, help="append a line of JSON per message to this file")
    parser.add_argument("--rate", default="30", help="messages a second, or 'none'")
    parser.add_argument("--chat-rate", default="1", help="the same in one chat, or 'none'")
    parser.add_argument("--token", action="append", help=f"one or several; {TOKEN}")
    return parser.parse_args()


def _first_update(now: float) -> int:
    """Number updates by the clock, so that a server started again repeats no number."""
    return int(now) % 10_000_000 * 100


async def _serve(options: argparse.Namespace) -> None:
    rate = None if options.rate == "none" else int(options.rate)
    chat = None if options.chat_rate == "none" else float(options.chat_rate)
    first, *more = options.token or [TOKEN]
    settings = Settings(
        token=first,
        log=options.log,
        limits=Limits(chat=chat),
        first_update=_first_update(time.time()),
    )
    done = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, done.set)
    async with BotApiServer(port=options.port, rate=rate, settings=settings, more=more) as server:
        sys.stdout.write(f"Bot API for tests: {server.url} (base_url {server.base_url})\n")
        sys.stdout.flush()
        gc.freeze()
        gc.set_threshold(5000, 5, 10)  # in a pause much would wait, and be counted as one moment
        await done.wait()


if __name__ == "__main__":
    uvloop.run(_serve(_read_arguments()))
