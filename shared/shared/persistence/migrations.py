"""What migrations share: running Alembic, the infrastructure tables, row-level security."""

from pathlib import Path
from typing import Any

from alembic import command, context
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine, pool, text

from shared.persistence.schema import NOT_TENANT_TABLES, new_metadata


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
    metadata.create_all(op.get_bind())
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
    protect(op, *(name for name in metadata.tables if name not in NOT_TENANT_TABLES))


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
