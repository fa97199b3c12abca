"""
How failed logins slow down the next ones.

Failures are counted for an address with an account (someone guesses one password), for an
account from anywhere (many guess one password) and for an address (someone tries many accounts).
A stranger can delay the real user by a minute at most, because only his own address is
blocked for longer.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

FORGET_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Limit:
    """Free failures, then 1, 2, 4 … seconds of waiting up to the longest."""

    name: str
    free_failures: int
    longest_wait_seconds: int


PAIR = Limit("pair", free_failures=5, longest_wait_seconds=900)
ACCOUNT = Limit("account", free_failures=20, longest_wait_seconds=60)
ADDRESS = Limit("address", free_failures=50, longest_wait_seconds=900)


@dataclass(frozen=True)
class Failures:
    """Failures counted under one key."""

    number: int
    last_at: datetime

    def blocked_until(self, limit: Limit) -> datetime:
        """When the next attempt is tried; in the past when there is no need to wait."""
        beyond = self.number - limit.free_failures
        if beyond < 0:
            return self.last_at
        wait_seconds = min(2 ** min(beyond, 20), limit.longest_wait_seconds)
        return self.last_at + timedelta(seconds=wait_seconds)


def keys_of(email_key: str, address: str) -> dict[Limit, bytes]:
    """
    What to count an attempt under.

    Hashed, so that the table does not collect addresses of strangers; without a known network
    address only the account counts.
    """
    keys = {ACCOUNT: _digest("account", email_key)}
    if address:
        keys[PAIR] = _digest("pair", email_key, address)
        keys[ADDRESS] = _digest("address", address)
    return keys


def wait_seconds(counted: dict[Limit, Failures], now: datetime) -> int:
    """Whole seconds to wait before the next attempt; 0 when it may be tried now."""
    ends = [
        failures.blocked_until(limit)
        for limit, failures in counted.items()
        if now - failures.last_at < FORGET_AFTER
    ]
    left = max((end - now for end in ends), default=timedelta())
    return max(0, -(-left // timedelta(seconds=1)))


def _digest(*parts: str) -> bytes:
    return hashlib.sha256("\x00".join(parts).encode()).digest()
