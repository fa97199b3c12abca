"""Secrets nobody can guess."""

import secrets

_BYTES = 24


class RandomTokens:
    """Tokens of 192 random bits that may stand in an address."""

    def new(self) -> str:
        return secrets.token_urlsafe(_BYTES)
