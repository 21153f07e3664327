"""Kit: what a survey's counts should hold, counted anew from its rows."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Survey
from bot.surveys.claims import find_spare_lines
from bot.surveys.results.rollup import count_roll, count_said, count_unsealed, take_off
from bot.surveys.results.rows import find_entries, find_roll

Cells = Counter[tuple[Any, ...]]


async def check_counts(session: AsyncSession, survey: Survey, *questions: str) -> int:
    """Assert that counts and rows agree, to the last line; return how many handed in."""
    spare = set() if survey.state == "closed" else await find_spare_lines(session, survey.id)
    off = await find_roll(session, survey, only=spare) if spare else []
    counted = take_off(await count_roll(session, survey.id), off)
    roll = await find_roll(session, survey)
    truth = Counter(
        (
            *((r.ward, r.organisations), r.group, r.confirmed),
            *(r.finished, r.finished and r.assisted),
        )
        for r in roll
    )
    kept: Cells = Counter()
    for (kind, group, proven, how), n in counted.lines.items():
        kept[kind, group, proven, bool(how), how == "recorded"] += n
    assert kept == truth
    entries = await find_entries(session, survey, roll) or []
    if not spare:  # what these said is taken off by the results
        told = await count_said(session, survey.id, questions)
        said = {
            (code, kind, json.dumps(one.values[place], sort_keys=True)): n
            for code, one in told.items()
            for (kind, place), n in one.kinds.items()
        }
        assert said == Counter(
            (code, (e.ward, e.organisations), json.dumps(_wordless(value), sort_keys=True))
            for e in entries
            for code, value in e.answers.items()
        )
    senders = await count_unsealed(session, survey.id) if survey.anonymous else counted.senders
    assert senders == Counter((e.ward, e.organisations) for e in entries)
    return len(entries)


def _wordless(value: dict[str, Any]) -> dict[str, Any]:
    bare = {"text": "", "photo": 0}
    return {name: bare.get(name, part) for name, part in value.items()}
