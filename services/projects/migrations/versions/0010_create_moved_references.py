"""
Create what is kept to follow merges of customers and contacts.

Step: expand (1 of 1).
Locks: none; everything is new.
"""

from alembic import op
from shared.persistence.moving import create_moving_tables

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    create_moving_tables(op)
    _let_invoices_follow_merges()


def _let_invoices_follow_merges() -> None:
    """An issued invoice keeps the customer it prints; the record it belongs to may be merged."""
    op.execute(
        """
        CREATE OR REPLACE FUNCTION refuse_change_of_issued() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF OLD.invoice_no IS NOT NULL AND (
                TG_OP = 'DELETE' OR
                (NEW.invoice_no, NEW.kind, NEW.currency, NEW.issued_on, NEW.due_on,
                 NEW.customer, NEW.vat_groups, NEW.net_minor, NEW.vat_minor, NEW.gross_minor)
                IS DISTINCT FROM
                (OLD.invoice_no, OLD.kind, OLD.currency, OLD.issued_on, OLD.due_on,
                 OLD.customer, OLD.vat_groups, OLD.net_minor, OLD.vat_minor, OLD.gross_minor)
                OR (NEW.customer_id IS DISTINCT FROM OLD.customer_id
                    AND current_setting('app.merging', true) IS DISTINCT FROM 'on')
            ) THEN
                RAISE EXCEPTION 'an issued invoice never changes';
            END IF;
            RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
        END $$
        """
    )
