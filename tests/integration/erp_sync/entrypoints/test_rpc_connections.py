"""Connections, jobs and links as a person sees them."""

import csv
from pathlib import Path

import pytest
from shared.kernel.errors import Conflict, Forbidden, Invalid, NotFound, RuleBroken
from shared.kernel.ids import new_id
from shared.testing.callers import a_colleague, an_administrator
from support.erp_sync import a_customer, changed

FILE = {"kind": "file", "name": "Drop"}
SECRET = "hemmelig-passord-7"
CREDENTIALS = {"url": "http://127.0.0.1:9", "database": "x", "username": "u", "password": SECRET}


def test_a_file_connection_needs_nothing_and_writes_each_version_once(
    crm, platform, org, connect, arrived
):
    connection = connect(**FILE)
    customer = a_customer()
    crm.tells(customer)
    arrived(customer, connection)
    newer = changed(customer, 2, name="Newer AS")
    crm.tells(newer)
    arrived(newer, connection)

    drop = Path(platform.environ["ERP_FILE_DROP_DIR"])
    file = drop / str(org.organisation_id) / connection["id"] / "customers.csv"
    rows = list(csv.DictReader(file.open(encoding="utf-8", newline="")))
    assert [(row["version"], row["name"], row["number"]) for row in rows] == [
        ("1", "Fjord Eksempel AS", customer.customer_no),
        ("2", "Newer AS", customer.customer_no),
    ]


def test_only_customers_of_the_kinds_chosen_are_sent(crm, calls, connect, arrived):
    connection = connect(**FILE, customer_kinds=["customer"])
    prospect, customer = a_customer(kinds=["prospect"]), a_customer()

    for each in (prospect, customer):
        crm.tells(each)
        arrived(each, connection)

    links = calls.list_links(query={"filters": {"connection_id": connection["id"]}})["items"]
    assert [link["entity_id"] for link in links] == [str(customer.customer_id)]


def test_a_tryton_connection_lacking_something_says_what(calls):
    with pytest.raises(Invalid) as refused:
        calls.create_connection(fields={"kind": "tryton", "name": " ", "concurrency": 9})

    assert refused.value.code == "erp_sync.connection_invalid"
    assert {each.pointer for each in refused.value.errors} == {
        "/url",
        "/database",
        "/username",
        "/password",
        "/name",
        "/concurrency",
    }


def test_an_unknown_kind_and_a_changed_kind_are_refused(calls, eventually):
    with pytest.raises(Invalid):
        calls.create_connection(fields={"kind": "sap", "name": "x"})
    made = calls.create_connection(fields=FILE)

    def refusal():
        """The worker, which notes how the connection fares, may have been there first."""
        version = calls.get_connection(connection_id=made["id"])["version"]
        try:
            calls.change_connection(
                connection_id=made["id"], expected_version=version, fields={"kind": "tryton"}
            )
        except Conflict:
            return None
        except Invalid as error:
            return error

    assert eventually(refusal).code.startswith("erp_sync.")


def test_two_live_connections_of_one_name_are_refused(calls):
    first = calls.create_connection(fields=FILE)
    with pytest.raises(Conflict) as refused:
        calls.create_connection(fields=FILE)
    assert refused.value.code == "erp_sync.connection_exists"

    calls.archive_connection(connection_id=first["id"])
    calls.create_connection(fields=FILE)

    with pytest.raises(Conflict):
        calls.restore_connection(connection_id=first["id"])


def test_a_stale_change_is_refused(calls):
    made = calls.create_connection(fields=FILE)

    with pytest.raises(Conflict) as refused:
        calls.change_connection(
            connection_id=made["id"], expected_version=made["version"] + 7, fields={"name": "B"}
        )

    assert refused.value.code == "erp_sync.connection_stale"


def test_credentials_are_stored_sealed_and_never_shown(calls, platform):
    made = calls.create_connection(fields={"kind": "tryton", "name": "T", **CREDENTIALS})
    everything = platform.rows(
        "erp_sync",
        "SELECT c::text || encode(c.secret, 'escape') || (SELECT string_agg(a::text, '') "
        "FROM audit_entries a WHERE a.entity_id = c.id) FROM connections c WHERE id = %s",
        made["id"],
    )[0][0]

    assert made["has_password"] is True
    assert SECRET not in str(made)
    assert SECRET not in everything
    assert "hidden" in everything  # the audit says that it was set


def test_an_archived_connection_gets_nothing_and_catches_up_when_restored(
    crm, calls, connect, arrived, job_of, platform, eventually
):
    connection = connect(**FILE)
    customer = a_customer()
    crm.tells(customer)
    arrived(customer, connection)
    calls.archive_connection(connection_id=connection["id"])
    newer = changed(customer, 2, name="Meanwhile AS")
    crm.tells(newer)
    known = "SELECT 1 FROM reference_copies WHERE id = %s AND version = 2"
    eventually(lambda: platform.rows("erp_sync", known, customer.customer_id))
    assert job_of(customer, connection)["wanted_version"] == 1
    with pytest.raises(RuleBroken):
        calls.test_connection(connection_id=connection["id"])

    calls.restore_connection(connection_id=connection["id"])

    arrived(newer, connection)


def test_a_failed_update_can_be_retried_and_given_up(crm, calls, connect, job_of, eventually):
    connection = calls.create_connection(fields={"kind": "tryton", "name": "T", **CREDENTIALS})
    customer = a_customer()
    crm.tells(customer)
    job = eventually(lambda: job_of(customer, connection))

    assert calls.retry_job(job_id=job["id"])["state"] == "queued"
    assert calls.discard_job(job_id=job["id"])["state"] == "discarded"
    with pytest.raises(RuleBroken) as refused:
        calls.retry_job(job_id=job["id"])

    assert refused.value.code == "erp_sync.job_done"
    crm.tells(changed(customer, 2))
    eventually(lambda: calls.get_job(job_id=job["id"])["state"] == "queued")


def test_rights_decide_and_other_organisations_see_nothing(calls, rpc, org):
    made = calls.create_connection(fields=FILE)
    nobody = rpc(a_colleague(org, scope="none")).erp_sync
    stranger = rpc(an_administrator()).erp_sync

    for ask in (
        lambda: nobody.get_connection(connection_id=made["id"]),
        lambda: nobody.list_connections(query={}),
        lambda: nobody.list_jobs(query={}),
        lambda: nobody.list_links(query={}),
        lambda: nobody.list_attempts(query={}),
        lambda: nobody.create_connection(fields=FILE),
        lambda: nobody.retry_job(job_id=str(new_id())),
    ):
        with pytest.raises(Forbidden):
            ask()
    with pytest.raises(NotFound):
        stranger.get_connection(connection_id=made["id"])
    assert stranger.list_connections(query={"count": True})["total"] == 0


def test_connections_are_listed_with_filters(calls):
    made = calls.create_connection(fields=FILE)
    gone = calls.create_connection(fields={"kind": "file", "name": "Gone"})
    calls.archive_connection(connection_id=gone["id"])

    def ids(**filters):
        items = calls.list_connections(query={"filters": filters})["items"]
        return [each["id"] for each in items]

    assert ids(archived="false") == [made["id"]]
    assert ids(archived="true") == [gone["id"]]
    assert ids(kind="tryton") == []
    with pytest.raises(Invalid):
        ids(secret="x")
