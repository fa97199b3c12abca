"""Holds consumers up for a moment, so that a kill meets them with messages in their hands."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field

import psycopg

# Below the two seconds services wait for a lock: without a kill nobody notices more than a delay.
SECONDS = 0.8


@dataclass(frozen=True)
class TableLock:
    """Locks the copies of one service, drawn at random, for a moment."""

    database_url_template: str = field(repr=False)
    services: tuple[str, ...]

    def __call__(self, draw: random.Random) -> psycopg.Connection | None:
        """Lock and wait; closing what is returned lets go.  None when the database is away."""
        address = self.database_url_template.replace("{database}", draw.choice(self.services))
        try:
            connection = psycopg.connect(address, connect_timeout=2)
        except psycopg.Error:
            return None
        try:
            connection.execute("SET lock_timeout = '1s'")
            connection.execute("LOCK TABLE reference_copies IN EXCLUSIVE MODE")
        except psycopg.Error:
            connection.close()
            return None
        time.sleep(SECONDS)
        return connection
