"""Everything crm reads from its environment."""

from dataclasses import dataclass

from shared.config.env import env


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Read once, in ``__main__``."""

    database_url: str = env("CRM_DATABASE_URL", secret=True)
    owner_database_url: str = env("CRM_OWNER_DATABASE_URL", secret=True, default="")
    broker_url: str = env("BROKER_URL", secret=True)
    attachments_dir: str = env("ATTACHMENTS_DIR", default="/var/lib/samspill/attachments")
    import_wall_seconds: int = env("CRM_IMPORT_WALL_SECONDS", default=25, at_least=1)
    smtp_host: str = env("CRM_SMTP_HOST", default="")
    smtp_port: int = env("CRM_SMTP_PORT", default=587, at_least=1)
    smtp_security: str = env("CRM_SMTP_SECURITY", default="starttls")
    smtp_username: str = env("CRM_SMTP_USERNAME", default="")
    smtp_password: str = env("CRM_SMTP_PASSWORD", secret=True, default="")
    smtp_sender: str = env("CRM_SMTP_SENDER", default="")
    smtp_within_seconds: int = env("CRM_SMTP_WITHIN_SECONDS", default=10, at_least=1)
