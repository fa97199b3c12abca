"""Connections to a service's database."""

import hashlib
import json
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Engine, create_engine

from shared.contracts.declare import dump

# Seconds a statement, a lock and an idle transaction may last before PostgreSQL ends them.
_LIMITS = "-c statement_timeout=5s -c lock_timeout=2s -c idle_in_transaction_session_timeout=15s"


def engine_for(database_url: str, *, pool_size: int = 10) -> Engine:
    """
    Make the engine of a process.

    ``pool_size`` is the number of calls that run at once; nothing may overflow it.
    """
    return create_engine(
        database_url,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=1,
        pool_pre_ping=True,
        pool_use_lifo=True,
        json_serializer=_write_json,
        json_deserializer=json.loads,
        connect_args={
            "options": _LIMITS,
            "connect_timeout": 3,
            "keepalives_idle": 10,
            "tcp_user_timeout": 10000,
        },
    )


def _write_json(value: Any) -> str:
    return msgspec.json.encode(dump(value)).decode()


def lock_key(*parts: str | int | UUID) -> int:
    """A number for PostgreSQL's advisory locks, the same in every process."""
    digest = hashlib.blake2b("/".join(map(str, parts)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
