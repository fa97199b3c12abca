"""
Create invoices and the allocation ledger.

Step: expand (1 of 1).
Locks: none; everything is new.
"""

import sqlalchemy as sa
from alembic import op
from shared.persistence.migrations import protect
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _create_invoices()
    _create_invoice_lines()
    _create_invoice_payments()
    _create_invoice_allocations()
    _keep_issued_invoices()
    protect(op, "invoices", "invoice_lines", "invoice_payments", "invoice_allocations")


def _record() -> list[sa.Column]:
    return [
        *_child(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
    ]


def _child() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
    ]


def _create_invoices() -> None:
    op.create_table(
        "invoices",
        *_record(),
        sa.Column("kind", sa.Text(), nullable=False, comment="invoice or credit_note"),
        sa.Column("credits_invoice_id", sa.Uuid(), nullable=True),
        sa.Column("invoice_no", sa.Text(), nullable=True),
        sa.Column("customer_id", sa.Uuid(), nullable=False, comment="crm owns it"),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("sales_case_id", sa.Uuid(), nullable=True, comment="sales owns it"),
        sa.Column("manager_id", sa.Uuid(), nullable=True, comment="identity owns it"),
        sa.Column("unit_id", sa.Uuid(), nullable=True, comment="identity owns it"),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("currency", sa.CHAR(length=3), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("buyer_reference", sa.Text(), nullable=True),
        sa.Column("order_reference", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column(
            "customer",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=True,
            comment="the customer as it was at issue",
        ),
        sa.Column("vat_groups", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("net_minor", sa.BigInteger(), nullable=False),
        sa.Column("vat_minor", sa.BigInteger(), nullable=False),
        sa.Column("gross_minor", sa.BigInteger(), nullable=False),
        sa.Column("paid_minor", sa.BigInteger(), nullable=False),
        sa.Column("credited_minor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["credits_invoice_id"], ["invoices.id"], name=op.f("fk_invoices_credits_invoice_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_invoices_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoices")),
    )
    op.create_index(
        "ix_invoices_credits_invoice_id", "invoices", ["credits_invoice_id"], unique=False
    )
    op.create_index(
        "ix_invoices_drafts",
        "invoices",
        ["organisation_id"],
        unique=False,
        postgresql_where=sa.text("status = 'draft'"),
    )
    op.create_index(
        op.f("ix_invoices_organisation_id"), "invoices", ["organisation_id"], unique=False
    )
    op.create_index(
        "ix_invoices_organisation_id_created_at",
        "invoices",
        ["organisation_id", "created_at"],
        unique=False,
    )
    op.create_index(
        "ix_invoices_organisation_id_customer_id",
        "invoices",
        ["organisation_id", "customer_id"],
        unique=False,
    )
    op.create_index(
        "ix_invoices_organisation_id_issued_on",
        "invoices",
        ["organisation_id", "issued_on"],
        unique=False,
    )
    op.create_index("ix_invoices_project_id", "invoices", ["project_id"], unique=False)
    op.create_index(
        "uq_invoices_organisation_id_invoice_no",
        "invoices",
        ["organisation_id", "invoice_no"],
        unique=True,
    )


def _create_invoice_lines() -> None:
    op.create_table(
        "invoice_lines",
        *_child(),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False, comment="time, fixed, expense or free"),
        sa.Column("contract_line_id", sa.Uuid(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=18, scale=6), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("unit_price_minor", sa.BigInteger(), nullable=False),
        sa.Column("net_minor", sa.BigInteger(), nullable=False),
        sa.Column("vat_bp", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contract_line_id"],
            ["contract_lines.id"],
            name=op.f("fk_invoice_lines_contract_line_id"),
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoices.id"], name=op.f("fk_invoice_lines_invoice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_lines")),
    )
    op.create_index(
        op.f("ix_invoice_lines_invoice_id"), "invoice_lines", ["invoice_id"], unique=False
    )
    op.create_index(
        op.f("ix_invoice_lines_organisation_id"), "invoice_lines", ["organisation_id"], unique=False
    )


def _create_invoice_payments() -> None:
    op.create_table(
        "invoice_payments",
        *_child(),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("external_ref", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoices.id"], name=op.f("fk_invoice_payments_invoice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_payments")),
    )
    op.create_index(
        op.f("ix_invoice_payments_invoice_id"), "invoice_payments", ["invoice_id"], unique=False
    )
    op.create_index(
        op.f("ix_invoice_payments_organisation_id"),
        "invoice_payments",
        ["organisation_id"],
        unique=False,
    )
    op.create_index(
        "uq_invoice_payments_organisation_id_external_ref",
        "invoice_payments",
        ["organisation_id", "external_ref"],
        unique=True,
        postgresql_where=sa.text("external_ref IS NOT NULL"),
    )


def _create_invoice_allocations() -> None:
    op.create_table(
        "invoice_allocations",
        *_child(),
        sa.Column("source_type", sa.Text(), nullable=False, comment="time, fixed, expense or free"),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="bill, write_off or credit"),
        sa.Column(
            "quantity",
            sa.BigInteger(),
            nullable=False,
            comment="minutes for time, else minor units",
        ),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=True),
        sa.Column("invoice_line_id", sa.Uuid(), nullable=True),
        sa.Column("reverses_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'credit') = (reverses_id IS NOT NULL)",
            name=op.f("ck_invoice_allocations_credit_names_what_it_reverses"),
        ),
        sa.CheckConstraint(
            "kind = 'write_off' OR invoice_line_id IS NOT NULL",
            name=op.f("ck_invoice_allocations_billed_on_a_line"),
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_invoice_allocations_quantity_positive")),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoices.id"], name=op.f("fk_invoice_allocations_invoice_id")
        ),
        sa.ForeignKeyConstraint(
            ["invoice_line_id"],
            ["invoice_lines.id"],
            name=op.f("fk_invoice_allocations_invoice_line_id"),
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"],
            ["invoice_allocations.id"],
            name=op.f("fk_invoice_allocations_reverses_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice_allocations")),
    )
    op.create_index(
        op.f("ix_invoice_allocations_invoice_id"),
        "invoice_allocations",
        ["invoice_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_invoice_allocations_organisation_id"),
        "invoice_allocations",
        ["organisation_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_invoice_allocations_reverses_id"),
        "invoice_allocations",
        ["reverses_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_invoice_allocations_source_id"), "invoice_allocations", ["source_id"], unique=False
    )


def _keep_issued_invoices() -> None:
    """What was issued stays as it was, whatever the code above tries."""
    op.execute(
        """
        CREATE FUNCTION refuse_change_of_issued() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF OLD.invoice_no IS NOT NULL AND (
                TG_OP = 'DELETE' OR
                (NEW.invoice_no, NEW.kind, NEW.customer_id, NEW.currency, NEW.issued_on, NEW.due_on,
                 NEW.customer, NEW.vat_groups, NEW.net_minor, NEW.vat_minor, NEW.gross_minor)
                IS DISTINCT FROM
                (OLD.invoice_no, OLD.kind, OLD.customer_id, OLD.currency, OLD.issued_on, OLD.due_on,
                 OLD.customer, OLD.vat_groups, OLD.net_minor, OLD.vat_minor, OLD.gross_minor)
            ) THEN
                RAISE EXCEPTION 'an issued invoice never changes';
            END IF;
            RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER refuse_change_of_issued BEFORE UPDATE OR DELETE ON invoices "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_issued()"
    )
    op.execute(
        """
        CREATE FUNCTION refuse_change_of_issued_part() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF EXISTS (SELECT FROM invoices WHERE id = OLD.invoice_id AND invoice_no IS NOT NULL) THEN
                RAISE EXCEPTION 'an issued invoice never changes';
            END IF;
            RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
        END $$
        """
    )
    for table in ("invoice_lines", "invoice_allocations"):
        op.execute(
            f"CREATE TRIGGER refuse_change_of_issued BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_issued_part()"
        )
