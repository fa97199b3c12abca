"""Changes of many records in the worker: progress while it works, each record once."""

from uuid import UUID

import pytest
from crm.application.bulk.edits import commit_bulk_edit, continue_bulk_edit
from shared.testing.waiting import eventually

MORE_THAN_AT_ONCE = 230


class Killed(BaseException):
    """The process ends without a word."""


@pytest.fixture
def customers(crm, new_customer):
    return [new_customer(name=f"Kunde {n}") for n in range(MORE_THAN_AT_ONCE)]


def states(crm, edit):
    found = crm.get_bulk_edit(bulk_edit_id=edit["id"])
    return found["status"], {name: each for name, each in found["counts"].items() if each}


def reached(crm, edit, status, counts):
    return states(crm, edit) == (status, counts)


def die_in_a_chunk(platform, org, edit):
    """Work as the worker does, and end before the transaction is over."""
    with platform.work("crm", org) as work:
        commit_bulk_edit(work, bulk_edit_id=UUID(edit["id"]))
        continue_bulk_edit(work, bulk_edit_id=UUID(edit["id"]))
        work.flush()
        raise Killed


def test_many_records_are_worked_on_in_chunks_and_counted_meanwhile(crm, customers):
    edit = crm.create_bulk_edit(
        entity="customer", fields={"filters": {"name__contains": "Kunde"}, "set": {"rating": "B"}}
    )
    meanwhile = states(crm, edit)

    assert meanwhile[0] == "previewing"
    assert sum(meanwhile[1].values()) == MORE_THAN_AT_ONCE
    eventually(lambda: reached(crm, edit, "previewed", {"ready": MORE_THAN_AT_ONCE}))
    crm.commit_bulk_edit(bulk_edit_id=edit["id"])
    eventually(lambda: reached(crm, edit, "committed", {"applied": MORE_THAN_AT_ONCE}))
    versions = {crm.get_customer(customer_id=each["id"])["version"] for each in customers}
    assert versions == {2}
    crm.undo_bulk_edit(bulk_edit_id=edit["id"])
    eventually(lambda: reached(crm, edit, "undone", {"undone": MORE_THAN_AT_ONCE}))
    assert crm.get_customer(customer_id=customers[0]["id"])["rating"] is None


def test_a_worker_that_dies_in_a_chunk_changes_nothing_twice(platform, org, crm, new_customer):
    made = [new_customer(name=f"Kunde {n}") for n in range(3)]
    ids = [each["id"] for each in made]
    edit = crm.create_bulk_edit(entity="customer", fields={"ids": ids, "set": {"rating": "C"}})
    with pytest.raises(Killed):
        die_in_a_chunk(platform, org, edit)

    before = states(crm, edit)
    crm.commit_bulk_edit(bulk_edit_id=edit["id"])
    eventually(lambda: reached(crm, edit, "committed", {"applied": 3}))
    assert before == ("previewed", {"ready": 3})
    assert [crm.get_customer(customer_id=each)["version"] for each in ids] == [2, 2, 2]
