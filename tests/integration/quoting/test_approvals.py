"""The floor that cannot be got past: golden numbers G2, and the ways around it."""

import pytest
from shared.kernel.errors import Forbidden, RuleBroken
from shared.testing.callers import a_colleague, an_administrator
from support.quoting import line_fields, nok

CHEAP = {"discount_percent": "15"}


@pytest.fixture
def floor(calls):
    """Everything must leave 35 percent."""
    return calls.create_margin_policy(fields={"floor_percent": "35"})


@pytest.fixture
def cheap(floor, draft):
    """A quote that leaves 32.24 percent."""
    return draft(line_fields(**CHEAP))


def refused_to_send(calls, quote):
    with pytest.raises(RuleBroken) as refused:
        calls.send_quote(quote_id=quote["id"])
    return refused.value.code == "quoting.quote_below_floor"


def approved(calls, manager, quote):
    calls.submit_quote(quote_id=quote["id"])
    return manager.approve_quote(quote_id=quote["id"], reason="Strategic")


def changed(calls, quote, **fields):
    return calls.change_quote(
        quote_id=quote["id"], expected_version=quote["version"], fields=fields
    )


def test_the_room_is_shown_while_the_price_is_made(floor, draft):
    at_list, cheap = draft()["totals"], draft(line_fields(**CHEAP))["totals"]

    assert (at_list["margin_percent"], at_list["room"]) == ("42.40", nok("14230.77"))
    assert (cheap["net"], cheap["margin_percent"]) == (nok("106250.00"), "32.24")
    assert (cheap["floor_price"], cheap["room"]) == (nok("110769.23"), nok("-4519.23"))


def test_a_quote_above_its_floor_needs_nobody(calls, floor, draft):
    quote = draft()

    assert quote["needs_approval"] is False
    with pytest.raises(RuleBroken) as refused:
        calls.submit_quote(quote_id=quote["id"])
    assert refused.value.code == "quoting.approval_not_needed"
    assert calls.send_quote(quote_id=quote["id"])["status"] == "sent"


def test_a_quote_below_its_floor_goes_out_with_an_approval_by_somebody_else(calls, manager, cheap):
    assert cheap["needs_approval"] is True
    assert calls.list_quotes(query={})["items"][0]["needs_approval"] is True
    assert refused_to_send(calls, cheap)

    waiting = calls.submit_quote(quote_id=cheap["id"])
    assert waiting["status"] == "pending_approval"
    with pytest.raises(RuleBroken):
        calls.send_quote(quote_id=cheap["id"])
    with pytest.raises(RuleBroken) as refused:
        calls.approve_quote(quote_id=cheap["id"])
    assert refused.value.code == "quoting.approval_own"

    assert manager.approve_quote(quote_id=cheap["id"])["status"] == "approved"
    assert calls.send_quote(quote_id=cheap["id"])["status"] == "sent"


def test_nobody_approves_his_own_quote_by_having_it_submitted(calls, manager, cheap):
    manager.submit_quote(quote_id=cheap["id"])

    with pytest.raises(RuleBroken) as refused:
        calls.approve_quote(quote_id=cheap["id"])

    assert refused.value.code == "quoting.approval_own"


@pytest.mark.parametrize(
    "change",
    [
        {"lines": [line_fields(discount_percent="16")]},
        {"lines": [line_fields(**CHEAP, description="Something else")]},
        {"lines": [line_fields(**CHEAP), line_fields(**CHEAP)]},
        {"lines": [line_fields(**CHEAP, unit_cost=nok("700.00"))]},
        {"terms": "Payment in 90 days"},
        {"valid_until": "2099-12-31"},
    ],
)
def test_an_approval_is_for_exactly_what_was_approved(calls, manager, cheap, change):
    quote = approved(calls, manager, cheap)

    assert changed(calls, quote, **change)["status"] == "draft"

    assert refused_to_send(calls, cheap)


def test_an_approval_counts_again_for_the_same_content(calls, manager, cheap):
    quote = approved(calls, manager, cheap)
    other = changed(calls, quote, terms="Payment in 90 days")
    changed(calls, other, terms=None)

    assert calls.send_quote(quote_id=cheap["id"])["status"] == "sent"


def test_a_rejected_quote_is_a_draft_that_cannot_go_out(calls, manager, cheap):
    calls.submit_quote(quote_id=cheap["id"])

    assert manager.reject_quote(quote_id=cheap["id"], reason="Too low")["status"] == "draft"

    assert refused_to_send(calls, cheap)
    (request,) = calls.list_approvals(query={"filters": {"quote_id": cheap["id"]}})["items"]
    assert (request["decision"], request["reason"]) == ("rejected", "Too low")
    assert request["shortfall"] == nok("4519.23")
    assert request["violated_rules"][0]["margin_percent"] == "32.24"


def test_a_copy_does_not_inherit_the_approval(calls, manager, cheap):
    approved(calls, manager, cheap)
    calls.send_quote(quote_id=cheap["id"])

    assert refused_to_send(calls, calls.revise_quote(quote_id=cheap["id"]))


def test_a_floor_set_after_drafting_counts_when_sending(calls, draft):
    quote = draft(line_fields(**CHEAP))
    calls.create_margin_policy(fields={"floor_percent": "35"})

    assert refused_to_send(calls, quote)


def test_a_cost_nobody_stated_keeps_no_floor(rpc, org, floor, draft):
    seller = rpc(an_administrator(organisation_id=org.organisation_id, field_classes=()))

    quote = draft(line_fields(unit_cost=None), by=seller.quoting)

    assert refused_to_send(seller.quoting, quote)


def test_giving_away_what_costs_something_needs_approval_without_any_floor(calls, draft):
    assert refused_to_send(calls, draft(line_fields(discount_percent="100")))


def test_the_narrowest_floor_counts(calls, floor, draft, product):
    line = {"product_id": product["id"], "unit_price": nok("1000.00")}
    assert refused_to_send(calls, draft(line))
    group = calls.create_product_group(fields={"name": "Rådgivning"})
    calls.change_product(
        product_id=product["id"],
        expected_version=product["version"],
        fields={"group_id": group["id"]},
    )
    narrower = {"level": "product_group", "target_id": group["id"], "floor_percent": "30"}

    calls.create_margin_policy(fields=narrower)

    assert calls.send_quote(quote_id=draft(line)["id"])["status"] == "sent"


def test_what_is_missing_is_told_only_to_those_who_see_margins(rpc, org, calls, cheap):
    blind = rpc(a_colleague(org, scope="all")).quoting

    with pytest.raises(RuleBroken) as refused:
        blind.send_quote(quote_id=cheap["id"])
    assert "room_minor" not in refused.value.details
    calls.submit_quote(quote_id=cheap["id"])

    (request,) = blind.list_approvals(query={})["items"]
    assert (request["violated_rules"], request["shortfall"]) == ([], None)


def test_approving_has_a_right_of_its_own(rpc, org, calls, cheap):
    calls.submit_quote(quote_id=cheap["id"])
    grants = {"quote.view": "all", "quote.update": "all"}
    clerk = an_administrator(organisation_id=org.organisation_id, grants=grants)

    with pytest.raises(Forbidden):
        rpc(clerk).quoting.approve_quote(quote_id=cheap["id"])
