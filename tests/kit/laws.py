"""Kit: the laws of the ledger, whatever has happened to it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.messages import Blocked, Rejected, SendError, Unreachable
from bot.models import Broadcast, Delivery

ENDED = ("finished", "cancelled")  # states of a broadcast
ENDS = ("failed", "unknown", "skipped")  # states of a line that say why
DAY = timedelta(hours=24)
# what may become of one message: state, reason, error
FATES: dict[str, tuple[str, str, SendError | None]] = {
    "sent": ("sent", "", None),
    "unknown": ("unknown", "timeout", None),
    "blocked": ("failed", "blocked", Blocked()),
    "rejected": ("failed", "rejected", Rejected("bad")),
    "unreachable": ("queued", "", Unreachable()),
}
Keys = Counter[tuple[int, int]]  # (broadcast, member) -> how often


def check_lines(
    lines: Sequence[Delivery], broadcasts: Mapping[int, Broadcast], arrived: Keys, resent: Keys
) -> None:
    """Hold each line against what has arrived, and against the state of its broadcast."""
    for line in lines:
        key, broadcast = (line.broadcast_id, line.member_id), broadcasts[line.broadcast_id]
        most = 1 + resent[key] + broadcast.twice_ok
        assert arrived[key] <= most, "somebody got a message more often than it may come"
        assert line.state not in ENDS or line.reason, "no reason is given"
        assert line.state != "sent" or arrived[key], "said to be sent, and was not"
        if most == 1:
            assert not arrived[key] or line.state in ("sending", "sent", "unknown")
        assert broadcast.state not in ENDED or line.state not in ("queued", "waiting")
        assert broadcast.state != "finished" or line.state != "sending"
        if broadcast.send_by is not None and line.begun_at is not None:
            assert line.begun_at < broadcast.send_by, "too late"


def check_budget(lines: Sequence[Delivery], *, most: int) -> None:
    """See that nobody is written to more often in 24 hours than is allowed."""
    begun: defaultdict[int, list[datetime]] = defaultdict(list)
    for line in lines:
        if line.begun_at is not None:
            begun[line.member_id].append(line.begun_at)
    for moments in map(sorted, begun.values()):
        for first, last in zip(moments, moments[most:], strict=False):
            assert last - first >= DAY, "the contact budget is passed"
