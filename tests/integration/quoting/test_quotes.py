"""Quotes while they are ours: drafted, priced, changed, put away, listed and found."""

import threading

import pytest
from shared.kernel.errors import Conflict, Forbidden, Invalid, NotFound, RuleBroken
from shared.testing.callers import a_colleague, an_administrator
from support.quoting import LATER, hears_of_a_case, line_fields, nok

HIDDEN = ("cost", "margin", "margin_percent", "floor_price", "room")


def changed(calls, quote, **fields):
    return calls.change_quote(
        quote_id=quote["id"], expected_version=quote["version"], fields=fields
    )


def test_a_quote_adds_up_lines_vat_and_margin(draft):
    quote = draft()

    totals = quote["totals"]
    assert (totals["net"], totals["vat"]) == (nok("125000.00"), nok("31250.00"))
    assert totals["gross"] == nok("156250.00")
    assert (totals["cost"], totals["margin_percent"]) == (nok("72000.00"), "42.40")
    assert (quote["quote_no"], quote["revision"], quote["version"]) == ("10001", 1, 1)
    assert quote["customer_id"]


def test_cost_and_margin_are_shown_only_to_those_with_the_right(rpc, org, draft):
    quote = draft()
    seller = a_colleague(org, scope="all")

    seen = rpc(seller).quoting.get_quote(quote_id=quote["id"])

    assert [seen["totals"][name] for name in HIDDEN] == [None] * 5
    assert (seen["lines"][0]["unit_cost"], seen["lines"][0]["margin_percent"]) == (None, None)
    assert seen["totals"]["net"] == nok("125000.00")


def test_costs_are_stated_by_those_who_see_them_and_kept_by_those_who_do_not(rpc, org, draft):
    quote = draft()
    seller = rpc(a_colleague(org, scope="all")).quoting

    with pytest.raises(Forbidden):
        changed(seller, quote, lines=[line_fields(unit_cost=nok("1.00"))])
    fewer = changed(seller, quote, lines=[line_fields(quantity="50", unit_cost=None)])

    assert fewer["version"] == quote["version"] + 1
    seen = rpc(org).quoting.get_quote(quote_id=quote["id"])
    assert (seen["totals"]["cost"], seen["totals"]["cost_is_known"]) == (nok("36000.00"), True)


def test_a_line_whose_cost_nobody_knows_has_no_margin(draft):
    quote = draft(line_fields(unit_cost=None))

    assert quote["lines"][0]["margin_percent"] is None
    assert quote["totals"]["cost_is_known"] is False


def test_a_product_is_sold_in_its_own_unit(draft, product):
    with pytest.raises(Invalid) as refused:
        draft({"product_id": product["id"], "unit": "day", "unit_price": nok("9000.00")})

    assert refused.value.errors[0].pointer == "/lines/0/unit"


def test_a_product_that_is_not_sold_any_more_stays_only_where_it_was(calls, draft, product):
    line = {"product_id": product["id"], "unit_price": nok("1200.00")}
    quote = draft(line)
    calls.archive_product(product_id=product["id"])

    assert changed(calls, quote, lines=[{**line, "quantity": "3"}])["lines"][0]["quantity"] == "3"
    with pytest.raises(Invalid):
        draft(line)


@pytest.mark.parametrize(
    ("line", "pointer"),
    [
        ({"quantity": "0"}, "/lines/0/quantity"),
        ({"quantity": "NaN"}, "/lines/0/quantity"),
        ({"quantity": "1e30"}, "/lines/0/quantity"),
        ({"discount_percent": "1e999"}, "/lines/0/discount_percent"),
        ({"discount_percent": "-1"}, "/lines/0/discount_percent"),
        ({"vat_percent": "25.001"}, "/lines/0/vat_percent"),
        ({"unit": "week"}, "/lines/0/unit"),
        ({"kind": "gift"}, "/lines/0/kind"),
        ({"description": " "}, "/lines/0/description"),
        ({"unit_price": {"amount": "1.00", "currency": "EUR"}}, "/lines/0/unit_price"),
    ],
)
def test_a_line_nobody_could_bill_is_refused(draft, line, pointer):
    with pytest.raises(Invalid) as refused:
        draft(line_fields(**line))

    assert refused.value.errors[0].pointer == pointer


def test_an_amount_nobody_can_write_down_is_refused(draft):
    with pytest.raises(Invalid) as refused:
        draft(line_fields(quantity="1000000", unit_price=nok("90000000000000.00")))

    assert refused.value.code == "platform.amount_out_of_range"


def test_a_line_without_any_price_is_refused(draft):
    with pytest.raises(RuleBroken) as refused:
        draft({"description": "Something", "quantity": "1"})

    assert refused.value.code == "quoting.price_missing"


def test_a_case_has_one_primary_quote_the_first_until_another_is_chosen(calls, draft):
    first, second = draft(), draft()
    assert (first["is_primary"], second["is_primary"]) == (True, False)

    assert changed(calls, second, is_primary=True)["is_primary"] is True

    assert calls.get_quote(quote_id=first["id"])["is_primary"] is False


@pytest.mark.parametrize("status", ["won", "lost", "cancelled"])
def test_a_decided_case_takes_no_more_quotes(platform, org, draft, status):
    decided = hears_of_a_case(platform, org, status=status)

    with pytest.raises(RuleBroken) as refused:
        draft(sales_case_id=decided)

    assert refused.value.code == "quoting.case_closed"


def test_a_stale_change_is_a_conflict_but_only_for_who_may_see_the_quote(rpc, org, draft):
    quote = draft()
    stranger = rpc(a_colleague(org, scope="own")).quoting

    with pytest.raises(Conflict) as refused:
        changed(rpc(org).quoting, {**quote, "version": 99}, title="Other")
    assert refused.value.code == "quoting.quote_stale"
    with pytest.raises(NotFound):
        changed(stranger, {**quote, "version": 99}, title="Other")


def test_what_is_put_away_is_not_sent_or_changed_until_it_is_back(calls, draft):
    quote = calls.archive_quote(quote_id=draft()["id"])

    assert calls.list_quotes(query={"count": True})["total"] == 0
    for refused_call in (
        lambda: calls.send_quote(quote_id=quote["id"]),
        lambda: changed(calls, quote, title="Other"),
    ):
        with pytest.raises(RuleBroken) as refused:
            refused_call()
        assert refused.value.code == "quoting.quote_archived"
    assert calls.restore_quote(quote_id=quote["id"])["archived_at"] is None
    assert calls.send_quote(quote_id=quote["id"])["status"] == "sent"


def test_a_colleague_elsewhere_finds_no_trace(rpc, org, sent):
    quote = sent(title="Hemmelig prosjekt")
    stranger, foreigner = a_colleague(org, scope="own"), an_administrator()

    for caller in (stranger, foreigner):
        calls = rpc(caller).quoting
        for hidden in (
            lambda calls=calls: calls.get_quote(quote_id=quote["id"]),
            lambda calls=calls: calls.accept_quote(quote_id=quote["id"]),
            lambda calls=calls: calls.get_reference(kind="quote", reference_id=quote["id"]),
        ):
            with pytest.raises(NotFound):
                hidden()
        nothing = {"items": [], "next_cursor": None, "total": 0}
        assert calls.list_quotes(query={"count": True}) == nothing
        assert calls.list_approvals(query={"count": True}) == nothing
        assert calls.search(text="Hemmelig", limit=10) == []
        assert calls.overview_of_customer(customer_id=quote["customer_id"])["total"] == 0


@pytest.mark.parametrize("lacking", ["quote.create", "quote.send", "quote.accept"])
def test_each_step_has_a_right_of_its_own(rpc, org, draft, calls, lacking):
    grants = {name: scope for name, scope in org.grants.items() if name != lacking}
    clerk = rpc(an_administrator(organisation_id=org.organisation_id, grants=grants)).quoting
    quote = draft()

    steps = {
        "quote.create": lambda: draft(by=clerk),
        "quote.send": lambda: clerk.send_quote(quote_id=quote["id"]),
        "quote.accept": lambda: clerk.accept_quote(quote_id=quote["id"]),
    }
    with pytest.raises(Forbidden):
        steps[lacking]()


def test_lists_page_filter_and_search(calls, draft, sent):
    for n in range(3):
        draft(line_fields(quantity=str(n + 1)), title=f"Tilbud {n}")

    first = calls.list_quotes(query={"limit": 2, "sort": ["quote_no"], "count": True})
    query = {"limit": 2, "sort": ["quote_no"], "cursor": first["next_cursor"]}
    rest = calls.list_quotes(query=query)

    numbers = [each["quote_no"] for each in first["items"] + rest["items"]]
    assert (numbers, first["total"]) == (["10001", "10002", "10003"], 3)
    by_status = calls.list_quotes(query={"sort": ["status", "-revision"], "limit": 1})
    assert calls.list_quotes(
        query={"sort": ["status", "-revision"], "cursor": by_status["next_cursor"]}
    )["items"]
    dear = calls.list_quotes(query={"filters": {"net__gte": "2500.00"}, "sort": ["-net"]})
    assert [each["title"] for each in dear["items"]] == ["Tilbud 2", "Tilbud 1"]
    assert calls.search(text="Tilbud 1", limit=5)[0]["title"] == "Tilbud 1"
    assert calls.search(text="10002", limit=5)[0]["rank"] == 1.0
    with pytest.raises(Invalid) as refused:
        calls.list_quotes(query={"filters": {"margin": "1"}})
    assert refused.value.code == "platform.filter_unknown"


def test_outstanding_means_sent_and_still_valid(calls, draft, sent):
    draft()
    waiting = sent()

    found = calls.list_quotes(query={"filters": {"outstanding": "true"}})["items"]
    others = calls.list_quotes(query={"filters": {"outstanding": "false"}})["items"]

    assert ([each["id"] for each in found], len(others)) == ([waiting["id"]], 1)
    with pytest.raises(Invalid):
        calls.list_quotes(query={"filters": {"outstanding": "maybe"}})


def test_the_overview_of_a_customer_counts_all_and_shows_the_newest(calls, draft):
    quotes = [draft(), draft()]

    seen = calls.overview_of_customer(customer_id=quotes[0]["customer_id"], limit=1)

    assert ([each["id"] for each in seen["items"]], seen["total"]) == ([quotes[1]["id"]], 2)


def test_an_edit_and_a_send_at_once_never_send_what_nobody_saw(rpc, org, calls, draft):
    quote = draft()
    outcomes = {}

    def run(name, call):
        try:
            outcomes[name] = call()
        except (Conflict, RuleBroken) as error:
            outcomes[name] = error

    steps = {
        "edit": lambda: changed(rpc(org).quoting, quote, lines=[line_fields(quantity="1")]),
        "send": lambda: rpc(org).quoting.send_quote(quote_id=quote["id"]),
    }
    threads = [threading.Thread(target=run, args=step) for step in steps.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    now = calls.get_quote(quote_id=quote["id"])
    assert now["status"] == "sent"
    assert now["totals"] == outcomes["send"]["totals"]
    assert isinstance(outcomes["edit"], Exception) or outcomes["edit"]["totals"] == now["totals"]


def test_a_drafted_quote_is_told_with_its_public_state(platform, draft):
    quote = draft(valid_until=LATER)

    (body,) = platform.rows(
        "quoting",
        "SELECT convert_from(body, 'UTF8') FROM outbox_messages WHERE aggregate_id = %s",
        quote["id"],
    )[0]

    assert '"status":"draft"' in body
    assert '"is_primary":true' in body
    assert "cost" not in body
    assert "margin" not in body
