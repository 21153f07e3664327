"""Ground: logs without secrets: every line passes one gate that strikes them out."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable
from typing import Any

import structlog
from pydantic import SecretStr

from bot.settings import Settings

BOT_TOKEN = re.compile(r"\b\d{6,12}:[A-Za-z0-9_-]{30,}\b")
STRUCK = "***"
NOISY = ("httpx", "httpcore", "telegram", "aiosqlite", "apscheduler", "uvicorn", "alembic")


def configure_logs(settings: Settings) -> None:
    """Send logs to standard error in the chosen form, secrets struck out."""
    secrets = [
        value.get_secret_value()
        for value in settings.__dict__.values()
        if isinstance(value, SecretStr) and value.get_secret_value()
    ]
    gate = _Gate(secrets)
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
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
