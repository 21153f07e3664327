"""The gate of the Bot Platform: HTTP for bots, and ``/kit/…`` for synthetic people."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Any

import orjson
from aiohttp import web

from tests.kit.striking import LOST_FOR_EVER, cut
from tests.kit.zalo.bot_faults import Fault
from tests.kit.zalo.bot_methods import Json, Refusal
from tests.kit.zalo.bot_world import Bot, Outcome, Settings


class ZaloBotServer:
    """Serve bots of the Bot Platform over real HTTP; `more` are the tokens of further bots."""

    def __init__(
        self, settings: Settings | None = None, *, port: int = 0, more: Sequence[str] = ()
    ) -> None:
        given = settings or Settings()
        alike = [replace(given, token=token) for token in more]
        self.bots = {one.token: Bot(one) for one in (given, *alike)}
        self.bot = self.bots[given.token]
        self._port = port
        self._runner: web.ServerRunner | None = None

    @property
    def url(self) -> str:
        """Tell the address."""
        return f"http://127.0.0.1:{self._port}"

    async def __aenter__(self) -> ZaloBotServer:
        server = web.Server(self._answer, handler_cancellation=True)
        self._runner = web.ServerRunner(server, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port, backlog=1024).start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *told: object) -> None:
        for bot in self.bots.values():
            await bot.close()
        if self._runner:
            await self._runner.cleanup()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        match request.path.strip("/").split("/"):
            case ["kit", number, *noun]:
                return await self._answer_kit(request, number, noun)
            case [who, method] if who.removeprefix("bot") in self.bots:
                return await _answer_bot(self.bots[who.removeprefix("bot")], request, method)
        return _refused(Refusal(401, "Unauthorized"), honest=True)

    async def _answer_kit(
        self, request: web.BaseRequest, number: str, noun: list[str]
    ) -> web.Response:
        """Let who drives the people of a bot do so: `/kit/{bot's number}/{noun}`."""
        bot = next((one for one in self.bots.values() if one.id == number), None)
        if bot is not None and noun == ["inbox"]:
            return _json(await _read_inbox(bot, request))
        act = ACTS.get((request.method, "/".join(noun)))
        if bot is None or act is None:
            return web.Response(status=404)
        body = await request.read()
        try:
            told = act(bot, orjson.loads(body) if body else {})
        except (LookupError, TypeError, ValueError) as error:
            return _json({"error": f"{type(error).__name__}: {error}"}, status=400)
        return _json(told)


def _limit(bot: Bot, told: Json) -> None:
    bot.settings = replace(bot.settings, **told)


async def _read_inbox(bot: Bot, request: web.BaseRequest) -> list[Json]:
    """Return what everybody received after a number, waiting for the first of it if need be."""
    after, within = int(request.query.get("after", 0)), float(request.query.get("timeout", 0))
    found = await bot.journal.wait(after=after, within=min(within, 60.0))
    return found[: int(request.query.get("limit", 10_000))]


ACTS: dict[tuple[str, str], Callable[[Bot, Any], Any]] = {
    ("POST", "people"): lambda bot, told: asdict(bot.person(**told)),
    ("POST", "said"): lambda bot, told: bot.say(**told),
    ("POST", "acts"): lambda bot, told: [bot.say(**one) is not None for one in told],
    ("GET", "inboxes"): lambda bot, _: {one.id: one.inbox for one in bot.people.values()},
    ("GET", "month"): lambda bot, _: {"spent": bot.spent, "left": bot.left},
    ("GET", "faults"): lambda bot, _: bot.faults.listed(),
    ("POST", "faults"): lambda bot, told: asdict(bot.faults.add(Fault(**told))),
    ("DELETE", "faults"): lambda bot, _: bot.faults.clear(),
    ("POST", "limits"): _limit,
    ("GET", "violations"): lambda bot, _: bot.violations,
}


async def _answer_bot(bot: Bot, request: web.BaseRequest, method: str) -> web.StreamResponse:
    if request.method != "POST" or request.content_type != "application/json":
        bot.violations.append(f"{method}: {request.method} {request.content_type}")
        return _refused(Refusal(400, "kit: POST JSON"), honest=True)
    try:
        given = orjson.loads(await request.read())
    except orjson.JSONDecodeError:
        bot.violations.append(f"{method}: no JSON")
        return _refused(Refusal(400, "kit: no JSON"), honest=True)
    outcome = await bot.call(method, given)
    if outcome.fault:
        return await _struck(request, bot, outcome, outcome.fault)
    return _told(bot, outcome)


async def _struck(
    request: web.BaseRequest, bot: Bot, outcome: Outcome, fault: Fault
) -> web.StreamResponse:
    """Let the fault happen to an answer whose request was carried out, or was not."""
    match fault.kind:
        case "reset":
            return cut(request)
        case "lost":
            await asyncio.sleep(fault.delay or LOST_FOR_EVER)
            return cut(request)
        case "slow":
            await asyncio.sleep(fault.delay)
        case "502" | "page":
            status = 502 if fault.kind == "502" else 200
            return web.Response(status=status, text="<html>nginx</html>", content_type="text/html")
        case "500":
            return _refused(Refusal(500, "Internal Server Error"), honest=True)
    return _told(bot, outcome)


def _told(bot: Bot, outcome: Outcome) -> web.Response:
    if outcome.refusal:
        return _refused(outcome.refusal, honest=bot.settings.http_errors)
    told = {"ok": True}
    return _json(told if outcome.result is None else {**told, "result": outcome.result})


def _refused(refusal: Refusal, *, honest: bool) -> web.Response:
    """Say what is wrong: mostly with HTTP's status 200, as the platform does."""
    told = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    return _json(told, status=refusal.code if honest else 200)


def _json(told: Any, *, status: int = 200) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(told), content_type="application/json")
