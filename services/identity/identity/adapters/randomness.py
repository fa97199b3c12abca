"""Bytes nobody can guess, from the operating system."""

import secrets


class SystemSecrets:
    """The operating system's generator."""

    def random_bytes(self, number: int) -> bytes:
        """That many bytes."""
        return secrets.token_bytes(number)
