"""Quotes of the past keep their own dates and prices, and are told as they ended."""

from uuid import UUID

import pytest
from shared.capabilities.references import keep_reference
from shared.contracts.references import ReferenceView
from shared.kernel.errors import Forbidden, Invalid
from shared.testing.callers import an_administrator
from support.quoting import hears_of_a_case, line_fields, nok


@pytest.fixture
def past(platform, org, calls):
    """Write down a quote of early 2025: ``past(status="accepted", accepted_on=…)``."""
    case = hears_of_a_case(platform, org, status="won")
    person = {"kind": "user", "id": org.actor_id, "version": 1, "name": "Kari Nordmann"}
    with platform.work("quoting", org) as work:
        keep_reference(work, ReferenceView(**person))

    def make(by=calls, **fields):
        facts = {
            "sales_case_id": case,
            "title": "CRM rollout",
            "status": "sent",
            "sent_on": "2025-01-10",
            "valid_until": "2025-02-10",
            "lines": [line_fields()],
        }
        return by.import_quote(fields={**facts, **fields})

    return make


def test_an_accepted_quote_of_the_past_is_told_at_the_day_it_was_accepted(platform, past):
    quote = past(status="accepted", accepted_on="2025-02-10")

    assert (quote["status"], quote["accepted_on"]) == ("accepted", "2025-02-10")
    assert quote["sent_at"].startswith("2025-01-10")
    assert quote["totals"]["net"] == nok("125000.00")
    told = "SELECT routing_key, headers->>'occurred_at' FROM outbox_messages"
    ((key, at),) = platform.rows("quoting", f"{told} WHERE aggregate_id = %s", UUID(quote["id"]))
    assert (key, at[:10]) == ("quote.accepted.v1", "2025-02-10")


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "accepted"},
        {"status": "accepted", "accepted_on": "2025-01-09"},
        {"status": "declined", "declined_on": "2999-01-01"},
        {"status": "draft"},
        {"title": " "},
        {"lines": [{"description": "Advice", "quantity": "1"}]},
    ],
)
def test_a_past_that_cannot_have_been_is_refused(past, fields):
    with pytest.raises(Invalid):
        past(**fields)


def test_bringing_in_the_past_has_a_right_of_its_own(rpc, org, past):
    grants = {name: scope for name, scope in org.grants.items() if name != "import.run"}
    clerk = an_administrator(organisation_id=org.organisation_id, grants=grants)

    with pytest.raises(Forbidden):
        past(by=rpc(clerk).quoting)
