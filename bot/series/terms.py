"""Room: on which terms a series' runs leave: urgent, better twice than never, by an hour."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from bot.broadcasts import Draft
from bot.clock import LOCAL, to_local
from bot.text import say

FLAGS = ("urgent", "twice_ok")


def terms_of(draft: Draft) -> dict[str, Any]:
    """Return the terms of a draft, as they hold for every run: of its deadline the hour."""
    hour = f"{to_local(draft.send_by):%H:%M}" if draft.send_by else None
    kept: dict[str, Any] = {flag: True for flag in FLAGS if getattr(draft, flag)}
    return {**kept, "until": hour} if hour else kept


def deadline_of(document: Mapping[str, Any], begins: datetime, *, latest: datetime) -> datetime:
    """Return when what could not leave of a run is given up: at its hour, or at the latest."""
    if document.get("until") is None:
        return latest
    hour = time.fromisoformat(document["until"])
    ends = datetime.combine(to_local(begins).date(), hour, tzinfo=LOCAL)
    return min(ends if ends > begins else ends + timedelta(days=1), latest)


def describe_terms(document: Mapping[str, Any], locale: str) -> str:
    """Say the terms of a series, to be added to its times; nothing where there are none."""
    told = [say(locale, "series-until", at=document["until"])] if document.get("until") else []
    told += [say(locale, "series-term", flag=flag) for flag in FLAGS if document.get(flag)]
    return "".join(f"; {one}" for one in told)
