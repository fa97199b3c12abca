"""What the tests of sales need: neighbours' records, and cases in every state."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from support.messages import Broker
from support.sales import Neighbours


@pytest.fixture
def broker(platform):
    """The broker, spoken to by hand."""
    speaking = Broker(platform.servers.broker_url)
    yield speaking
    speaking.close()


@pytest.fixture
def neighbours(platform, org):
    """A customer, the administrator and his unit, as other services own them."""
    return Neighbours(platform, org)


@pytest.fixture
def calls(rpc, org):
    """Calls to sales as an administrator."""
    return rpc(org).sales


@pytest.fixture
def process(calls):
    """The process every new organisation has; its stages by their Norwegian name."""
    (found,) = calls.list_processes(query={})["items"]
    return {**found, "by_name": {stage["name"]: stage for stage in found["stages"]}}


@pytest.fixture
def new_case(calls, neighbours):
    """Open a case: ``new_case(value=…)``."""

    def make(**fields):
        return calls.create_case(fields=neighbours.case_fields(**fields))

    return make


@pytest.fixture
def reason_id(calls):
    """A reason to lose a case for."""
    return calls.list_lost_reasons(query={})["items"][0]["id"]
