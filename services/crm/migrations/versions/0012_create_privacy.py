"""
Create consents, requests of people, retention settings, exports, and hashes of the forgotten.

Step: expand (1 of 1).
Locks: the audit trigger's function is replaced; no table is locked.
"""

import sqlalchemy as sa
from alembic import op
from shared.persistence.migrations import create_privacy_tables, protect
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    create_privacy_tables(op)
    _create_consents()
    _create_privacy_requests()
    _create_exports()
    _create_retention_settings()
    _create_erasures()
    protect(
        op,
        "consents",
        "privacy_requests",
        "exports",
        "retention_settings",
        "erasure_keys",
        "erased_subjects",
    )


def _record(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        *columns,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_organisation_id"), name, ["organisation_id"])


def _create_consents() -> None:
    _record(
        "consents",
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contacts.id"], name=op.f("fk_consents_contact_id")
        ),
    )
    op.create_index(op.f("ix_consents_contact_id"), "consents", ["contact_id"])


def _create_privacy_requests() -> None:
    jsonb = postgresql.JSONB(astext_type=sa.Text())
    _record(
        "privacy_requests",
        sa.Column("kind", sa.Text(), nullable=False, comment="export or erase"),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column(
            "contact_id",
            sa.Uuid(),
            nullable=True,
            comment="no key: the contact goes, the request stays",
        ),
        sa.Column(
            "subject", jsonb, nullable=False, comment="whom it is about; emptied when closed"
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False, comment="identity owns it"),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("round_no", sa.SmallInteger(), nullable=False),
        sa.Column("parts", jsonb, nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True, comment="identity owns it"),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.Column("export_id", sa.Uuid(), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("certificate", jsonb, nullable=True),
    )
    op.create_index(
        "ix_privacy_requests_organisation_id_due_on",
        "privacy_requests",
        ["organisation_id", "due_on"],
    )


def _create_exports() -> None:
    _record(
        "exports",
        sa.Column("kind", sa.Text(), nullable=False, comment="organisation, list or subject"),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False, comment="identity owns it"),
        sa.Column("entities", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("parts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
    )


def _create_retention_settings() -> None:
    _record(
        "retention_settings",
        sa.Column("lost_prospect_months", sa.Integer(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("import_file_days", sa.Integer(), nullable=True),
        sa.Column("export_days", sa.Integer(), nullable=False),
    )
    op.create_index(
        "uq_retention_settings_organisation_id",
        "retention_settings",
        ["organisation_id"],
        unique=True,
    )


def _create_erasures() -> None:
    op.create_table(
        "erasure_keys",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_erasure_keys")),
        comment="what hashes of forgotten people are keyed with",
    )
    op.create_table(
        "erased_subjects",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column(
            "digest", sa.CHAR(64), nullable=False, comment="keyed hash of an e-mail or phone"
        ),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "digest", name=op.f("pk_erased_subjects")),
    )
