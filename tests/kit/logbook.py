"""Kit: what the program would write to its logs."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import structlog

from bot.logs import configure_logs
from bot.settings import Settings


@contextmanager
def written_logs(settings: Settings) -> Iterator[StringIO]:
    """Log as the program does, for a while, and give what is written."""
    root, page, usual = logging.getLogger(), StringIO(), structlog.get_config()
    handlers, level = root.handlers[:], root.level
    configure_logs(settings)
    for handler in root.handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(page)
    yield page
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.configure(**usual)
