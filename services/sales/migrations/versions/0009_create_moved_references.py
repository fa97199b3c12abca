"""
Create what is kept to follow merges of customers and contacts.

Step: expand (1 of 1).
Locks: case_changes against writes while its index is built.
"""

from alembic import op
from shared.persistence.moving import create_moving_tables

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    create_moving_tables(op)
    _let_history_follow_merges()
    op.create_index(
        "ix_case_changes_organisation_id_customer_id",
        "case_changes",
        ["organisation_id", "customer_id"],
    )


def _let_history_follow_merges() -> None:
    """What happened is never changed; with whom it happened may turn out to be the same one."""
    op.execute(
        """
        CREATE OR REPLACE FUNCTION refuse_rewriting_history() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
            IF TG_OP = 'UPDATE' AND OLD.valid_until IS NULL AND NEW.valid_until IS NOT NULL
                AND to_jsonb(NEW) - 'valid_until' = to_jsonb(OLD) - 'valid_until'
            THEN
                RETURN NEW;
            END IF;
            IF TG_OP = 'UPDATE' AND current_setting('app.merging', true) = 'on'
                AND to_jsonb(NEW) - 'customer_id' = to_jsonb(OLD) - 'customer_id'
            THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'the history of a case is never changed';
        END $$
        """
    )
