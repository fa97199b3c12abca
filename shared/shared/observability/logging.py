"""Logs: one JSON line per event on standard output, with the context bound by entrypoints."""

import logging
import sys
import warnings
from contextlib import AbstractContextManager
from typing import Any

import structlog

_SECRET_WORDS = ("password", "token", "secret", "authorization", "cookie", "credential")
_LEVELS = {
    "amqp": logging.ERROR,
    "pika": logging.CRITICAL,
    "nameko": logging.WARNING,
    "kombu": logging.ERROR,
}


def set_up_logging(service: str) -> None:
    """Configure the process; call once, before anything logs."""
    logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(message)s")
    for name, level in _LEVELS.items():
        logging.getLogger(name).setLevel(level)
    warnings.filterwarnings("ignore", message="(?s).*Eventlet is deprecated")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            _named(service),
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="ts"),
            structlog.processors.format_exc_info,
            _hide_secrets,
            structlog.processors.JSONRenderer(default=str),
        ],
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=True,
    )


def bound(**context: Any) -> AbstractContextManager[Any]:
    """Bind facts to every log line written within; empty ones are left out."""
    return structlog.contextvars.bound_contextvars(
        **{key: value for key, value in context.items() if value}
    )


def _named(service: str) -> Any:
    """Put the process's name on every line."""
    return lambda _logger, _method, line: {"service": service, **line}


def _hide_secrets(_logger: Any, _method: str, line: Any) -> Any:
    for key in line:
        if any(word in key.lower() for word in _SECRET_WORDS):
            line[key] = "(hidden)"
    return line
