"""DOOR · pages: /healthz (the process lives) and /readyz (its parts answer)."""

from __future__ import annotations

from datetime import datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.health import get_health
from console.page import Page


async def show_health(request: Request) -> Response:
    """Say that the process answers."""
    return PlainTextResponse("ok")


async def show_readiness(request: Request) -> Response:
    """Say whether database, jobs and channels are well, and when they last were; 503 if not.

    A channel whose platform is away is named but does not make the site unready: the others serve.
    Anybody may ask, so what exactly is wrong stands in the log and in `nhipcau check` alone.
    """
    state = request.app.state
    health = await get_health(state.site, state.channels, state.duties)
    broken = [part for part in health.faults if not part.startswith("channel ")]
    said: dict[str, object] = {
        "ready": not broken,
        "faults": sorted(health.faults),
        "last_tick": _write(health.last_tick),
        "channels": {name: _write(at) for name, at in sorted(health.channels.items())},
    }
    if health.holders:
        here = state.site.database.name
        said["held"] = {
            account: "here" if holder == here else "elsewhere"
            for account, holder in sorted(health.holders.items())
            if holder
        }
    return JSONResponse(said, status_code=503 if broken else 200)


def _write(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at is not None else None


PAGES = (Page("/healthz", show_health), Page("/readyz", show_readiness))
