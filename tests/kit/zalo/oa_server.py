"""Kit, Zalo OA: the server: one port for sign-in, OpenAPI v3 and templates, and /kit/ for tests.

Alone: ``python -m tests.kit.zalo.oa --port 8082``. A fault is {path, times, and one of `error` (a
code in a 200), `status` (a bare HTTP error), `cut` and `stall` ("before" or "after" it is done)}.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from tests.kit.zalo.oa_people import People, Stamp
from tests.kit.zalo.oa_tokens import Json, Tokens
from tests.kit.zalo.oa_world import Template, World

APP_ID, APP_SECRET = "4100000000000000001", "app-secret-of-tests"
OA_ID, OA_SECRET = "2900000000000000001", "oa-secret-of-tests"
STALLED = 3600.0  # seconds
Answer = Callable[[web.Request], Awaitable[Json]]


class OfficialAccountServer:
    """Serve one Official Account over HTTP."""

    def __init__(
        self, *, port: int = 0, now: Callable[[], float] | None = None, stamp: Stamp = "header"
    ) -> None:
        clock = now or time.time
        self.world = World(Tokens(APP_ID, APP_SECRET, OA_ID, clock), OA_SECRET, now=clock)
        self.people = People(self.world, stamp=stamp)
        self.asked: list[str] = []  # the paths, in the order in which they came
        self._port = port
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Tell the address, the same for all three of the service's hosts."""
        return f"http://127.0.0.1:{self._port}"

    async def __aenter__(self) -> OfficialAccountServer:
        app = web.Application()
        app.router.add_get("/v4/oa/permission", self._permit)
        routes: dict[str, Answer] = {
            "POST /v4/oa/access_token": self._exchange,
            "GET /v2.0/oa/getoa": self._tell_account,
            "POST /v3.0/oa/message/cs": self._consult,
            "POST /v2.0/oa/upload/image": self._upload,
            "POST /message/template": self._send_template,
            "GET /template/all": self._list_templates,
            "GET /template/info/v2": self._tell_template,
            "GET /message/quota": self._tell_quota,
            "POST /kit/say": self._say,
            "POST /kit/follow": self._follow,
            "POST /kit/fault": self._fault,
            "GET /kit/log": self._log,
        }
        for route, answer in routes.items():
            method, path = route.split()
            app.router.add_route(method, path, self._wrap(path, answer))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *told: object) -> None:
        if self._runner:
            await self._runner.cleanup()

    def add_template(self, template_id: str, words: str, **more: Any) -> Template:
        """Have a template approved; its fields are the <names> in its words."""
        names = [piece.partition(">")[0] for piece in words.split("<")[1:]]
        made = Template(template_id, f"Mẫu {template_id}", words, dict.fromkeys(names, 100))
        for name, value in more.items():
            setattr(made, name, value)
        self.world.templates[template_id] = made
        return made

    def break_next(self, path: str, **fault: Any) -> None:
        """Script a misfortune of a path."""
        self.world.faults.append({"path": path, "times": 1, **fault})

    def _wrap(self, path: str, answer: Answer) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def respond(request: web.Request) -> web.Response:
            self.asked.append(path)
            fault = self._strike(path)
            if fault.get("stall") == "before":
                await asyncio.sleep(STALLED)
            if fault.get("cut") == "before":
                return _cut(request)
            if "error" in fault:
                return web.json_response({"error": fault["error"], "message": "planted"})
            if "status" in fault:
                return web.Response(status=fault["status"], text="<html>Bad Gateway</html>")
            told = await answer(request)
            if fault.get("stall") == "after":
                await asyncio.sleep(STALLED)
            return _cut(request) if fault.get("cut") == "after" else web.json_response(told)

        return respond

    def _strike(self, path: str) -> Json:
        for fault in self.world.faults:
            if fault["path"] == path and fault["times"] > 0:
                fault["times"] -= 1
                return fault
        return {}

    async def _permit(self, request: web.Request) -> web.Response:
        """Stand for the page where the account's owner presses "allow"."""
        told = self.world.tokens.permit(request.query)
        if "code" not in told:
            return web.json_response(told)
        raise web.HTTPFound(f"{request.query['redirect_uri']}?{urlencode(told)}")

    async def _exchange(self, request: web.Request) -> Json:
        form = {name: str(value) for name, value in (await request.post()).items()}
        return self.world.tokens.exchange(request.headers.get("secret_key", ""), form)

    async def _tell_account(self, request: web.Request) -> Json:
        data = {"oa_id": OA_ID, "name": self.world.name, "is_verified": True}
        return self._refusal(request) or {"error": 0, "message": "Success", "data": data}

    async def _consult(self, request: web.Request) -> Json:
        return self._refusal(request) or self.world.consult(await request.json())

    async def _upload(self, request: web.Request) -> Json:
        if refusal := self._refusal(request):
            return refusal
        file = (await request.post()).get("file")
        if not isinstance(file, web.FileField):
            return {"error": -201, "message": "file is missing"}
        return self.world.upload(file.content_type, file.file.read())

    async def _send_template(self, request: web.Request) -> Json:
        return self._refusal(request) or self.world.send_template(await request.json())

    async def _list_templates(self, request: web.Request) -> Json:
        offset, limit = (int(request.query.get(name, "0")) for name in ("offset", "limit"))
        return self._refusal(request) or self.world.list_templates(offset, limit)

    async def _tell_template(self, request: web.Request) -> Json:
        number = request.query.get("template_id", "")
        return self._refusal(request) or self.world.tell_template(number)

    async def _tell_quota(self, request: web.Request) -> Json:
        left = str(self.world.template_quota)
        data = {"dailyQuota": "2000", "remainingQuota": left}
        return self._refusal(request) or {"error": 0, "message": "Success", "data": data}

    def _refusal(self, request: web.Request) -> Json | None:
        return self.world.tokens.judge(request.headers.get("access_token", ""))

    async def _say(self, request: web.Request) -> Json:
        told = json.loads(await request.read())
        return {"status": await self.people.say(told["who"], told["text"])}

    async def _follow(self, request: web.Request) -> Json:
        told = json.loads(await request.read())
        verb = self.people.unfollow if told.get("leave") else self.people.follow
        return {"status": await verb(told["who"])}

    async def _fault(self, request: web.Request) -> Json:
        told = json.loads(await request.read())
        self.break_next(told.pop("path"), **told)
        return {}

    async def _log(self, _: web.Request) -> Json:
        return {"messages": self.world.log, "used_twice": self.world.tokens.used_twice}


def _cut(request: web.Request) -> web.Response:
    """Cut the connection; what is returned goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
