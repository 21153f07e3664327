"""Door, web: how often a chat and an address may write; what is remembered of them is bounded."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot.clock import monotonic


@dataclass(frozen=True, slots=True)
class Rate:
    """Allow `burst` at once, and then one every `every` seconds."""

    burst: int
    every: float


# A meeting hall scans one poster behind one address, and mobile carriers put thousands behind one.
MESSAGES_OF_CHAT = Rate(30, 1.0)
MESSAGES_OF_ADDRESS = Rate(300, 0.05)
PHOTOS_OF_CHAT = Rate(10, 20.0)  # each may have 10 MB
STARTS_OF_ADDRESS = Rate(150, 2.0)


class Buckets:
    """Count for many keys; the longest unused are forgotten beyond `most`."""

    def __init__(
        self, rate: Rate, *, most: int = 20_000, now: Callable[[], float] = monotonic
    ) -> None:
        self._rate = rate
        self._most = most
        self._now = now
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._full_at)

    def wait(self, key: str) -> float:
        """Take one and return 0, or take none and return the seconds until there is one."""
        now, rate = self._now(), self._rate
        full_at = max(now, self._full_at.pop(key, now)) + rate.every
        late = full_at - now - rate.burst * rate.every
        self._full_at[key] = full_at - rate.every if late > 0 else full_at
        while len(self._full_at) > self._most:
            self._full_at.popitem(last=False)
        return max(0.0, late)


class Limits:
    """Hold the counts of one channel."""

    def __init__(self, *, now: Callable[[], float] = monotonic) -> None:
        self._chat = Buckets(MESSAGES_OF_CHAT, now=now)
        self._photos = Buckets(PHOTOS_OF_CHAT, now=now)
        self._address = Buckets(MESSAGES_OF_ADDRESS, now=now)
        self._starts = Buckets(STARTS_OF_ADDRESS, now=now)

    def wait_to_write(self, chat: str, address: str) -> float:
        """Return 0 when this chat may write now, or the seconds to wait."""
        return self._chat.wait(chat) or _wait_for(self._address, address)

    def wait_to_send_photo(self, chat: str, address: str) -> float:
        """Return 0 when this chat may send a photo now, or the seconds to wait."""
        return self._photos.wait(chat) or self.wait_to_write(chat, address)

    def wait_to_start(self, address: str) -> float:
        """Return 0 when this address may open a chat now, or the seconds to wait."""
        return _wait_for(self._starts, address)


def _wait_for(buckets: Buckets, address: str) -> float:
    key = network_of(address)
    return buckets.wait(key) if key else 0.0


def network_of(address: str) -> str:
    """Return what is counted: an IPv4 address, or an IPv6 customer's /64.

    Nothing for this machine itself: it is a proxy that does not say for whom it asks, and one
    count for all would shut everybody out.
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is None:
            network = ipaddress.ip_network((parsed, 64), strict=False)
            return "" if parsed.is_loopback else str(network)
        parsed = parsed.ipv4_mapped
    return "" if parsed.is_loopback else str(parsed)
