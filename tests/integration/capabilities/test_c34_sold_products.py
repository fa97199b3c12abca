"""C34: customers by what they bought or were offered, from lines of real quotes and invoices."""

import pytest
from shared.testing.waiting import eventually
from support.colleagues import a_colleague
from support.offers import a_shop, an_offer
from support.story import nok, project_of


@pytest.fixture
def shop(admin):
    return a_shop(admin)


def names(person, **filters):
    found = person.get("/customers", params={"sort": "name", **filters})["items"]
    return [each["name"] for each in found]


def test_c34_customers_are_found_by_what_they_bought_and_were_offered(admin, shop):
    alfa, beta = (admin.post("/customers", {"name": name}) for name in ("Alfa AS", "Beta AS"))
    admin.post("/customers", {"name": "Gamma AS"})
    advice, upper = shop["advice"]["id"], shop["upper"]["id"]
    admin.post(f"/quotes/{an_offer(admin, alfa, shop['advice'])['id']}/accept")
    an_offer(admin, beta, shop["advice"])

    eventually(lambda: names(admin, bought_product=advice) == ["Alfa AS"])
    eventually(lambda: names(admin, quoted_product=advice) == ["Alfa AS", "Beta AS"])
    eventually(lambda: names(admin, bought_group=upper) == ["Alfa AS"])
    assert names(admin, quoted_group=shop["lower"]["id"]) == ["Alfa AS", "Beta AS"]
    assert names(admin, never_bought_product=advice) == ["Beta AS", "Gamma AS"]
    assert names(admin, never_bought_group=upper) == ["Beta AS", "Gamma AS"]
    assert names(admin, never_quoted_product=advice) == ["Gamma AS"]
    assert names(admin, never_quoted_group=upper) == ["Gamma AS"]
    assert names(admin, bought_product=shop["licence"]["id"]) == []
    sold = admin.get(f"/customers/{alfa['id']}/sold")["items"]
    assert [(each["product_id"], each["quoted"], each["sold"]) for each in sold] == [
        (advice, nok("1000.00"), nok("1000.00"))
    ]
    assert sold[0]["product_name"] == "RAAD"


def test_c34_invoices_count_and_credit_notes_take_back(admin, shop):
    customer = admin.post("/customers", {"name": "Alfa AS"})
    quote = admin.post(f"/quotes/{an_offer(admin, customer, shop['licence'])['id']}/accept")
    project = project_of(admin, quote)
    draft = admin.post("/invoices", {"project_id": project["id"]})
    invoice = admin.post(f"/invoices/{draft['id']}/issue")

    def invoiced():
        sold = admin.get(f"/customers/{customer['id']}/sold")["items"]
        return [each["invoiced"] for each in sold]

    eventually(lambda: invoiced() == [nok("1000.00")])
    admin.post(f"/invoices/{invoice['id']}/credit", {})
    eventually(lambda: invoiced() == [nok("0.00")])


def test_c34_a_segment_follows_what_is_sold(admin, shop):
    customer = admin.post("/customers", {"name": "Alfa AS"})
    rule = {"bought_product": shop["advice"]["id"]}
    buyers = admin.post("/segments", {"name": "Kjøpere", "rule": rule})
    admin.post(f"/quotes/{an_offer(admin, customer, shop['advice'])['id']}/accept")

    eventually(lambda: names(admin, segments=buyers["id"]) == ["Alfa AS"])


def test_c34_only_who_sees_the_quotes_learns_what_was_offered(admin, shop):
    blind = a_colleague(admin, role="marketing")
    customer = admin.post("/customers", {"name": "Alfa AS"})
    an_offer(admin, customer, shop["advice"])
    advice = shop["advice"]["id"]
    eventually(lambda: names(admin, quoted_product=advice) == ["Alfa AS"])

    for filters in ({"quoted_product": advice}, {"never_bought_product": advice}):
        assert blind.send("GET", "/customers", params=filters).status_code == 403
    assert blind.get(f"/customers/{customer['id']}/sold")["items"] == []
