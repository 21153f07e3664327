"""DOOR · pages: /healthz (the process lives) and /readyz (its parts answer)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.health import find_faults
from console.page import Page


async def show_health(request: Request) -> Response:
    """Say that the process answers."""
    return PlainTextResponse("ok")


async def show_readiness(request: Request) -> Response:
    """Say whether database, jobs and channels are well; 503 names what is not.

    A channel whose platform is away is named but does not make the site unready: the others serve.
    Anybody may ask, so what exactly is wrong stands in the log and in `nhipcau check` alone.
    """
    state = request.app.state
    faults = await find_faults(state.site, state.channels, state.jobs)
    broken = [part for part in faults if not part.startswith("channel ")]
    return JSONResponse(
        {"ready": not broken, "faults": sorted(faults)}, status_code=503 if broken else 200
    )


PAGES = (Page("/healthz", show_health), Page("/readyz", show_readiness))
