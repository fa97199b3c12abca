"""Connections to a service's database."""

import hashlib
import json
import time
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
import psycopg
from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError

from shared.contracts.declare import dump

PING_AFTER_SECONDS = 1.0
# How long a statement, a lock and an idle transaction may last before PostgreSQL ends them; and a
# connection nobody has used, of which each keeps four megabytes: what a rush opened goes again.
_LIMITS = (
    "-c statement_timeout=5s -c lock_timeout=2s -c idle_in_transaction_session_timeout=15s"
    " -c idle_session_timeout=60s"
)
_READ_ONLY = " -c default_transaction_read_only=on"
_NOT_SAID = (None,) * 5  # sizes, precision and nullability of a column, which nobody asks for


class PlainCursor(psycopg.Cursor[Any]):
    """
    A cursor that describes columns by name and type alone.

    SQLAlchemy asks for the columns of every result; psycopg looks up each one's type to answer,
    which for a wide row costs more than reading it.
    """

    @property
    def description(self) -> Sequence[tuple[Any, ...]] | None:  # type: ignore[override]
        """Name and type of each column; None when there are no rows to expect."""
        found = self.pgresult
        if found is None or not found.nfields:
            return None
        return [
            ((found.fname(n) or b"").decode(), found.ftype(n), *_NOT_SAID)
            for n in range(found.nfields)
        ]


def engine_for(database_url: str, *, pool_size: int = 10) -> Engine:
    """
    Make the engine of a process.

    ``pool_size`` is the number of calls that run at once; nothing may overflow it.
    """
    return _engine(database_url, _LIMITS, pool_size=pool_size)


def reading_engine(engine: Engine) -> Engine:
    """Make an engine beside another one, for reads alone: without transactions, and read-only."""
    return _engine(
        engine.url,
        _LIMITS + _READ_ONLY,
        pool_size=engine.pool.size(),  # type: ignore[attr-defined]
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
    )


def _engine(url: str | URL, options: str, *, pool_size: int, **more: Any) -> Engine:
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=1,
        pool_use_lifo=True,
        json_serializer=_write_json,
        json_deserializer=json.loads,
        connect_args={
            "options": options,
            "cursor_factory": PlainCursor,
            "connect_timeout": 3,
            "keepalives_idle": 10,
            "tcp_user_timeout": 10000,
        },
        **more,
    )
    event.listen(engine, "checkin", _note_use)
    event.listen(engine, "checkout", _ping_when_idle)
    return engine


def _note_use(_connection: Any, record: Any) -> None:
    record.info["used_at"] = time.monotonic()


def _ping_when_idle(connection: Any, record: Any, _proxy: Any) -> None:
    """
    Try a connection before it is used, unless it was used a moment ago.

    SQLAlchemy's own ping comes before every transaction, which is one round trip in ten; a
    connection that breaks while in use makes the whole pool start afresh anyway.
    """
    if time.monotonic() - record.info.get("used_at", 0.0) < PING_AFTER_SECONDS:
        return
    try:
        connection.execute("")
        connection.rollback()
    except psycopg.Error as error:
        raise DisconnectionError from error


def _write_json(value: Any) -> str:
    return msgspec.json.encode(dump(value)).decode()


def lock_key(*parts: str | int | UUID) -> int:
    """A number for PostgreSQL's advisory locks, the same in every process."""
    digest = hashlib.blake2b("/".join(map(str, parts)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
