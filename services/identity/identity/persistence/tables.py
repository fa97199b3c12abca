"""Identity's tables; Alembic compares against them."""

from shared.persistence.schema import child_columns, new_metadata, record_columns
from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = new_metadata()

_LIVE = text("archived_at IS NULL")

organisations = Table(
    "organisations",
    metadata,
    *record_columns(),
    Column("name", Text, nullable=False),
    Column("organisation_number", Text),
    Column("status", Text, nullable=False, comment="trial, active, suspended or closed"),
    Column("base_currency", Text, nullable=False),
    Column("fiscal_year_start_month", Integer, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("features", JSONB, nullable=False),
    Column("retention_months", Integer),
    Column("trial_ends_on", Date, comment="the last day; where the organisation is"),
)

units = Table(
    "units",
    metadata,
    *record_columns(),
    Column("name", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("parent_id", Uuid, ForeignKey("units.id"), index=True, comment="None for the root"),
    Column("manager_id", Uuid, comment="a user; no key, because users point to units"),
    Column("active_from", Date),
    Column("active_to", Date),
    Index(
        "uq_units_organisation_id_code",
        "organisation_id",
        "code",
        unique=True,
        postgresql_where=_LIVE,
    ),
)

cost_centres = Table(
    "cost_centres",
    metadata,
    *record_columns(),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("unit_id", Uuid, ForeignKey("units.id"), index=True),
    Index(
        "uq_cost_centres_organisation_id_code",
        "organisation_id",
        "code",
        unique=True,
        postgresql_where=_LIVE,
    ),
)

users = Table(
    "users",
    metadata,
    *record_columns(),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("status", Text, nullable=False, comment="invited, active, locked or left"),
    Column("unit_id", Uuid, ForeignKey("units.id"), nullable=False, index=True),
    Column("supervisor_id", Uuid, ForeignKey("users.id"), index=True),
    Column("employee_no", Text),
    Column("locale", Text, nullable=False),
    Column("time_zone", Text, nullable=False),
)

roles = Table(
    "roles",
    metadata,
    *record_columns(),
    Column("key", Text, comment="of a default role"),
    Column("name", Text, nullable=False),
    Column("description", Text),
    Column("grants", JSONB, nullable=False, comment="resource.action to scope"),
    Column("field_classes", JSONB, nullable=False),
    Index(
        "uq_roles_organisation_id_name",
        "organisation_id",
        "name",
        unique=True,
        postgresql_where=_LIVE,
    ),
)

user_roles = Table(
    "user_roles",
    metadata,
    *child_columns(),
    Column("user_id", Uuid, ForeignKey("users.id"), nullable=False),
    Column("role_id", Uuid, ForeignKey("roles.id"), nullable=False, index=True),
    Index("uq_user_roles_user_id_role_id", "user_id", "role_id", unique=True),
)

passwords = Table(
    "passwords",
    metadata,
    *record_columns(),
    Column("password_hash", Text, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    comment="The id is the user's.",
)

grants_versions = Table(
    "grants_versions",
    metadata,
    Column("user_id", Uuid, ForeignKey("users.id"), primary_key=True),
    Column("organisation_id", Uuid, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    comment="Rises whenever a user's rights may have changed; no row means 1.",
)

sessions = Table(
    "sessions",
    metadata,
    *record_columns(),
    Column("user_id", Uuid, ForeignKey("users.id"), nullable=False, index=True),
    Column("client", Text, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    Column("end_reason", Text),
)

refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    *child_columns(),
    Column(
        "session_id",
        Uuid,
        ForeignKey("sessions.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("follows_id", Uuid, index=True, comment="the token it was exchanged for"),
    Column("issued_at", DateTime(timezone=True), nullable=False),
    Column("used_at", DateTime(timezone=True)),
    Column("is_withdrawn", Boolean, nullable=False, server_default=text("false")),
)

api_tokens = Table(
    "api_tokens",
    metadata,
    *record_columns(),
    Column("name", Text, nullable=False),
    Column("user_id", Uuid, ForeignKey("users.id"), nullable=False, index=True),
    Column("token_start", Text, nullable=False),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("role_id", Uuid, ForeignKey("roles.id")),
    Column("last_used_at", DateTime(timezone=True)),
)

# Asked before anybody knows which organisation it is about: no row-level security.
logins = Table(
    "logins",
    metadata,
    Column("email_key", Text, primary_key=True),
    Column("organisation_id", Uuid, nullable=False),
    Column("user_id", Uuid, nullable=False, unique=True),
    comment="Which address logs in as whom, over all organisations.",
    info={"across_organisations": True},
)

login_failures = Table(
    "login_failures",
    metadata,
    Column("key", LargeBinary, primary_key=True, comment="hash of what is counted"),
    Column("number", Integer, nullable=False),
    Column("last_at", DateTime(timezone=True), nullable=False, index=True),
    comment="Failed logins of the last hour; holds no names.",
)
