"""Everything crm reads from its environment."""

from dataclasses import dataclass

from shared.config.env import env


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Read once, in ``__main__``."""

    database_url: str = env("CRM_DATABASE_URL", secret=True)
    owner_database_url: str = env("CRM_OWNER_DATABASE_URL", secret=True, default="")
    broker_url: str = env("BROKER_URL", secret=True)
    import_wall_seconds: int = env("CRM_IMPORT_WALL_SECONDS", default=10, at_least=1)
