"""Start the Bot Platform's server alone, ``python -m tests.kit.zalo --port 8082``."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from tests.kit.zalo.bot_server import ZaloBotServer
from tests.kit.zalo.bot_world import CAP, QUOTA, TOKEN, Settings


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.kit.zalo", description=__doc__)
    parser.add_argument("--port", type=int, default=8082, help="0 finds a free one")
    parser.add_argument("--log", type=Path, help="append a line of JSON per message to this file")
    parser.add_argument("--token", action="append", help=f"one or several; {TOKEN}")
    parser.add_argument("--quota", type=int, default=QUOTA, help="messages a month")
    parser.add_argument("--cap", type=int, default=CAP, help="people")
    return parser.parse_args()


async def _serve(options: argparse.Namespace) -> None:
    first, *more = options.token or [TOKEN]
    settings = Settings(
        token=first,
        quota=options.quota,
        cap=options.cap,
        shapes=("flat", "wrapped"),
        private_hooks=True,
        log=options.log,
    )
    done = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, done.set)
    async with ZaloBotServer(settings, port=options.port, more=more) as server:
        sys.stdout.write(f"Zalo Bot Platform for tests: {server.url}\n")
        sys.stdout.flush()
        await done.wait()


if __name__ == "__main__":
    asyncio.run(_serve(_read_arguments()))
