"""From a case of sales, asked for when it is needed, to a won case, over the real broker."""

import pytest
from shared.kernel.errors import NotFound
from shared.kernel.ids import new_id
from support.quoting import LATER, line_fields, nok
from support.sales import Neighbours


@pytest.fixture
def new_case(platform, rpc, org):
    """Open a case in sales, which quoting has not heard of."""
    if "sales" not in platform.services:
        pytest.skip("sales is not hosted in this run: --services=sales,quoting")
    neighbours = Neighbours(platform, org)

    def make(**fields):
        return rpc(org).sales.create_case(fields=neighbours.case_fields(**fields))

    return make


def test_a_quote_is_drafted_for_a_case_at_once_and_wins_it(rpc, org, calls, new_case, eventually):
    case = new_case()
    quote = calls.create_quote(
        fields={"sales_case_id": case["id"], "valid_until": LATER, "lines": [line_fields()]}
    )
    assert (quote["title"], quote["customer_id"]) == (case["name"], case["customer_id"])

    calls.send_quote(quote_id=quote["id"])
    calls.accept_quote(quote_id=quote["id"])

    won = eventually(
        lambda: (found := rpc(org).sales.get_case(case_id=case["id"]))["status"] == "won" and found
    )
    assert won["value"] == nok("125000.00")
    assert won["primary_quote_id"] == quote["id"]


def test_a_lost_case_withdraws_its_quotes(rpc, org, calls, new_case, draft, eventually):
    case = new_case()
    quote = draft(sales_case_id=case["id"])
    sales = rpc(org).sales
    reason = sales.list_lost_reasons(query={})["items"][0]["id"]
    eventually(lambda: sales.get_case(case_id=case["id"])["primary_quote_id"] == quote["id"])

    sales.lose_case(case_id=case["id"], lost_reason_id=reason)

    eventually(lambda: calls.get_quote(quote_id=quote["id"])["status"] == "withdrawn")


def test_a_case_that_does_not_exist_takes_no_quote(new_case, draft):
    with pytest.raises(NotFound):
        draft(sales_case_id=new_id())
