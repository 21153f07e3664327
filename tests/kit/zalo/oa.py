"""Kit, Zalo OA: the front step: ``python -m tests.kit.zalo.oa --port 8082`` starts it alone."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys

from tests.kit.zalo.oa_server import APP_ID, APP_SECRET, OA_SECRET, OfficialAccountServer


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.kit.zalo.oa", description=__doc__)
    parser.add_argument("--port", type=int, default=8082, help="0 finds a free one")
    parser.add_argument("--webhook", default="", help="where events are posted")
    parser.add_argument("--stamp", choices=("header", "body"), default="header")
    return parser.parse_args()


async def _serve(options: argparse.Namespace) -> None:
    done = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, done.set)
    async with OfficialAccountServer(port=options.port, stamp=options.stamp) as server:
        server.people.webhook = options.webhook
        server.add_template("101", "Kính gửi <ten>. <noi_dung>")
        sys.stdout.write(f"Zalo OA for tests: {server.url}\n")
        sys.stdout.write(f"app {APP_ID}, app secret {APP_SECRET}, OA secret {OA_SECRET}\n")
        sys.stdout.flush()
        await done.wait()


if __name__ == "__main__":
    asyncio.run(_serve(_read_arguments()))
