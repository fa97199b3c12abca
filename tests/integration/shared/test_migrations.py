"""Migrated databases are what the tables say."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, pool

SERVICES = ("identity", "crm", "sales", "quoting", "projects", "calendar_sync", "erp_sync")


@pytest.mark.parametrize("service", SERVICES)
def test_migrations_make_the_tables_that_are_declared(platform, service):
    if service not in platform.services:
        pytest.skip(f"{service} is not hosted in this run")
    built = platform.service(service)
    engine = create_engine(built.settings.owner_database_url, poolclass=pool.NullPool)

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, built.metadata)

    assert differences == []
