"""Reads without a transaction: in the caller's organisation, and unable to write."""

import pytest
from shared.kernel.context import system_caller
from shared.kernel.ids import new_id
from shared.persistence import engine as engines
from shared.rpc.reading import readers_of, reading
from shared.testing import callers
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

WHERE = text("SELECT current_setting('app.organisation_id', true)")
SOURCE = {"names": {"nb": "Messe", "en": "Fair"}}


@pytest.fixture
def works(platform):
    return platform.service("sales").works


@pytest.fixture
def told(works):
    """The statements that told a connection for reading its organisation."""
    said = []

    def note(_connection, _cursor, statement, *_):
        if "set_config" in statement:
            said.append(statement)

    engine = readers_of(works.engine)
    engine.dispose()
    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


def where(works, organisation_id):
    with reading(works, system_caller(organisation_id)) as work:
        return work.session.execute(WHERE).scalar_one()


def test_a_connection_is_told_each_organisation_once_and_never_stays_in_another(works, told):
    first, second = new_id(), new_id()
    asked = [first, first, second, second, first]

    assert [where(works, each) for each in asked] == [str(each) for each in asked]
    assert len(told) == 3


def test_two_at_once_are_each_in_their_own_organisation(works, told):
    first, second = new_id(), new_id()

    with (
        reading(works, system_caller(first)) as one,
        reading(works, system_caller(second)) as other,
    ):
        assert one.session.execute(WHERE).scalar_one() == str(first)
        assert other.session.execute(WHERE).scalar_one() == str(second)
        assert one.session.execute(WHERE).scalar_one() == str(first)


def test_a_connection_that_was_replaced_is_told_again(platform, works, told, monkeypatch):
    monkeypatch.setattr(engines, "PING_AFTER_SECONDS", 0)
    organisation_id = new_id()
    with reading(works, system_caller(organisation_id)) as work:
        pid = work.session.execute(text("SELECT pg_backend_pid()")).scalar_one()
    platform.rows("sales", "SELECT pg_terminate_backend(%s, 5000)", pid)

    assert where(works, organisation_id) == str(organisation_id)
    assert len(told) == 2


def test_the_database_refuses_what_a_read_would_write(works, org):
    with (
        pytest.raises(DBAPIError, match="read-only transaction"),
        reading(works, org) as work,
    ):
        work.session.execute(text("DELETE FROM sales_cases"))


def test_a_question_that_changes_a_record_fails(works, org, rpc):
    source_id = rpc(org).sales.create_lead_source(fields=SOURCE)["id"]

    with pytest.raises(RuntimeError), reading(works, org) as work:
        work.lead_sources.get(source_id).names = {"nb": "Kjøpt"}


def test_without_any_filter_a_read_still_keeps_organisations_apart(works, org, rpc):
    made = rpc(org).sales.create_lead_source(fields=SOURCE)

    def seen_by(caller):
        with reading(works, caller) as work:
            found = work.session.execute(text("SELECT id FROM lead_sources")).scalars()
            return {str(each) for each in found}

    assert made["id"] in seen_by(org)
    assert seen_by(callers.an_administrator()) == set()
    assert made["id"] in seen_by(org)
