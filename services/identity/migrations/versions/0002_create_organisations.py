"""
Create organisations, units, users and roles.

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
    _create_organisations()
    _create_units()
    _create_cost_centres()
    _create_users()
    _create_roles()
    _create_user_roles()
    _create_passwords()
    _create_grants_versions()
    _create_logins()
    protect(
        op,
        "organisations",
        "units",
        "cost_centres",
        "users",
        "roles",
        "user_roles",
        "passwords",
        "grants_versions",
    )


def _record() -> list[sa.Column]:
    return [
        *_child(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True)),
    ]


def _child() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
    ]


def _create_organisations() -> None:
    op.create_table(
        "organisations",
        *_record(),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organisation_number", sa.Text(), nullable=True),
        sa.Column(
            "status", sa.Text(), nullable=False, comment="trial, active, suspended or closed"
        ),
        sa.Column("base_currency", sa.Text(), nullable=False),
        sa.Column("fiscal_year_start_month", sa.Integer(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("features", postgresql.JSONB(), nullable=False),
        sa.Column("retention_months", sa.Integer(), nullable=True),
        sa.Column(
            "trial_ends_on",
            sa.Date(),
            nullable=True,
            comment="the last day; where the organisation is",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
    )
    op.create_index(
        op.f("ix_organisations_organisation_id"), "organisations", ["organisation_id"], unique=False
    )


def _create_units() -> None:
    op.create_table(
        "units",
        *_record(),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True, comment="None for the root"),
        sa.Column(
            "manager_id",
            sa.Uuid(),
            nullable=True,
            comment="a user; no key, because users point to units",
        ),
        sa.Column("active_from", sa.Date(), nullable=True),
        sa.Column("active_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["units.id"], name=op.f("fk_units_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
    )
    op.create_index(op.f("ix_units_organisation_id"), "units", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_units_parent_id"), "units", ["parent_id"], unique=False)
    op.create_index(
        "uq_units_organisation_id_code",
        "units",
        ["organisation_id", "code"],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL"),
    )


def _create_cost_centres() -> None:
    op.create_table(
        "cost_centres",
        *_record(),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_cost_centres_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_centres")),
    )
    op.create_index(
        op.f("ix_cost_centres_organisation_id"), "cost_centres", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_cost_centres_unit_id"), "cost_centres", ["unit_id"], unique=False)
    op.create_index(
        "uq_cost_centres_organisation_id_code",
        "cost_centres",
        ["organisation_id", "code"],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL"),
    )


def _create_users() -> None:
    op.create_table(
        "users",
        *_record(),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False, comment="invited, active, locked or left"),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("supervisor_id", sa.Uuid(), nullable=True),
        sa.Column("employee_no", sa.Text(), nullable=True),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["supervisor_id"], ["users.id"], name=op.f("fk_users_supervisor_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_users_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
    )
    op.create_index(op.f("ix_users_organisation_id"), "users", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_users_supervisor_id"), "users", ["supervisor_id"], unique=False)
    op.create_index(op.f("ix_users_unit_id"), "users", ["unit_id"], unique=False)


def _create_roles() -> None:
    op.create_table(
        "roles",
        *_record(),
        sa.Column("key", sa.Text(), nullable=True, comment="of a default role"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("grants", postgresql.JSONB(), nullable=False, comment="resource.action to scope"),
        sa.Column("field_classes", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roles")),
    )
    op.create_index(op.f("ix_roles_organisation_id"), "roles", ["organisation_id"], unique=False)
    op.create_index(
        "uq_roles_organisation_id_name",
        "roles",
        ["organisation_id", "name"],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL"),
    )


def _create_user_roles() -> None:
    op.create_table(
        "user_roles",
        *_child(),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["role_id"], ["roles.id"], name=op.f("fk_user_roles_role_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_user_roles_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_roles")),
    )
    op.create_index(
        op.f("ix_user_roles_organisation_id"), "user_roles", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_user_roles_role_id"), "user_roles", ["role_id"], unique=False)
    op.create_index(
        "uq_user_roles_user_id_role_id", "user_roles", ["user_id", "role_id"], unique=True
    )


def _create_passwords() -> None:
    op.create_table(
        "passwords",
        *_record(),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passwords")),
        comment="The id is the user's.",
    )
    op.create_index(
        op.f("ix_passwords_organisation_id"), "passwords", ["organisation_id"], unique=False
    )


def _create_grants_versions() -> None:
    op.create_table(
        "grants_versions",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_grants_versions_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_grants_versions")),
        comment="Rises whenever a user's rights may have changed; no row means 1.",
    )
    op.create_index(
        op.f("ix_grants_versions_organisation_id"),
        "grants_versions",
        ["organisation_id"],
        unique=False,
    )


def _create_logins() -> None:
    op.create_table(
        "logins",
        sa.Column("email_key", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("email_key", name=op.f("pk_logins")),
        sa.UniqueConstraint("user_id", name=op.f("uq_logins_user_id")),
        comment="Which address logs in as whom, over all organisations.",
    )
