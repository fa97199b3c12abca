"""What migrations share: running Alembic, the infrastructure tables, row-level security."""

from pathlib import Path
from typing import Any

from alembic import command, context
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine, pool, text

from shared.persistence.schema import LATER_TABLES, NOT_TENANT_TABLES, new_metadata


def run_environment(metadata: MetaData) -> None:
    """Body of every service's ``migrations/env.py``."""
    engine = create_engine(
        str(context.config.get_main_option("sqlalchemy.url")), poolclass=pool.NullPool
    )
    with engine.connect() as connection:
        connection.execute(text("SET lock_timeout = '2s'"))
        connection.commit()
        context.configure(
            connection=connection, target_metadata=metadata, transaction_per_migration=True
        )
        with context.begin_transaction():
            context.run_migrations()


def migrate(project: Path, database_url: str) -> bool:
    """
    Bring a service's database to the newest version.

    Args:
        project: The folder that holds ``migrations/``.
        database_url: With the role that owns the tables.

    Returns:
        Whether anything had to be done.
    """
    config = Config()
    config.set_main_option("script_location", str(project / "migrations"))
    config.set_main_option("sqlalchemy.url", database_url.replace("%", "%%"))
    newest = set(ScriptDirectory.from_config(config).get_heads())
    engine = create_engine(database_url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        present = set(MigrationContext.configure(connection).get_current_heads())
    if present == newest:
        return False
    command.upgrade(config, "head")
    return True


def create_infrastructure(op: Any) -> None:
    """Create the tables every service has (first migration of each service)."""
    metadata = new_metadata()
    first = [table for table in metadata.sorted_tables if table.name not in LATER_TABLES]
    metadata.create_all(op.get_bind(), tables=first)
    op.execute(
        """
        CREATE FUNCTION tell_relay() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_notify('outbox_messages', ''); RETURN NULL; END $$
        """
    )
    op.execute(
        "CREATE TRIGGER tell_relay AFTER INSERT ON outbox_messages "
        "FOR EACH STATEMENT EXECUTE FUNCTION tell_relay()"
    )
    op.execute(
        """
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'audit entries are never changed'; END $$
        """
    )
    op.execute(
        "CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON audit_entries "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    protect(op, *(table.name for table in first if table.name not in NOT_TENANT_TABLES))


def create_privacy_tables(op: Any) -> None:
    """
    Create what forgetting people and taking data along need (a later migration of each service).

    The audit trail stays append-only with one door: while a person is being forgotten, the values
    in ``changes`` may be replaced; which entries there are, when and by whom never changes.
    """
    metadata = new_metadata()
    later = [table for table in metadata.sorted_tables if table.name in LATER_TABLES]
    metadata.create_all(op.get_bind(), tables=later)
    protect(op, *(table.name for table in later))
    op.execute(
        """
        CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
            IF TG_OP = 'UPDATE' AND COALESCE(current_setting('app.erasure', true), '') <> ''
               AND to_jsonb(NEW) - 'changes' = to_jsonb(OLD) - 'changes' THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION 'audit entries are never changed';
        END $$
        """
    )


def protect(op: Any, *tables: str) -> None:
    """
    Show and accept only rows of the organisation the transaction was opened for.

    Forced, so that it holds for the owner of the tables too.
    """
    inside = "organisation_id = NULLIF(current_setting('app.organisation_id', true), '')::uuid"
    for table in tables:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY same_organisation ON {table} USING ({inside}) WITH CHECK ({inside})"
        )
