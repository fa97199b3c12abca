"""Secrets at rest: credentials for systems outside, unreadable without the key file."""

from pathlib import Path
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class SecretUnreadable(Exception):
    """The stored secret was sealed with another key, for another record, or was damaged."""


class Vault:
    """
    Seals and opens secrets.

    Each secret is bound to the record it belongs to, so that a row copied over another one does
    not open.  The first key seals, every key opens: rotation is adding a line in front.
    """

    def __init__(self, keys: list[bytes]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])

    @classmethod
    def from_file(cls, path: str) -> "Vault":
        """Read the keys: one on each line, as Fernet makes them."""
        return cls(Path(path).read_bytes().split())

    def seal(self, secret: str, *, record_id: UUID) -> bytes:
        return self._fernet.encrypt(record_id.bytes + secret.encode())

    def open(self, sealed: bytes, *, record_id: UUID) -> str:
        """
        Read a secret back.

        Raises:
            SecretUnreadable: Wrong key or wrong record.
        """
        try:
            content = self._fernet.decrypt(sealed)
        except InvalidToken:
            raise SecretUnreadable("sealed with a key that is not in the key file") from None
        if content[:16] != record_id.bytes:
            raise SecretUnreadable("sealed for another record")
        return content[16:].decode()
