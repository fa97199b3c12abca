"""A line that loses and garbles: one customer in Tryton, in its newest version, all the same."""

import pytest
from support.erp_sync import a_customer, changed, tryton_fields
from support.faulty_proxy import faulty_proxy


@pytest.fixture
def line(tryton):
    """The line to Tryton, which does what a test tells it."""
    with faulty_proxy(tryton.url) as proxy:
        yield proxy


@pytest.fixture
def connection(connect, tryton, line):
    """A connection over that line."""
    return connect(**tryton_fields(tryton, url=line.url))


def _outcomes(calls, job):
    found = calls.list_attempts(query={"filters": {"job_id": job["id"]}})["items"]
    return [each["outcome"] for each in found]


@pytest.mark.parametrize("fault", ["lose_answer", "lose_request", "fail", "garble"])
def test_a_create_whose_answer_is_lost_or_garbled_makes_one_customer(
    crm, calls, tryton, line, connection, arrived, fault
):
    customer = a_customer()
    line.when("party.party.create", fault)

    crm.tells(customer)
    job = arrived(customer, connection)

    assert len(tryton.parties(["code", "=", customer.customer_no])) == 1
    assert _outcomes(calls, job) == ["ok", "transient"]


def test_a_write_whose_answer_is_lost_is_not_taken_for_somebody_elses(
    crm, calls, tryton, line, connection, arrived
):
    customer = a_customer()
    crm.tells(customer)
    arrived(customer, connection)
    line.when("party.party.write", "lose_answer")
    newer = changed(customer, 2, name="Newer AS")

    crm.tells(newer)
    job = arrived(newer, connection)

    assert tryton.parties(["code", "=", customer.customer_no])[0]["name"] == "Newer AS"
    assert line.count("party.party.write") == 1
    assert _outcomes(calls, job) == ["ok", "transient", "ok"]


def test_a_system_that_asks_us_to_wait_is_not_called_meanwhile_and_costs_no_try(
    crm, calls, line, connection, arrived, job_of, eventually
):
    customer = a_customer()
    line.when("party.party", "throttle")
    crm.tells(customer)

    def throttled():
        job = job_of(customer, connection)
        return job if job and job["last_error_kind"] == "throttled" else None

    job = eventually(throttled)
    assert (job["state"], job["attempts"]) == ("queued", 0)
    called = len(line.forwarded)
    calls.retry_job(job_id=job["id"])
    eventually(lambda: calls.get_job(job_id=job["id"])["state"] == "done")
    assert calls.get_connection(connection_id=connection["id"])["blocked_until"] is None
    assert len(line.forwarded) > called


def test_a_customer_that_was_removed_there_needs_a_person(
    crm, tryton, connection, arrived, job_of, eventually
):
    customer = a_customer()
    crm.tells(customer)
    arrived(customer, connection)
    [party] = tryton.parties(["code", "=", customer.customer_no])
    tryton.call("party.party", "delete", [party["id"]])

    crm.tells(changed(customer, 2, name="Newer AS"))

    job = eventually(
        lambda: (
            found if (found := job_of(customer, connection))["state"] == "needs_attention" else None
        )
    )
    assert "removed" in job["last_error_text"]
