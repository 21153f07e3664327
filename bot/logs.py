"""Ground: logs without secrets and without people's words: every line passes one gate.

An error's message may quote what a person wrote (`invalid literal: …`) or a whole row, as
PostgreSQL's DETAIL does; so a line tells its type and where it was raised, seldom more.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Iterable, Iterator
from typing import Any

import structlog
from pydantic import SecretStr
from sqlalchemy.exc import IntegrityError, OperationalError
from structlog.typing import ExcInfo

from bot.accounts import read_tokens
from bot.errors import NhipCauError
from bot.settings import Settings

BOT_TOKEN = re.compile(r"\b\d{6,12}:[A-Za-z0-9_-]{30,}\b")
STRUCK = "***"
SHORTEST_SECRET = 8  # letters: what is shorter stands in many a word
NOISY = ("httpx", "httpcore", "telegram", "aiosqlite", "uvicorn", "alembic")
TICKING = (
    "apscheduler"  # a tick that finds the one before still at work is left out: nothing is lost
)


def configure_logs(settings: Settings) -> None:
    """Send logs to standard error in the chosen form, secrets struck out."""
    gate = _Gate(find_secrets(settings))
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(_trace),
        gate,
    ]
    writer = (
        structlog.processors.JSONRenderer()
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    output = logging.StreamHandler(sys.stderr)
    output.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, writer],
            foreign_pre_chain=shared,
        )
    )
    logging.basicConfig(handlers=[output], level=logging.INFO, force=True)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger(TICKING).setLevel(logging.ERROR)


def find_secrets(settings: Settings) -> list[str]:
    """Return what no line may show; of a list of tokens each, and each one's secret half."""
    secrets = []
    for name, value in settings.__dict__.items():
        if isinstance(value, SecretStr) and value.get_secret_value():
            secrets.append(value.get_secret_value())
            if name.endswith("_token"):
                tokens = read_tokens(name.removesuffix("_token"), value.get_secret_value())
                halves = (half for one in tokens.values() for half in (one, one.partition(":")[2]))
                secrets += [half for half in halves if len(half) >= SHORTEST_SECRET]
    return secrets


def name_error(error: BaseException) -> str:
    """Name an error without quoting anybody: its type and, where harmless, its first line."""
    name = type(error).__name__
    match error:
        case BaseExceptionGroup():
            return f"{name} ({'; '.join(name_error(one) for one in error.exceptions)})"
        case NhipCauError():
            return f"{name}: {error.code}"
        case OperationalError() | IntegrityError():
            words = str(error.orig)
        case OSError():
            words = error.strerror or ""
        case _:
            words = ""
    return f"{name}: {words.splitlines()[0]}" if words else name


def _trace(exc_info: ExcInfo) -> str:
    """Tell where an error and those that led to it were raised."""
    return "\n".join(_lines(exc_info[1]))


def _lines(error: BaseException) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _lines(before)
    for inner in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        yield from _lines(inner)
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
    yield name_error(error)


class _Gate:
    """Strike every secret, and whatever looks like a bot token, out of a log line."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = tuple(secrets)

    def __call__(self, logger: Any, method: str, line: dict[str, Any]) -> dict[str, Any]:
        return {key: self._clean(value) for key, value in line.items()}

    def _clean(self, value: Any) -> Any:
        if not isinstance(value, str):
            if value is None or isinstance(value, int | float | bool):
                return value
            if not isinstance(value, dict | list | tuple | Exception):
                return value
            value = repr(value)
        for secret in self._secrets:
            value = value.replace(secret, STRUCK)
        return BOT_TOKEN.sub(STRUCK, value)
