"""Quotes from the first draft to the customer's answer, through the service's own door."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from shared.contracts.declare import load
from shared.contracts.references import ReferenceView
from shared.kernel.errors import Conflict, Forbidden, Invalid, NotFound, RuleBroken
from shared.kernel.ids import new_id
from shared.testing.callers import a_colleague, an_administrator

LATER = str(datetime.now(UTC).date() + timedelta(days=30))


def nok(amount):
    return {"amount": amount, "currency": "NOK"}


@pytest.fixture
def case(platform, org):
    """A sales case quoting has heard of."""
    return hears_of_a_case(platform, org)


def hears_of_a_case(platform, org, **changes):
    from shared.capabilities.references import keep_reference

    case_id, customer_id = new_id(), new_id()
    copy = {
        "kind": "case",
        "id": str(case_id),
        "version": 1,
        "name": "CRM rollout",
        "owner_id": str(org.actor_id),
        "unit_id": str(org.unit_id),
        "status": "open",
        "data": {"customer_id": str(customer_id), "value": nok("0.00")},
        **changes,
    }
    with platform.work("quoting", org) as work:
        keep_reference(work, load(ReferenceView, copy))
    return case_id


def a_line(**changes):
    line = {
        "description": "Advice",
        "quantity": "100",
        "unit": "hour",
        "unit_price": nok("1250.00"),
        "unit_cost": nok("720.00"),
    }
    return {**line, **changes}


def a_draft(rpc, org, case, *lines, **fields):
    wanted = {"sales_case_id": str(case), "valid_until": LATER, "lines": list(lines) or [a_line()]}
    return rpc(org).quoting.create_quote(fields={**wanted, **fields})


def test_a_quote_adds_up_lines_vat_and_margin(rpc, org, case):
    quote = a_draft(rpc, org, case)

    totals = quote["totals"]
    assert (totals["net"], totals["vat"]) == (nok("125000.00"), nok("31250.00"))
    assert totals["gross"] == nok("156250.00")
    assert (totals["cost"], totals["margin_percent"]) == (nok("72000.00"), "42.40")
    assert quote["quote_no"] == "10001"
    assert quote["customer_id"]


def test_cost_and_margin_are_shown_only_to_those_with_the_right(rpc, org, case):
    quote = a_draft(rpc, org, case)
    seller = a_colleague(org, scope="all")

    seen = rpc(seller).quoting.get_quote(quote_id=quote["id"])

    hidden = ("cost", "margin", "margin_percent", "floor_price", "room")
    assert [seen["totals"][name] for name in hidden] == [None] * 5
    assert (seen["lines"][0]["unit_cost"], seen["lines"][0]["margin_percent"]) == (None, None)
    assert seen["totals"]["net"] == nok("125000.00")


def test_a_price_comes_from_the_version_of_the_price_list_valid_today(rpc, org, case):
    product = rpc(org).quoting.create_product(
        fields={"code": "SEN", "names": {"nb": "Seniorrådgiver"}, "cost_price": nok("700.00")}
    )
    prices = rpc(org).quoting.create_price_list(fields={"name": "Standard"})
    for day, price in (("2025-01-01", "1200.00"), ("2026-01-01", "1300.00")):
        item = {"product_id": product["id"], "price": nok(price)}
        prices = rpc(org).quoting.create_price_list_version(
            price_list_id=prices["id"], fields={"valid_from": day, "items": [item]}
        )
        prices = rpc(org).quoting.publish_price_list_version(
            price_list_id=prices["id"], version_id=prices["versions"][-1]["id"]
        )

    quote = a_draft(rpc, org, case, {"product_id": product["id"], "quantity": "2"})

    line = quote["lines"][0]
    assert (line["unit_price"], line["unit_cost"]) == (nok("1300.00"), nok("700.00"))
    assert line["price_list_version_id"] == prices["versions"][1]["id"]
    assert line["description"] == "Seniorrådgiver"
    assert [version["status"] for version in prices["versions"]] == ["superseded", "published"]


def test_a_line_without_any_price_is_refused(rpc, org, case):
    with pytest.raises(RuleBroken) as refused:
        a_draft(rpc, org, case, {"description": "Something", "quantity": "1"})

    assert refused.value.code == "quoting.price_missing"


def test_a_published_version_never_changes(rpc, org):
    prices = rpc(org).quoting.create_price_list(fields={"name": "Standard"})
    prices = rpc(org).quoting.create_price_list_version(
        price_list_id=prices["id"], fields={"valid_from": "2026-01-01", "items": []}
    )
    of = {"price_list_id": prices["id"], "version_id": prices["versions"][0]["id"]}
    rpc(org).quoting.publish_price_list_version(**of)

    with pytest.raises(RuleBroken) as refused:
        rpc(org).quoting.change_price_list_version(**of, fields={"valid_from": "2026-02-01"})

    assert refused.value.code == "quoting.price_list_version_published"


def test_a_quote_below_the_floor_goes_out_only_with_an_approval_of_exactly_that(rpc, org, case):
    rpc(org).quoting.create_margin_policy(fields={"floor_percent": "35"})
    quote = a_draft(rpc, org, case, a_line(discount_percent="15"))
    manager = an_administrator(organisation_id=org.organisation_id)

    assert quote["totals"]["floor_price"] == nok("110769.23")
    assert quote["totals"]["room"] == nok("-4519.23")
    refusals = {"send_quote": "quoting.quote_below_floor"}
    with pytest.raises(RuleBroken) as refused:
        rpc(org).quoting.send_quote(quote_id=quote["id"])
    assert refused.value.code == refusals["send_quote"]

    rpc(org).quoting.submit_quote(quote_id=quote["id"])
    with pytest.raises(RuleBroken) as refused:
        rpc(org).quoting.approve_quote(quote_id=quote["id"])
    assert refused.value.code == "quoting.approval_own"
    approved = rpc(manager).quoting.approve_quote(quote_id=quote["id"], reason="Strategic")
    assert approved["status"] == "approved"

    changed = rpc(org).quoting.change_quote(
        quote_id=quote["id"],
        expected_version=approved["version"],
        fields={"lines": [a_line(discount_percent="16")]},
    )
    assert changed["status"] == "draft"
    with pytest.raises(RuleBroken):
        rpc(org).quoting.send_quote(quote_id=quote["id"])

    back = rpc(org).quoting.change_quote(
        quote_id=quote["id"],
        expected_version=changed["version"],
        fields={"lines": [a_line(discount_percent="15")]},
    )
    assert back["needs_approval"] is True
    assert rpc(org).quoting.send_quote(quote_id=quote["id"])["status"] == "sent"


def test_a_sent_quote_never_changes(rpc, org, case):
    quote = a_draft(rpc, org, case)
    sent = rpc(org).quoting.send_quote(quote_id=quote["id"])

    with pytest.raises(RuleBroken) as refused:
        rpc(org).quoting.change_quote(
            quote_id=quote["id"], expected_version=sent["version"], fields={"title": "Other"}
        )

    assert refused.value.code == "quoting.quote_not_draft"


def test_accepting_twice_is_accepting_once_and_told_once(platform, rpc, org, case):
    quote = a_draft(rpc, org, case)
    rpc(org).quoting.send_quote(quote_id=quote["id"])

    first = rpc(org).quoting.accept_quote(quote_id=quote["id"])
    again = rpc(org).quoting.accept_quote(quote_id=quote["id"])

    told = "SELECT count(*) FROM outbox_messages WHERE aggregate_id = %s AND routing_key = %s"
    assert first["status"] == again["status"] == "accepted"
    assert platform.rows("quoting", told, UUID(quote["id"]), "quote.accepted.v1") == [(1,)]


def test_a_draft_cannot_be_accepted(rpc, org, case):
    quote = a_draft(rpc, org, case)

    with pytest.raises(RuleBroken) as refused:
        rpc(org).quoting.accept_quote(quote_id=quote["id"])

    assert refused.value.code == "quoting.quote_not_open"


def test_sending_a_revision_supersedes_the_earlier_one(rpc, org, case):
    first = a_draft(rpc, org, case)
    rpc(org).quoting.send_quote(quote_id=first["id"])

    second = rpc(org).quoting.revise_quote(quote_id=first["id"])
    rpc(org).quoting.send_quote(quote_id=second["id"])

    assert (second["quote_no"], second["revision"]) == (first["quote_no"], 2)
    assert second["totals"]["net"] == first["totals"]["net"]
    assert rpc(org).quoting.get_quote(quote_id=first["id"])["status"] == "superseded"
    with pytest.raises(RuleBroken):
        rpc(org).quoting.accept_quote(quote_id=first["id"])


def test_a_customer_accepts_by_link_once_and_sees_no_cost(rpc, org, case):
    quote = a_draft(rpc, org, case)
    token = rpc(org).quoting.send_quote(quote_id=quote["id"])["acceptance_token"]

    seen = rpc(None).quoting.get_public_quote(token=token)
    accepted = rpc(None).quoting.accept_public_quote(
        token=token, name="Kari Kunde", email="kari@example.no"
    )

    assert "cost" not in str(seen)
    assert (seen["status"], accepted["status"]) == ("sent", "accepted")
    with pytest.raises(RuleBroken):
        rpc(None).quoting.accept_public_quote(token=token, name="K", email="k@example.no")
    with pytest.raises(NotFound):
        rpc(None).quoting.get_public_quote(token="guessed")


def test_a_lost_case_takes_its_quotes_with_it(platform, rpc, org, case, eventually):
    from shared.contracts.sales.events import CaseLostV1

    quote = a_draft(rpc, org, case)
    fact = CaseLostV1(
        case_id=case,
        version=2,
        case_no="1",
        name="x",
        customer_id=new_id(),
        salesperson_id=org.actor_id,
        process_id=new_id(),
        stage_id=new_id(),
        stage_name="Tapt",
        status="lost",
        value=load_money("0.00"),
        probability=0,
    )
    with platform.work("quoting", org) as work:
        work.publish(fact)

    eventually(lambda: rpc(org).quoting.get_quote(quote_id=quote["id"])["status"] == "withdrawn")


def load_money(amount):
    from shared.kernel.money import Money

    return Money.of(amount, "NOK")


def test_a_stale_change_is_a_conflict(rpc, org, case):
    quote = a_draft(rpc, org, case)

    with pytest.raises(Conflict) as refused:
        rpc(org).quoting.change_quote(
            quote_id=quote["id"], expected_version=99, fields={"title": "Other"}
        )

    assert refused.value.code == "quoting.quote_stale"


def test_a_colleague_elsewhere_finds_no_trace(rpc, org, case):
    quote = a_draft(rpc, org, case, title="Hemmelig prosjekt")
    rpc(org).quoting.send_quote(quote_id=quote["id"])
    stranger, foreigner = a_colleague(org, scope="own"), an_administrator()

    for caller in (stranger, foreigner):
        calls = rpc(caller).quoting
        with pytest.raises(NotFound):
            calls.get_quote(quote_id=quote["id"])
        with pytest.raises(NotFound):
            calls.accept_quote(quote_id=quote["id"])
        assert calls.list_quotes(query={"count": True}) == {
            "items": [],
            "next_cursor": None,
            "total": 0,
        }
        assert calls.search(text="Hemmelig", limit=10) == []
        assert calls.overview_of_customer(customer_id=quote["customer_id"])["total"] == 0


def test_somebody_without_the_right_cannot_quote(rpc, org, case):
    consultant = an_administrator(organisation_id=org.organisation_id, grants={"case.view": "all"})

    with pytest.raises(Forbidden):
        a_draft(rpc, consultant, case)


def test_lists_page_filter_and_search(rpc, org, case):
    for n in range(3):
        a_draft(rpc, org, case, title=f"Tilbud {n}")
    quotes = rpc(org).quoting

    first = quotes.list_quotes(query={"limit": 2, "sort": ["quote_no"], "count": True})
    query = {"limit": 2, "sort": ["quote_no"], "cursor": first["next_cursor"]}
    rest = quotes.list_quotes(query=query)

    numbers = [each["quote_no"] for each in first["items"] + rest["items"]]
    assert (numbers, first["total"]) == (["10001", "10002", "10003"], 3)
    assert quotes.list_quotes(query={"filters": {"status": "sent"}})["items"] == []
    assert quotes.list_quotes(query={"filters": {"outstanding": "true"}})["items"] == []
    assert quotes.search(text="Tilbud 1", limit=5)[0]["title"] == "Tilbud 1"
    with pytest.raises(Invalid) as refused:
        quotes.list_quotes(query={"filters": {"margin": "1"}})
    assert refused.value.code == "platform.filter_unknown"
