"""What the tests of calendar_sync need: a real Radicale, crm's voice, the calls of a person."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from support.calendar_sync import Crm, account_fields
from support.messages import Broker
from support.radicale import running_radicale


@pytest.fixture(scope="session")
def radicale(tmp_path_factory):
    """A real Radicale, shared by the session: tests have calendars of their own."""
    with running_radicale(tmp_path_factory.mktemp("radicale")) as server:
        yield server


@pytest.fixture
def calendar(radicale):
    """The address of an empty calendar."""
    return radicale.new_calendar()


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
    """Calls to calendar_sync as an administrator."""
    return rpc(org).calendar_sync


@pytest.fixture
def connect(calls, eventually):
    """Connect a calendar and wait until it is in use."""

    def connect(url, by=None, **fields):
        caller = by or calls
        made = caller.create_account(fields=account_fields(url, **fields))
        eventually(
            lambda: caller.get_account(account_id=made["id"])["status"] == "active",
            within_seconds=90,
        )
        return made

    return connect


@pytest.fixture
def account(connect, calendar):
    """An account whose calendar is in use."""
    return connect(calendar)
