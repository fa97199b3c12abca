"""Nothing is lost and nothing is doubled while Tryton, workers or the broker are away."""

import pika
import pytest
from erp_sync.application.pushes import bring_over, take_job
from support.erp_sync import a_customer, changed
from support.tryton import PASSWORD


def test_tryton_may_be_away_and_everything_arrives_when_it_is_back(
    crm, calls, tryton, to_tryton, arrived, eventually
):
    customers = [a_customer(name=f"Customer {n}") for n in range(8)]
    tryton.stop()
    try:
        for customer in customers:
            crm.tells(customer)

        def is_broken():
            return calls.get_connection(connection_id=to_tryton["id"])["breaker"] == "open"

        eventually(is_broken)
        attempts = _attempts(calls, to_tryton)
    finally:
        tryton.start()

    for customer in customers:
        arrived(customer, to_tryton, within_seconds=90)
    numbers = [customer.customer_no for customer in customers]
    assert len(tryton.parties(["code", "in", numbers])) == len(customers)
    assert attempts <= len(customers)  # while the breaker was open nothing was tried
    assert calls.get_connection(connection_id=to_tryton["id"])["breaker"] == "closed"


def _attempts(calls, connection):
    filters = {"connection_id": str(connection["id"])}
    return calls.list_attempts(query={"filters": filters, "count": True})["total"]


def test_a_worker_that_died_after_its_call_leaves_one_customer_not_two(
    crm, calls, platform, org, tryton, to_tryton, job_of, arrived, eventually
):
    customer = a_customer()
    platform.kill_process("sync")
    try:
        crm.tells(customer)
        job = eventually(lambda: job_of(customer, to_tryton))
        with platform.service("erp_sync").works.system(org.organisation_id) as work:
            task = take_job(work, job_id=job["id"])
        task.erp.create(task.push)  # and then the worker dies: nobody stores the outcome
    finally:
        platform.start_process("sync")

    arrived(customer, to_tryton, within_seconds=90)

    assert len(tryton.parties(["code", "=", customer.customer_no])) == 1
    tries = calls.list_attempts(query={"filters": {"job_id": job["id"]}})["items"]
    assert [each["outcome"] for each in tries] == ["ok", "unknown"]


def test_an_error_of_ours_stops_one_update_and_says_so(
    crm, calls, platform, org, to_tryton, job_of, eventually, monkeypatch
):
    class Broken:
        def open(self, connection):
            return self

        def find(self, push):
            raise ZeroDivisionError

    customer = a_customer()
    works = platform.service("erp_sync").works
    monkeypatch.setitem(works.adapters, "erps", Broken())
    platform.kill_process("sync")
    try:
        crm.tells(customer)
        job = eventually(lambda: job_of(customer, to_tryton))
        with pytest.raises(ZeroDivisionError):
            bring_over(works, organisation_id=org.organisation_id, job_id=job["id"])
    finally:
        platform.start_process("sync")

    stopped = calls.get_job(job_id=job["id"])
    assert (stopped["state"], stopped["last_error_kind"]) == ("needs_attention", "bug")


def test_lost_wake_ups_are_made_up_for(
    crm, platform, tryton, to_tryton, job_of, eventually, arrived
):
    customer = a_customer()
    platform.kill_process("sync")
    try:
        crm.tells(customer)
        eventually(lambda: job_of(customer, to_tryton))
        eventually(lambda: _purged(platform) > 0)
    finally:
        platform.start_process("sync")

    arrived(customer, to_tryton, within_seconds=90)

    assert len(tryton.parties(["code", "=", customer.customer_no])) == 1


def _purged(platform):
    connection = pika.BlockingConnection(pika.URLParameters(platform.servers.broker_url))
    purged = connection.channel().queue_purge("erp_sync.wakeups").method.message_count
    connection.close()
    return purged


def test_a_wrong_password_stops_the_connection_until_it_is_changed(
    crm, calls, tryton, to_tryton, job_of, arrived, eventually
):
    customer = a_customer()
    crm.tells(customer)
    arrived(customer, to_tryton)

    def connection():
        return calls.get_connection(connection_id=to_tryton["id"])

    _change(calls, connection(), password="wrong")
    eventually(lambda: connection()["status"] == "reauth_needed")
    newer = changed(customer, 2, name="Later AS")
    crm.tells(newer)
    eventually(lambda: job_of(customer, to_tryton)["wanted_version"] == 2)
    assert job_of(customer, to_tryton)["attempts"] == 0

    _change(calls, connection(), password=PASSWORD)
    arrived(newer, to_tryton)

    assert connection()["status"] == "active"
    assert tryton.parties(["code", "=", customer.customer_no])[0]["name"] == "Later AS"


def test_a_paused_connection_sends_nothing_until_it_goes_on(
    crm, calls, tryton, to_tryton, job_of, arrived, eventually
):
    _change(calls, calls.get_connection(connection_id=to_tryton["id"]), status="paused")
    customer = a_customer()
    crm.tells(customer)
    eventually(lambda: job_of(customer, to_tryton))

    assert tryton.parties(["code", "=", customer.customer_no]) == []
    _change(calls, calls.get_connection(connection_id=to_tryton["id"]), status="active")

    arrived(customer, to_tryton)


def _change(calls, connection, **fields):
    return calls.change_connection(
        connection_id=connection["id"], expected_version=connection["version"], fields=fields
    )
