"""
Create connections, their breakers, queued updates, links and tries.

Step: expand (1 of 1).
Locks: none; everything is new.
"""

import sqlalchemy as sa
from alembic import op
from shared.persistence.migrations import protect
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _create_connections()
    _index_connections()
    _create_breakers()
    _create_jobs()
    _index_jobs()
    _create_links()
    _index_links()
    _create_attempts()
    _index_attempts()
    protect(op, "connections", "breakers", "jobs", "links", "attempts")


def _create_connections() -> None:
    op.create_table(
        "connections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("database_name", sa.Text(), nullable=True),
        sa.Column("username", sa.Text(), nullable=True),
        sa.Column(
            "secret",
            sa.LargeBinary(),
            nullable=True,
            comment="sealed; see shared.persistence.vault",
        ),
        sa.Column("customer_numbers", sa.Text(), nullable=False),
        sa.Column("customer_kinds", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("concurrency", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_connections"),
    )


def _index_connections() -> None:
    op.create_index(
        "ix_connections_organisation_id", "connections", ["organisation_id"], unique=False
    )
    op.create_index(
        "uq_connections_organisation_id_name",
        "connections",
        ["organisation_id", "name"],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL"),
    )


def _create_breakers() -> None:
    op.create_table(
        "breakers",
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("probes", sa.Integer(), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_contact_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error_kind", sa.Text(), nullable=True),
        sa.Column("last_error_text", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["connection_id"], ["connections.id"], name="fk_breakers_connection_id"
        ),
        sa.PrimaryKeyConstraint("connection_id", name="pk_breakers"),
    )


def _create_jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("entity_kind", sa.Text(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False, comment="crm owns it"),
        sa.Column("wanted_version", sa.BigInteger(), nullable=False),
        sa.Column("done_version", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error_kind", sa.Text(), nullable=True),
        sa.Column("last_error_text", sa.Text(), nullable=True),
        sa.Column(
            "lease_token", sa.Uuid(), nullable=True, comment="the attempt that holds the job"
        ),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "woken_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when a worker was last told",
        ),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["connection_id"], ["connections.id"], name="fk_jobs_connection_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
    )


def _index_jobs() -> None:
    op.create_index(
        "ix_jobs_open",
        "jobs",
        ["connection_id", "next_at"],
        unique=False,
        postgresql_where=sa.text("wanted_version > done_version"),
    )
    op.create_index("ix_jobs_organisation_id", "jobs", ["organisation_id"], unique=False)
    op.create_index(
        "uq_jobs_connection_id_entity_kind_entity_id",
        "jobs",
        ["connection_id", "entity_kind", "entity_id"],
        unique=True,
    )


def _create_links() -> None:
    op.create_table(
        "links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("entity_kind", sa.Text(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False, comment="crm owns it"),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("external_number", sa.Text(), nullable=True),
        sa.Column("base", postgresql.JSONB(), nullable=False, comment="what we last sent"),
        sa.Column(
            "seen", postgresql.JSONB(), nullable=False, comment="what stood there after that"
        ),
        sa.Column("synced_version", sa.BigInteger(), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column(
            "updated_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["connection_id"], ["connections.id"], name="fk_links_connection_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_links"),
    )


def _index_links() -> None:
    op.create_index("ix_links_organisation_id", "links", ["organisation_id"], unique=False)
    op.create_index(
        "uq_links_connection_id_entity_kind_entity_id",
        "links",
        ["connection_id", "entity_kind", "entity_id"],
        unique=True,
    )
    op.create_index(
        "uq_links_connection_id_entity_kind_external_id",
        "links",
        ["connection_id", "entity_kind", "external_id"],
        unique=True,
    )


def _create_attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("connection_id", sa.Uuid(), nullable=False),
        sa.Column("entity_kind", sa.Text(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False, comment="crm owns it"),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("request_digest", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("error_text", sa.Text(), nullable=True),
        sa.Column("overwritten", postgresql.JSONB(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["connection_id"], ["connections.id"], name="fk_attempts_connection_id"
        ),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_attempts_job_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
    )


def _index_attempts() -> None:
    op.create_index("ix_attempts_job_id", "attempts", ["job_id"], unique=False)
    op.create_index("ix_attempts_organisation_id", "attempts", ["organisation_id"], unique=False)
