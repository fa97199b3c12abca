"""Passwords and keys of one local platform: made once, readable by their owner only."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.fernet import Fernet
from joserfc.jwk import OKPKey

from ops.machine.layout import Layout

SIGNERS = ("identity", "gateway")


@dataclass(frozen=True)
class Credentials:
    """What the platform's processes prove themselves with."""

    folder: Path
    _passwords: dict[str, str] = field(repr=False)

    def password(self, account: str) -> str:
        """Return the password of a broker user or database role; made when first asked for."""
        if account not in self._passwords:
            self._passwords[account] = secrets.token_urlsafe(24)
            write_secret(self.folder / "passwords.json", json.dumps(self._passwords, indent=1))
        return self._passwords[account]

    def signing_key_file(self, signer: str) -> Path:
        """Return the private Ed25519 JWK *signer* signs with."""
        return self.folder / f"{signer}-signing-key.json"

    def public_key_file(self, signer: str) -> Path:
        """Return the public half, for those who verify."""
        return self.folder / f"{signer}-public-key.json"

    @property
    def secrets_key_file(self) -> Path:
        """The Fernet key that stored credentials of other systems are encrypted with."""
        return self.folder / "secrets-key.txt"


def ensure_credentials(layout: Layout) -> Credentials:
    """Return the platform's credentials, making what is not there yet."""
    passwords = layout.secrets / "passwords.json"
    known = json.loads(passwords.read_text()) if passwords.exists() else {}
    credentials = Credentials(layout.secrets, known)
    for signer in SIGNERS:
        if not credentials.public_key_file(signer).exists():
            _make_key_pair(credentials, signer)
    if not credentials.secrets_key_file.exists():
        write_secret(credentials.secrets_key_file, Fernet.generate_key().decode())
    return credentials


def _make_key_pair(credentials: Credentials, signer: str) -> None:
    key = OKPKey.generate_key("Ed25519", parameters={"use": "sig"})
    key.ensure_kid()
    write_secret(credentials.signing_key_file(signer), json.dumps(key.as_dict(private=True)))
    write_secret(credentials.public_key_file(signer), json.dumps(key.as_dict(private=False)))


def write_secret(file: Path, text: str) -> None:
    """Write a file nobody else can read at any moment, and which is never half written."""
    partial = file.with_name(f"{file.name}.partial")
    partial.unlink(missing_ok=True)
    with open(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as stream:
        stream.write(text)
    partial.replace(file)
