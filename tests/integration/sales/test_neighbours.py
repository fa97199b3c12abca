"""Sales between its real neighbours: what is created there can be used here at once, and back."""

from datetime import UTC, datetime, timedelta

import pytest
from shared.capabilities.references import keep_reference
from shared.contracts.declare import load
from shared.contracts.references import ReferenceView
from support.sales import nok

LATER = str(datetime.now(UTC).date() + timedelta(days=30))


@pytest.fixture
def introduce(platform, org, neighbours):
    """Make the administrator, his unit and our customer known to another service."""

    def tell(service):
        if service not in platform.services:
            pytest.skip(f"{service} is not hosted in this run")
        owned = {
            "user": (neighbours.user_id, "Kari Nordmann"),
            "unit": (neighbours.unit_id, "Rådgivning"),
            "customer": (neighbours.customer_id, "Fjord Energi AS"),
        }
        with platform.work(service, org) as work:
            for kind, (reference_id, name) in owned.items():
                copy = {"kind": kind, "id": reference_id, "version": 1, "name": name}
                keep_reference(work, load(ReferenceView, {**copy, "unit_id": neighbours.unit_id}))

    return tell


@pytest.fixture
def customer(rpc, org, introduce):
    """A customer crm made a moment ago."""
    introduce("crm")
    return rpc(org).crm.create_customer(fields={"name": "Ny Kunde AS", "kinds": ["prospect"]})


def test_a_customer_made_a_moment_ago_can_be_sold_to(customer, new_case):
    case = new_case(customer_id=customer["id"])

    assert (case["case_no"], case["status"]) == ("10001", "open")


def test_a_quote_accepted_in_quoting_wins_the_case(rpc, org, introduce, new_case, eventually):
    introduce("quoting")
    quoting, sales, case = rpc(org).quoting, rpc(org).sales, new_case()
    line = {"description": "Rådgivning", "quantity": "10", "unit": "hour"}
    priced = {**line, "unit_price": nok("1250.00"), "unit_cost": nok("720.00")}
    quote = quoting.create_quote(
        fields={"sales_case_id": case["id"], "valid_until": LATER, "lines": [priced]}
    )
    quoting.send_quote(quote_id=quote["id"])
    quoting.accept_quote(quote_id=quote["id"])

    won = eventually(
        lambda: (found := sales.get_case(case_id=case["id"]))["status"] == "won" and found
    )

    assert (won["value"], won["value_source"]) == (nok("12500.00"), "quote")
    assert won["primary_quote_id"] == quote["id"]


def test_an_activity_planned_in_crm_is_the_next_of_its_case(
    rpc, org, customer, new_case, eventually
):
    case = new_case(customer_id=customer["id"])
    activity = rpc(org).crm.create_activity(
        fields={
            "kind": "meeting",
            "subject": "Gjennomgang",
            "start": f"{LATER}T09:00:00Z",
            "end": f"{LATER}T10:00:00Z",
            "customer_id": case["customer_id"],
            "sales_case_id": case["id"],
        }
    )

    shown = eventually(lambda: rpc(org).sales.get_case(case_id=case["id"])["next_activity"])

    assert (shown["id"], shown["subject"]) == (activity["id"], "Gjennomgang")
