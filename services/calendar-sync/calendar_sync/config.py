"""Everything calendar_sync reads from its environment."""

from dataclasses import dataclass

from shared.config.env import env


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Read once, in ``__main__``."""

    database_url: str = env("CALENDAR_SYNC_DATABASE_URL", secret=True)
    owner_database_url: str = env("CALENDAR_SYNC_OWNER_DATABASE_URL", secret=True, default="")
    broker_url: str = env("BROKER_URL", secret=True)
    secrets_key_file: str = env("SECRETS_KEY_FILE")
    # Lets accounts lead into our own network: a calendar server in the same building, tests.
    allow_private: bool = env("OUTBOUND_ALLOW_PRIVATE", default=False)
    retry_seconds: str = env("CALENDAR_SYNC_RETRY_SECONDS", default="10,60,600,3600")
    lease_seconds: float = env("CALENDAR_SYNC_LEASE_SECONDS", default=60.0, at_least=1)
    poll_seconds: float = env("CALENDAR_SYNC_POLL_SECONDS", default=900.0, at_least=1)
    sweep_seconds: float = env("CALENDAR_SYNC_SWEEP_SECONDS", default=60.0, at_least=0.5)
