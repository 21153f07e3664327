"""DOOR · the clock: TIMETABLE says what it starts, and how often."""

from __future__ import annotations

from functools import partial

from bot.inviting import launch_invitation
from jobs import (
    admit_late,
    back_up,
    close_surveys,
    comments,
    dated_surveys,
    deliver,
    digest,
    draw,
    fold_results,
    follow,
    freeze,
    launch_due,
    open_surveys,
    publish,
    pulses,
    purge,
    quotas,
    remind,
    renew_tokens,
    series,
)
from jobs.timetable import Job

TIMETABLE: tuple[Job, ...] = (
    Job("launch-due", 2, launch_due.tick),
    Job("freeze", 1, freeze.tick),
    Job("deliver", 5, deliver.tick),
    Job("follow", 5, follow.tick),
    Job("draw", 1, draw.tick),
    Job("open-surveys", 2, partial(open_surveys.tick, inviter=launch_invitation)),
    Job("dated-surveys", 60, partial(dated_surveys.tick, inviter=launch_invitation)),
    Job("admit-late", 60, admit_late.tick),
    Job("remind", 5, partial(remind.tick, inviter=launch_invitation)),
    Job("digest", 60, digest.tick),
    Job("series", 5, series.tick),
    Job("close-surveys", 2, close_surveys.tick),
    Job("renew-tokens", 5, renew_tokens.tick),
    Job("publish", 30, publish.tick),
    Job("fold-results", 30, fold_results.tick),
    Job("quotas", 60, quotas.tick),
    Job("pulses", 60, pulses.tick),
    Job("comments", 60, comments.tick),
    Job("purge", 3600, purge.tick),
    Job("back-up", 600, back_up.tick),
)
