"""From a real quote of quoting's to an invoice, over the real broker."""

from datetime import UTC, datetime, timedelta

import pytest
from shared.capabilities.references import keep_reference
from shared.contracts.references import ReferenceView
from shared.kernel.ids import new_id
from support.projects import nok


@pytest.fixture
def case_id(platform, org, neighbours, customer_id):
    """A case quoting has heard of, for a customer projects knows."""
    if "quoting" not in platform.services:
        pytest.skip("quoting is not hosted in this run")
    neighbours.me()
    copy = ReferenceView(
        kind="case",
        id=new_id(),
        version=1,
        name="Roll-out",
        owner_id=org.actor_id,
        unit_id=org.unit_id,
        status="open",
        data={"customer_id": str(customer_id), "value": nok(0)},
    )
    with platform.work("quoting", org) as work:
        keep_reference(work, copy)
    return copy.id


def test_what_quoting_sold_is_delivered_and_billed(rpc, org, calls, case_id, eventually):
    quoting = rpc(org).quoting
    cost = {"unit_cost": nok(1)}
    advice = {"description": "Advice", "quantity": "10", "unit": "hour", **cost}
    licence = {"description": "Licence", "quantity": "2", "unit": "piece", **cost}
    quote = quoting.create_quote(
        fields={
            "sales_case_id": case_id,
            "valid_until": str(datetime.now(UTC).date() + timedelta(days=30)),
            "lines": [
                {**advice, "unit_price": nok(1250), "discount_percent": "20"},
                {**licence, "unit_price": nok(500)},
            ],
        }
    )
    quoting.send_quote(quote_id=quote["id"])
    quoting.accept_quote(quote_id=quote["id"])

    (project,) = eventually(
        lambda: calls.list_projects(query={"filters": {"quote_id": quote["id"]}})["items"]
    )
    spent = {"project_id": project["id"], "work_date": "2026-03-05", "minutes": 90}
    calls.create_time_entry(fields=spent)
    invoice = calls.create_invoice(fields={"project_id": project["id"]})

    assert project["planned_minutes"] == 600
    assert [(each["unit_price"], each["net"]) for each in invoice["lines"]] == [
        (nok(1000), nok(1500)),  # an hour and a half at the price after discount
        (nok(500), nok(1000)),
    ]
