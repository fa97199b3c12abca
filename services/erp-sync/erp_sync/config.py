"""Everything erp_sync reads from its environment."""

from dataclasses import dataclass

from shared.config.env import env


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Read once, in ``__main__``."""

    database_url: str = env("ERP_SYNC_DATABASE_URL", secret=True)
    owner_database_url: str = env("ERP_SYNC_OWNER_DATABASE_URL", secret=True, default="")
    broker_url: str = env("BROKER_URL", secret=True)
    secrets_key_file: str = env("SECRETS_KEY_FILE")
    file_drop_dir: str = env("ERP_FILE_DROP_DIR")
    # Lets connections lead into our own network: an ERP system in the same building, tests.
    allow_private: bool = env("OUTBOUND_ALLOW_PRIVATE", default=False)
    retry_seconds: str = env("ERP_SYNC_RETRY_SECONDS", default="10,60,600,3600")
    lease_seconds: float = env("ERP_SYNC_LEASE_SECONDS", default=60.0, at_least=1)
    sweep_seconds: float = env("ERP_SYNC_SWEEP_SECONDS", default=60.0, at_least=0.5)
    probe_seconds: float = env("ERP_SYNC_PROBE_SECONDS", default=30.0, at_least=0.1)
    give_up_hours: float = env("ERP_SYNC_GIVE_UP_HOURS", default=24.0, at_least=0)
