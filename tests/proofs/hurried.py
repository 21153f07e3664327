"""Proofs: the program in a hurry, for the suite and --quick; several commands share one start.

`python -m tests.proofs.hurried COMMAND … [-- COMMAND …]` is `nhipcau COMMAND …` in every part,
but a chat waits no second between two messages, and the jobs that a proof waits for look more
often whether anything is due.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import groupby

import jobs
from bot import pacing

CHAT_GAP = 0.02  # seconds; a person would read longer
TICK = 0.5
AWAITED = ("launch-due", "freeze", "deliver", "open-surveys", "remind", "close-surveys")
NEXT = "--"


def hurry() -> None:
    """Shorten what only makes people wait; before the wiring reads it."""
    pacing.CHAT_GAP = CHAT_GAP
    jobs.TIMETABLE = tuple(
        replace(job, seconds=TICK) if job.name in AWAITED else job for job in jobs.TIMETABLE
    )


def run_each(arguments: list[str]) -> None:
    """Run the commands one after another; the first that fails ends it."""
    from bot.commands import nhipcau  # only now: the wiring takes the timetable as it finds it

    for separates, words in groupby(arguments, lambda word: word == NEXT):
        if not separates:
            nhipcau.main(list(words), prog_name="nhipcau", standalone_mode=False)


if __name__ == "__main__":
    hurry()
    run_each(sys.argv[1:])
