"""Deleting what has been dealt with, so that infrastructure tables stay small."""

import threading

import structlog
from sqlalchemy import Engine, text

log = structlog.get_logger()

EVERY_SECONDS = 600
_BATCH = 5_000
_OLD = {
    "outbox_messages": ("seq", "published_at < now() - interval '7 days'"),
    "inbox_messages": ("message_id", "handled_at < now() - interval '30 days'"),
    "parked_messages": ("id", "resolved_at < now() - interval '30 days'"),
    "idempotency_keys": ("key", "expires_at < now()"),
}


class Housekeeper:
    """Prunes one service's tables, a few thousand rows a transaction."""

    def __init__(self, service: str, engine: Engine) -> None:
        self._service = service
        self._engine = engine
        self._stopping = threading.Event()
        self._thread = threading.Thread(
            target=self._run, name=f"{service} housekeeping", daemon=True
        )

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(10)

    def _run(self) -> None:
        while not self._stopping.wait(EVERY_SECONDS):
            try:
                for table in _OLD:
                    while not self._stopping.is_set() and prune(self._engine, table) == _BATCH:
                        pass
            except Exception as error:
                log.warning("prune_failed", housekeeper=self._service, error=type(error).__name__)


def prune(engine: Engine, table: str) -> int:
    """Delete one batch of old rows; return how many there were."""
    key, old = _OLD[table]
    statement = text(
        f"DELETE FROM {table} WHERE {key} IN "
        f"(SELECT {key} FROM {table} WHERE {old} LIMIT {_BATCH}) AND {old}"
    )
    with engine.begin() as connection:
        return connection.execute(statement).rowcount
