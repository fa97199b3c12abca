"""What the tests of erp_sync need: a real Tryton, crm's voice, and the calls of a person."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from support.erp_sync import Crm, tryton_fields
from support.messages import Broker
from support.tryton import running_tryton


@pytest.fixture(scope="session")
def tryton(servers):
    """A real Tryton, shared by the session: tests keep apart by customer numbers."""
    with running_tryton(servers.database_url_template) as server:
        yield server


@pytest.fixture
def broker(platform):
    """The broker, spoken to by hand."""
    speaking = Broker(platform.servers.broker_url)
    yield speaking
    speaking.close()


@pytest.fixture
def crm(broker, org):
    """Says what crm would say."""
    return Crm(broker, org)


@pytest.fixture
def calls(rpc, org):
    """Calls to erp_sync as an administrator."""
    return rpc(org).erp_sync


@pytest.fixture
def connect(calls, eventually):
    """Make a connection and wait until it is in use."""

    def connect(**fields):
        made = calls.create_connection(fields=fields)

        def is_active():
            return calls.get_connection(connection_id=made["id"])["status"] == "active"

        eventually(is_active)
        return made

    return connect


@pytest.fixture
def to_tryton(connect, tryton):
    """A connection to Tryton that is in use."""
    return connect(**tryton_fields(tryton))


@pytest.fixture
def job_of(calls):
    """The queued update of a customer, or None."""

    def job_of(customer, connection):
        filters = {
            "entity_id": str(customer.customer_id),
            "connection_id": str(connection["id"]),
        }
        found = calls.list_jobs(query={"filters": filters})["items"]
        return found[0] if found else None

    return job_of


@pytest.fixture
def arrived(job_of, eventually):
    """Wait until a version of a customer stands in the ERP system; its job."""

    def arrived(customer, connection, within_seconds=90):
        def job():
            found = job_of(customer, connection)
            is_done = found and found["done_version"] >= customer.version
            return found if is_done and found["state"] == "done" else None

        return eventually(job, within_seconds=within_seconds)

    return arrived
