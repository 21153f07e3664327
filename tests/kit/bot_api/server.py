"""The gate: HTTP in and out, for bots, for synthetic people and for a person with a browser."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import orjson
from aiohttp import web

from tests.kit.bot_api.account import Account, Outcome, Settings
from tests.kit.bot_api.control import Control
from tests.kit.bot_api.form import read_parameters
from tests.kit.bot_api.page import Page
from tests.kit.bot_api.rates import NO_LIMITS
from tests.kit.bot_api.refusals import Json, Refusal
from tests.kit.striking import LOST_FOR_EVER, cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.kit.bot_api.faults import Fault
    from tests.kit.bot_api.people import People
    from tests.kit.bot_api.rates import Rates
    from tests.kit.bot_api.updates import Updates
    from tests.kit.striking import Faults

BODY_AT_MOST = 60 * 1024 * 1024
BAD_GATEWAY = b"<html><head><title>502 Bad Gateway</title></head><body>502</body></html>"


class BotApiServer:
    """Serve one bot account over real HTTP, or several, each with people of its own.

    ``rate`` is messages a second of the account (None: no limit of any kind); the other
    options stand in ``Settings``. ``more`` are the tokens of further bots, alike but for their
    names; whoever speaks of no bot means the first.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        rate: int | None = 30,
        settings: Settings | None = None,
        more: Sequence[str] = (),
    ) -> None:
        given = settings or Settings()
        limits = NO_LIMITS if rate is None else replace(given.limits, account=rate)
        given = replace(given, limits=limits)
        alike = [
            replace(given, token=token, username=f"{given.username}_{number}", log=None)
            for number, token in enumerate(more, 2)
        ]
        self.accounts = {one.token: Account(one) for one in (given, *alike)}
        self.account = self.accounts[given.token]
        self._port = port
        self._runner: web.ServerRunner | None = None
        self._controls = {
            token.partition(":")[0]: Control(one) for token, one in self.accounts.items()
        }
        self._page = Page(self.account)

    @property
    def url(self) -> str:
        """Tell the address; python-telegram-bot takes it with ``/bot`` behind."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def base_url(self) -> str:
        """Tell the address as python-telegram-bot's ``base_url`` wants it."""
        return f"{self.url}/bot"

    @property
    def token(self) -> str:
        """Tell the account's token."""
        return self.account.settings.token

    @property
    def people(self) -> People:
        """Reach the people who talk to the bot."""
        return self.account.people

    @property
    def faults(self) -> Faults[Fault]:
        """Reach the script of faults."""
        return self.account.faults

    @property
    def rates(self) -> Rates:
        """Reach the count of arrivals."""
        return self.account.rates

    @property
    def updates(self) -> Updates:
        """Reach the updates that wait for the bot."""
        return self.account.updates

    @property
    def violations(self) -> list[Json]:
        """List what broke the specification."""
        return self.account.violations

    async def start(self) -> None:
        """Listen on 127.0.0.1; port 0 finds a free one."""
        for account in self.accounts.values():
            account.open()
        server = web.Server(self._answer, request_factory=_make_request, handler_cancellation=True)
        self._runner = web.ServerRunner(server, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port, backlog=2048)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Close every connection and stop."""
        for account in self.accounts.values():
            await account.close()
        if self._runner:
            await self._runner.cleanup()

    async def __aenter__(self) -> BotApiServer:
        await self.start()
        return self

    async def __aexit__(self, *told: object) -> None:
        await self.stop()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.startswith("/kit/"):
            return await self._answer_kit(request, path.removeprefix("/kit/"))
        for token, account in self.accounts.items():
            if path.startswith(f"/bot{token}/"):
                return await _answer_bot(account, request, path.removeprefix(f"/bot{token}/"))
            if path.startswith(f"/file/bot{token}/"):
                return _answer_file(account, path.removeprefix(f"/file/bot{token}/"))
        if path.startswith("/bot"):
            return _refused(Refusal(401, "Unauthorized"))
        return await self._page.answer(request)

    async def _answer_kit(self, request: web.BaseRequest, path: str) -> web.Response:
        """Let the control of the bot that is named answer, `bots/{id}/…`, or the first's."""
        place, _, rest = path.partition("/")
        if place != "bots":
            return await next(iter(self._controls.values())).answer(request, path)
        bot, _, wanted = rest.partition("/")
        if bot not in self._controls:
            return _refused(Refusal(404, "Not Found"))
        return await self._controls[bot].answer(request, wanted)


async def _answer_bot(account: Account, request: web.BaseRequest, name: str) -> web.StreamResponse:
    if _unread_reset(account, name):
        return cut(request)
    try:
        given = await read_parameters(request)
    except Refusal as refusal:
        return _refused(refusal)
    outcome = await account.call(name, given)
    if outcome.fault:
        return await _struck(request, outcome, outcome.fault)
    return _answered(outcome)


def _unread_reset(account: Account, name: str) -> bool:
    """Find a reset that names no chat, so that it strikes before the body is read."""
    return any(fault.strikes(name, None) for fault in account.faults.script if fault.unread)


def _answer_file(account: Account, path: str) -> web.Response:
    for stored in account.world.files.values():
        if stored.path == path:
            return web.Response(body=stored.data)
    return _refused(Refusal(404, "Not Found"))


def _make_request(message: Any, payload: Any, *rest: Any) -> web.BaseRequest:
    protocol, writer, task = rest
    loop = asyncio.get_running_loop()
    return web.BaseRequest(
        message, payload, protocol, writer, task, loop, client_max_size=BODY_AT_MOST
    )


def _json(status: int, told: Json, headers: dict[str, str] | None = None) -> web.Response:
    return web.Response(
        status=status,
        body=orjson.dumps(told),
        content_type="application/json",
        headers=headers,
    )


def _answered(outcome: Outcome) -> web.Response:
    if outcome.refusal:
        return _refused(outcome.refusal)
    return _json(200, {"ok": True, "result": outcome.result})


def _refused(refusal: Refusal) -> web.Response:
    told: Json = {"ok": False, "error_code": refusal.status, "description": refusal.description}
    headers = None
    if refusal.parameters:
        told["parameters"] = refusal.parameters
        if "retry_after" in refusal.parameters:
            headers = {"Retry-After": str(refusal.parameters["retry_after"])}
    return _json(refusal.status, told, headers)


async def _struck(request: web.BaseRequest, outcome: Outcome, fault: Fault) -> web.StreamResponse:
    """Let the fault happen to an answer whose request was carried out, or was not."""
    match fault.kind:
        case "reset_before" | "reset_after":
            return cut(request)
        case "lost":
            await asyncio.sleep(fault.delay or LOST_FOR_EVER)
            return cut(request)
        case "slow":
            await asyncio.sleep(fault.delay)
        case "502":
            return web.Response(status=502, body=BAD_GATEWAY, content_type="text/html")
    return _answered(outcome)
