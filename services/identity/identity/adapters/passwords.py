"""Password hashes by Argon2id."""

from collections.abc import Callable
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

RunNative = Callable[..., Any]


class Argon2Passwords:
    """
    Argon2id with 19 MiB and two passes, computed where it does not stop other calls.

    Args:
        run_native: Runs a function outside the process's event loop, if it has one.

    Source: OWASP Password Storage Cheat Sheet.
    """

    def __init__(self, run_native: RunNative) -> None:
        self._run_native = run_native
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self._nobodys_hash = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """Hash a new password; the salt is part of the result."""
        return self._run_native(self._hasher.hash, password)

    def matches(self, password: str, password_hash: str | None) -> bool:
        """Compare; without a hash it takes as long and is always False."""
        same = self._run_native(self._verify, password_hash or self._nobodys_hash, password)
        return same and password_hash is not None

    def _verify(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerificationError, InvalidHashError):
            return False
