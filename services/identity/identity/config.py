"""Everything identity reads from its environment."""

from dataclasses import dataclass

from shared.config.env import env


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Read once, in ``__main__``."""

    database_url: str = env("IDENTITY_DATABASE_URL", secret=True)
    owner_database_url: str = env("IDENTITY_OWNER_DATABASE_URL", secret=True, default="")
    broker_url: str = env("BROKER_URL", secret=True)
    signing_key_file: str = env("IDENTITY_SIGNING_KEY_FILE")  # Ed25519 private key, JWK JSON
