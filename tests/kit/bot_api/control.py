"""The stage door: people and faults driven over HTTP, for a server that is a child process."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeAlias

import orjson
from aiohttp import web

from tests.kit.bot_api.faults import Fault
from tests.kit.bot_api.people import Impossible
from tests.kit.bot_api.rates import Limits, Rates

if TYPE_CHECKING:
    from tests.kit.bot_api.account import Account
    from tests.kit.bot_api.people import People
    from tests.kit.bot_api.refusals import Json

Deed: TypeAlias = Callable[["People", int, dict[str, Any]], Any]

DEEDS: dict[str, Deed] = {
    "add": lambda people, who, told: asdict(people.add(who, **told)),
    "text": lambda people, who, told: people.say(who, **told),
    "start": lambda people, who, told: people.start(who, **told),
    "contact": lambda people, who, told: people.share_contact(who, **told),
    "press": lambda people, who, told: people.press(who, **told),
    "vote": lambda people, who, told: people.vote(who, **told),
    "block": lambda people, who, told: people.block(who, **told),
    "unblock": lambda people, who, told: people.unblock(who, **told),
    "deactivate": lambda people, who, told: people.deactivate(who, **told),
    "kick": lambda people, who, told: people.kick(who, **told),
    "voice": lambda people, who, told: people.send(who, "voice", **told),
    "photo": lambda people, who, told: people.send(who, "photo", **told),
    "sticker": lambda people, who, told: people.send(who, "sticker", **told),
    "document": lambda people, who, told: people.send(who, "document", **told),
    "location": lambda people, who, told: people.send(who, "location", **told),
}


class Control:
    """Answer ``/kit/…`` in JSON; ``/kit/bots/{id}/…`` where there are several bots.

    POST users/{id}/{deed} · POST acts (a list of {"user_id", "act", …}) · POST groups ·
    GET users/{id}/inbox and GET inbox (``after``, ``timeout``) · GET, POST, DELETE faults ·
    POST limits · POST repeat · GET violations · GET rates · GET arrivals.
    """

    def __init__(self, account: Account) -> None:
        self._account = account
        self._plain: dict[tuple[str, str], Callable[[Any], Any]] = {
            ("POST", "acts"): lambda acts: [self._act(dict(act)) for act in acts],
            ("POST", "groups"): self._open_group,
            ("GET", "faults"): lambda _: account.faults.listed(),
            ("POST", "faults"): lambda told: asdict(account.faults.add(Fault(**told))),
            ("DELETE", "faults"): lambda _: account.faults.clear(),
            ("POST", "limits"): self._limit,
            ("POST", "repeat"): lambda told: account.updates.repeat(told["update_id"]),
            ("GET", "violations"): lambda _: account.violations,
            ("GET", "rates"): lambda _: account.rates.summary(),
            ("GET", "arrivals"): lambda _: [asdict(each) for each in account.rates.arrivals],
        }

    async def answer(self, request: web.BaseRequest, path: str) -> web.Response:
        """Answer one request; what cannot be done is a 400 that says why."""
        try:
            told = await self._route(request, path)
        except (Impossible, KeyError, TypeError, ValueError) as error:
            return _json(400, {"error": f"{type(error).__name__}: {error}"})
        return _json(200, told)

    async def _route(self, request: web.BaseRequest, path: str) -> Any:
        parts = path.rstrip("/").split("/")
        body = await request.read()
        told = orjson.loads(body) if body else {}
        match (request.method, *parts):
            case ("GET", "inbox"):
                return await self._inbox(request, None)
            case ("GET", "users", who, "inbox"):
                return await self._inbox(request, int(who))
            case ("POST", "users", who, deed):
                return self._act(told | {"user_id": int(who), "act": deed})
            case ("POST", "users"):
                return self._act({"user_id": told.pop("id"), "act": "add", **told})
            case (verb, noun):
                return self._plain[verb, noun](told)
        raise KeyError(request.path)

    def _act(self, told: Json) -> Any:
        deed = DEEDS[told.pop("act")]
        return deed(self._account.people, told.pop("user_id"), told)

    def _open_group(self, told: Json) -> Json:
        return self._account.people.open_group(told["title"], told["members"]).view

    def _limit(self, told: Json) -> None:
        """Change the limits and begin the count anew."""
        fresh = Rates(Limits(**told))
        self._account.rates = fresh

    async def _inbox(self, request: web.BaseRequest, who: int | None) -> list[Json]:
        after = int(request.query.get("after", 0))
        within = min(float(request.query.get("timeout", 0)), 60.0)
        found = await self._account.people.wait_inbox(who, after=after, within=within)
        return found[: int(request.query.get("limit", 10_000))]


def _json(status: int, told: Any) -> web.Response:
    return web.Response(status=status, body=orjson.dumps(told), content_type="application/json")
