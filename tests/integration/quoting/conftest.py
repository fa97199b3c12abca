"""What the tests of quoting need: a sales case, calls as its seller, and drafts."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2]))

from shared.testing.callers import an_administrator
from support.messages import Broker
from support.quoting import LATER, hears_of_a_case, line_fields


@pytest.fixture
def broker(platform):
    """The broker, spoken to by hand."""
    speaking = Broker(platform.servers.broker_url)
    yield speaking
    speaking.close()


@pytest.fixture
def case(platform, org):
    """A sales case quoting has heard of."""
    return hears_of_a_case(platform, org)


@pytest.fixture
def calls(rpc, org):
    """Calls to quoting as an administrator."""
    return rpc(org).quoting


@pytest.fixture
def manager(rpc, org):
    """Calls to quoting as another administrator of the organisation."""
    return rpc(an_administrator(organisation_id=org.organisation_id)).quoting


@pytest.fixture
def draft(calls, case):
    """Draft a quote: ``draft(line, line, title=…)``; by default one line of 125 000 kroner."""

    def make(*lines, by=None, **fields):
        wanted = {"sales_case_id": case, "valid_until": LATER}
        wanted["lines"] = list(lines) or [line_fields()]
        return (by or calls).create_quote(fields={**wanted, **fields})

    return make


@pytest.fixture
def sent(calls, draft):
    """Draft a quote and send it."""

    def make(*lines, **fields):
        return calls.send_quote(quote_id=draft(*lines, **fields)["id"])

    return make


@pytest.fixture
def product(calls):
    """An hour of a senior adviser, which costs us 700.00."""
    fields = {"code": "SEN", "names": {"nb": "Seniorrådgiver", "en": "Senior adviser"}}
    cost = {"cost_price": {"amount": "700.00", "currency": "NOK"}}
    return calls.create_product(fields={**fields, **cost})
