"""Connections of a pool, and the organisation each transaction is in."""

from contextlib import suppress

import pytest
from shared.kernel.context import system_caller
from shared.kernel.ids import new_id
from shared.persistence import engine as engines
from shared.persistence.engine import engine_for
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

WHERE = text("SELECT current_setting('app.organisation_id', true)")


@pytest.fixture
def engine(servers):
    made = engine_for(
        servers.database_url_template.format(database="postgres").replace(
            "postgresql://", "postgresql+psycopg://"
        ),
        pool_size=1,
    )
    yield made
    made.dispose()


def cut(servers_rows, engine):
    """End the server's side of the pool's only connection, as a restart does."""
    with engine.connect() as connection:
        pid = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    servers_rows("SELECT pg_terminate_backend(%s, 5000)", pid)


@pytest.fixture
def rows(platform):
    return lambda statement, *values: platform.rows("sales", statement, *values)


def test_a_connection_that_died_while_idle_is_replaced(engine, rows, monkeypatch):
    monkeypatch.setattr(engines, "PING_AFTER_SECONDS", 0)
    cut(rows, engine)

    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1


def test_a_connection_in_use_that_died_fails_once_and_is_replaced(engine, rows, monkeypatch):
    monkeypatch.setattr(engines, "PING_AFTER_SECONDS", 3600)
    cut(rows, engine)

    with pytest.raises(OperationalError), engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1


def test_a_transaction_is_always_in_its_callers_organisation(platform):
    first, second = new_id(), new_id()

    with platform.service("sales").works(system_caller(first)) as work:
        work.act_as(system_caller(first))
        assert work.session.execute(WHERE).scalar_one() == str(first)
        work.act_as(system_caller(second))
        assert work.session.execute(WHERE).scalar_one() == str(second)


def test_an_organisation_entered_in_a_part_that_failed_is_entered_again(platform):
    first, second = new_id(), new_id()

    with platform.service("sales").works(system_caller(first)) as work:
        with suppress(ZeroDivisionError), work.session.begin_nested():
            work.act_as(system_caller(second))
            raise ZeroDivisionError
        work.act_as(system_caller(second))

        assert work.session.execute(WHERE).scalar_one() == str(second)
