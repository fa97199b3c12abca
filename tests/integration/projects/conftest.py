"""What the tests of projects need: neighbours' records, a project with people on it."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from support.messages import Broker
from support.projects import Neighbours, nok


@pytest.fixture
def broker(platform):
    """The broker, spoken to by hand."""
    speaking = Broker(platform.servers.broker_url)
    yield speaking
    speaking.close()


@pytest.fixture
def neighbours(platform, org):
    """Records of other services."""
    return Neighbours(platform, org)


@pytest.fixture
def calls(rpc, org):
    """Calls to projects as an administrator."""
    return rpc(org).projects


@pytest.fixture
def customer_id(neighbours):
    """A customer with thirty days to pay."""
    return neighbours.customer(payment_term_days=30, organisation_number="974760673")


@pytest.fixture
def project(calls, neighbours, customer_id):
    """A project that bills time at 1 250 an hour, managed by the administrator."""
    neighbours.me()
    made = calls.create_project(fields={"name": "Roll-out", "customer_id": customer_id})
    line = {"kind": "time", "description": "Advice", "unit_price": nok(1250), "quantity": "100"}
    calls.create_contract_line(project_id=made["id"], fields=line)
    return made


@pytest.fixture
def log_time(calls, project):
    """Register time on the project: ``log_time(90, user_id=…)``."""

    def log(minutes=60, day="2026-03-05", **fields):
        given = {"project_id": project["id"], "work_date": day, "minutes": minutes, **fields}
        if fields.get("sales_case_id"):
            del given["project_id"]
        return calls.create_time_entry(fields=given)

    return log
