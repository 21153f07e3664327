"""Kit: scripts of misfortunes, for any platform's server: what strikes which request, and when."""

from __future__ import annotations

import socket
import struct
from dataclasses import asdict, dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from aiohttp import web

LOST_FOR_EVER = 3600.0  # seconds of an answer that never comes


class Scripted(Protocol):
    """Say on which requests a misfortune falls.

    ``after`` matching requests pass first, then ``times`` are hit (None: for ever), each
    ``every``-th; `seen` and `hits` count them.
    """

    method: str | None
    times: int | None
    after: int
    every: int
    seen: int
    hits: int

    def strikes(self, method: str, chat_id: Any) -> bool:
        """Note a request and tell whether this one is hit."""

    @property
    def unread(self) -> bool:
        """Tell whether it strikes before the request's body is read."""


FaultT = TypeVar("FaultT", bound=Scripted)


def count_strike(fault: Scripted) -> bool:
    """Note a request that a fault is for, and tell whether this one is hit."""
    if fault.times is not None and fault.hits >= fault.times:
        return False
    fault.seen += 1
    struck = fault.seen > fault.after and (fault.seen - fault.after - 1) % fault.every == 0
    fault.hits += struck
    return struck


@dataclass
class Faults(Generic[FaultT]):
    """Keep the script and find what strikes a request."""

    script: list[FaultT] = field(default_factory=list)

    def add(self, fault: FaultT) -> FaultT:
        """Add a fault to the end of the script."""
        self.script.append(fault)
        return fault

    def clear(self) -> None:
        """End all misfortune."""
        self.script.clear()

    def pick(self, method: str, chat_id: Any) -> FaultT | None:
        """Find the first fault that strikes this request."""
        return next((f for f in self.script if not f.unread and f.strikes(method, chat_id)), None)

    def listed(self) -> list[dict[str, Any]]:
        """Tell the script with how often each was hit."""
        return [asdict(fault) for fault in self.script]  # type: ignore[call-overload]


def cut(request: web.BaseRequest) -> web.Response:
    """Cut the connection with a TCP reset; the response returned goes nowhere."""
    transport = request.transport
    if transport is not None:
        raw = transport.get_extra_info("socket")
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response()
