"""
Let imports be undone, know external ids, and remember how files are read.

Step: expand (1 of 1).
Locks: customers is rewritten for the generated column; unique indexes are partial and start empty.
"""

import sqlalchemy as sa
from alembic import op
from shared.persistence.migrations import protect
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"

_JSON = postgresql.JSONB(astext_type=sa.Text())
_EXTERNAL = sa.text("external_id IS NOT NULL AND archived_at IS NULL")


def upgrade() -> None:
    for table in ("customers", "contacts", "activities"):
        op.add_column(
            table,
            sa.Column(
                "external_id", sa.Text(), nullable=True, comment="what another system calls it"
            ),
        )
        op.create_index(
            f"uq_{table}_organisation_id_external_id",
            table,
            ["organisation_id", "external_id"],
            unique=True,
            postgresql_where=_EXTERNAL,
        )
    op.add_column(
        "customers",
        sa.Column("name_key", sa.Text(), sa.Computed("lower(name)", persisted=True), nullable=True),
    )
    op.create_index(
        "ix_customers_organisation_id_name_key", "customers", ["organisation_id", "name_key"]
    )
    op.create_index(
        "ix_customers_invoicing_customer_id",
        "customers",
        ["invoicing_customer_id"],
        postgresql_where=sa.text("invoicing_customer_id IS NOT NULL"),
    )
    _extend_imports()
    _extend_import_rows()
    _create_import_profiles()
    protect(op, "import_profiles")


def _extend_imports() -> None:
    op.add_column(
        "imports",
        sa.Column(
            "notes",
            _JSON,
            nullable=False,
            server_default="{}",
            comment="code to number: what the reader noticed",
        ),
    )
    op.alter_column("imports", "notes", server_default=None)
    op.add_column("imports", sa.Column("profile_id", sa.Uuid(), nullable=True))
    op.add_column(
        "imports",
        sa.Column(
            "reading_hash",
            sa.Text(),
            nullable=True,
            comment="of file, mapping and mode, as they were committed",
        ),
    )


def _extend_import_rows() -> None:
    op.add_column(
        "import_rows",
        sa.Column(
            "part",
            sa.Text(),
            nullable=False,
            server_default="customers",
            comment="kind of record this part of the row becomes",
        ),
    )
    for table in ("imports", "import_rows"):
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute("UPDATE import_rows SET part = i.kind FROM imports i WHERE i.id = import_id")
    for table in ("imports", "import_rows"):
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.alter_column("import_rows", "part", server_default=None)
    for name, kind, comment in (
        ("version_before", sa.Integer(), "of the record, when the check compared it"),
        ("version_after", sa.Integer(), "of the record, when the row was written"),
        ("written_no", sa.Integer(), "in which order rows were written"),
        ("before", _JSON, "the record as it was; null when the row made it"),
        ("touched", _JSON, "other records the row changed, as they were"),
    ):
        op.add_column("import_rows", sa.Column(name, kind, nullable=True, comment=comment))
    op.drop_index("uq_import_rows_import_id_row_no", "import_rows")
    op.create_index(
        "uq_import_rows_import_id_row_no_part",
        "import_rows",
        ["import_id", "row_no", "part"],
        unique=True,
    )


def _create_import_profiles() -> None:
    op.create_table(
        "import_profiles",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column(
            "headers_key", sa.Text(), nullable=False, comment="digest of the headers it is for"
        ),
        sa.Column("headers", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("mapping", _JSON, nullable=False, comment="column index to field"),
        sa.Column("formats", _JSON, nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("match_keys", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("defaults", _JSON, nullable=False),
        sa.Column("accept_suggestions", sa.Boolean(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False, comment="identity owns it: who saved it"),
        sa.Column("unit_id", sa.Uuid(), nullable=True, comment="identity owns it"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_profiles")),
    )
    op.create_index(
        op.f("ix_import_profiles_organisation_id"), "import_profiles", ["organisation_id"]
    )
    op.create_index(
        "ix_import_profiles_organisation_id_kind",
        "import_profiles",
        ["organisation_id", "kind", "headers_key"],
    )
