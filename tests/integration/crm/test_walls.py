"""Walls and bounds: other organisations, statements per request, a killed worker."""

import base64
from uuid import UUID

import pytest
from crm.application.merging.duplicates import find_duplicates
from crm.persistence.tables import customers
from shared.kernel.errors import Conflict
from shared.kernel.ids import new_id
from shared.kernel.paging import ListQuery
from shared.testing.callers import an_administrator
from sqlalchemy import event, insert, select
from sqlalchemy.exc import DBAPIError
from support.crm import a_csv


@pytest.fixture
def statements(platform):
    """Collects the statements crm's work in this process sends."""
    engine = platform.service("crm").works.engine
    sent = []

    def note(_connection, _cursor, statement, *_):
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def test_the_database_itself_hides_other_organisations(platform, new_customer):
    customer = new_customer()
    foreigner = an_administrator()

    with platform.work("crm", foreigner) as work:
        assert work.session.execute(select(customers.c.id)).all() == []
    row = {
        "id": new_id(),
        "organisation_id": customer["id"],
        "version": 1,
        "created_at": customer["created_at"],
        "updated_at": customer["updated_at"],
        "name": "Smuglet AS",
        "kinds": ["customer"],
    }
    with (
        pytest.raises(DBAPIError, match="row-level security"),
        platform.work("crm", foreigner) as work,
    ):
        work.session.execute(insert(customers).values(row))


def test_statements_do_not_grow_with_the_page(platform, org, statements, new_customer, new_contact):
    made = [new_customer(name=f"Kunde {n}", addresses=[{"city": "Oslo"}]) for n in range(6)]
    for customer in made:
        new_contact(at=customer)

    def sent_for(read):
        with platform.work("crm", org) as work:
            statements.clear()
            read(work)
            return len(statements)

    assert sent_for(lambda work: work.customers.overview(made[0]["id"])) <= 7
    for size in (1, 6):
        query = ListQuery(limit=size, count=True)
        assert sent_for(lambda work, query=query: work.customers.page(query)) == 3
        # The count, the page, the places of its contacts and what they agreed to.
        assert sent_for(lambda work, query=query: work.contacts.page(query)) == 4


def test_statements_do_not_grow_with_the_records_compared(platform, org, statements, new_customer):
    made = [new_customer(name=f"Kunde {n} AS")["id"] for n in range(12)]

    def sent_for(ids):
        with platform.work("crm", org) as work:
            statements.clear()
            find_duplicates(work, kind="customer", record_ids={UUID(each) for each in ids})
            return len(statements)

    assert sent_for(made[:2]) <= 8
    assert sent_for(made) <= 8


def test_two_changes_at_once_end_in_a_conflict_not_in_a_lost_one(platform, org, new_customer):
    customer = new_customer()

    def rename(work, name):
        record = work.customers.get(customer["id"])
        record.change({"name": name})
        return record

    def overtake():
        with platform.work("crm", org) as slow:
            late = rename(slow, "Treg AS")
            with platform.work("crm", org) as quick:
                quick.save(rename(quick, "Rask AS"))
            slow.save(late)

    with pytest.raises(Conflict):
        overtake()

    assert platform.rows("crm", "SELECT name FROM customers WHERE id = %s", customer["id"]) == [
        ("Rask AS",)
    ]


def test_a_killed_worker_goes_on_with_the_import_and_writes_nothing_twice(
    platform, crm, org, eventually
):
    lines = [f"Kunde {n};{n}" for n in range(4000)]
    content = base64.b64encode(a_csv("Navn;Ansatte", *lines)).decode()
    batch = crm.create_import(filename="k.csv", content=content)
    which = {"import_id": batch["id"]}
    crm.check_import(**which)
    eventually(lambda: crm.get_import(**which)["status"] == "checked", within_seconds=60)

    crm.commit_import(**which)
    eventually(lambda: crm.get_import(**which)["progress"]["done"] >= 500)
    platform.kill_process("worker")
    written = crm.list_customers(query={"limit": 1, "count": True})["total"]
    platform.start_process("worker")
    eventually(lambda: crm.get_import(**which)["status"] == "committed", within_seconds=60)

    assert 500 <= written <= 4000
    assert crm.get_import(**which)["counts"]["created"] == 4000
    told = platform.rows(
        "crm",
        "SELECT count(*), count(DISTINCT aggregate_id) FROM outbox_messages "
        "WHERE routing_key = 'customer.created.v1' AND headers ->> 'organisation_id' = %s",
        str(org.organisation_id),
    )
    assert told == [(4000, 4000)]
    assert crm.list_customers(query={"limit": 1, "count": True})["total"] == 4000
    eventually(platform.is_at_rest, within_seconds=180)
