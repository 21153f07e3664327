"""Room: a report in words: in all, how far, why not, where, and what was pressed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from bot.broadcasts.progress import Progress
from bot.broadcasts.recalling import Amended
from bot.broadcasts.reporting import Report
from bot.text import moment, number, say
from bot.words import fold

LISTED = 8  # wards: more is no list that anybody reads on a phone
MINUTE = timedelta(minutes=1)


def describe(report: Report, progress: Progress | None, locale: str) -> str:
    """Say a broadcast's figures; its progress, where it is given."""
    lines = [_head(report, locale)]
    if report.broadcast.pause_reason:
        reason = say(locale, "report-reason", reason=report.broadcast.pause_reason)
        lines.append(say(locale, "organizing-report-paused", reason=reason))
    if progress is not None:
        lines += _progress(progress, locale)
    waiting = report.count("waiting")
    lines += [say(locale, "organizing-report-waiting", count=waiting)] if waiting else []
    lines += _counted(locale, _reasons(report, locale))
    lines += [*say_amended(report, locale), *say_spent(report, locale)]
    if report.by_ward:
        lines += ["", say(locale, "organizing-report-wards"), *_wards(report, locale)]
    if report.presses:
        presses = [(f"{mark}. {label}", n) for mark, label, n in report.presses]
        lines += ["", say(locale, "organizing-report-presses"), *_counted(locale, presses)]
    return "\n".join(lines)


def say_amended(report: Report, locale: str) -> list[str]:
    """Say what each correction, and the recall, came to."""
    return [
        say(locale, "broadcast-amended", kind=one.kind, parts=", ".join(_parts(one, locale)))
        for one in report.amended
    ]


def say_spent(report: Report, locale: str) -> list[str]:
    """Say what a broadcast that may cost has cost so far."""
    if not report.broadcast.may_cost:
        return []
    most = report.broadcast.most_cost
    return [say(locale, "broadcast-cost-spent", spent=report.spent, most=most)]


def _parts(one: Amended, locale: str) -> list[str]:
    counts = {
        "back" if one.kind == "recall" else "in_place": one.in_place,
        "anew": one.anew,
        "open": one.open,
        "too_old": one.too_old,
        "missed": one.missed,
    }
    return [
        say(locale, "broadcast-amended-part", what=what, count=count)
        for what, count in counts.items()
        if count
    ]


def _head(report: Report, locale: str) -> str:
    broadcast = report.broadcast
    return say(
        locale,
        "organizing-report-broadcast",
        number=str(broadcast.id),
        title=broadcast.title,
        state=say(locale, "broadcast-state", state=broadcast.state),
        total=report.total,
        sent=report.count("sent"),
        waiting=report.count("queued", "waiting", "sending"),
        unknown=report.count("unknown"),
        missed=report.count("failed", "skipped"),
    )


def _progress(progress: Progress, locale: str) -> list[str]:
    if progress.is_listing:
        values = {"listed": progress.listed, "total": progress.total}
        return [say(locale, "organizing-report-listing", **values)]
    share = 100 * progress.done // progress.total if progress.total else 100
    values = {"done": progress.done, "total": progress.total, "share": share}
    lines = [say(locale, "organizing-report-progress", **values)]
    if progress.ends_at is not None:
        whole = progress.ends_at.replace(second=0, microsecond=0)  # a minute is exact enough
        ends = moment(locale, whole + MINUTE if whole < progress.ends_at else whole)
        lines.append(say(locale, "organizing-report-ends", ends=ends))
    return lines


def _reasons(report: Report, locale: str) -> list[tuple[str, int]]:
    """Return why members were missed, the most frequent reason first."""
    reasons: dict[str, int] = {}
    for (state, reason), count in report.by_state.items():
        if state in ("failed", "skipped"):
            words = say(locale, "report-reason", reason=reason or "other")
            reasons[words] = reasons.get(words, 0) + count
    return sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))


def _wards(report: Report, locale: str) -> list[str]:
    """Say how many of each ward were reached; small wards in one line together."""
    unknown = say(locale, "broadcast-ward-unknown")
    wards = [
        (name or unknown, states.get("sent", 0), sum(states.values()))
        for name, states in report.by_ward
    ]
    wards.sort(key=lambda ward: (-ward[2], fold(ward[0])))
    lines = [
        f"- {name}: {number(locale, sent)}/{number(locale, total)}"
        for name, sent, total in wards[:LISTED]
    ]
    rest = wards[LISTED:]
    if rest:
        sent, total = sum(one[1] for one in rest), sum(one[2] for one in rest)
        values = {"wards": len(rest), "sent": sent, "total": total}
        lines.append(say(locale, "organizing-report-more", **values))
    return lines


def _counted(locale: str, pairs: Iterable[tuple[str, int]]) -> list[str]:
    return [f"- {words}: {number(locale, count)}" for words, count in pairs]
