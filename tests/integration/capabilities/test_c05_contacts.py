"""C5: contact persons, reachable in several ways and at home at several customers."""

import pytest

WAYS = {
    "emails": ["kari@alfa.example", "kari@privat.example", "styret@beta.example"],
    "phones": ["+4791827364", "+4722334455"],
}


@pytest.fixture
def customers(admin):
    return [admin.post("/customers", {"name": name}) for name in ("Alfa AS", "Beta AS", "Gamma AS")]


@pytest.fixture
def kari(admin, customers):
    """Decides at Alfa, receives the invoices of Beta, and has nothing to do with Gamma."""
    alfa, beta, _ = customers
    places = [
        {"customer_id": alfa["id"], "role": "decision_maker"},
        {"customer_id": beta["id"], "role": "invoice_recipient"},
    ]
    fields = {"given_name": "Kari", "family_name": "Vik", "affiliations": places}
    return admin.post("/contacts", {**fields, **WAYS})


def people_at(person, customer):
    """Who stands on a customer's page and in its list, as (name, role there)."""
    page = person.get(f"/customers/{customer['id']}/overview")["contacts"]["data"]
    listed = person.get(f"/customers/{customer['id']}/contacts")["items"]
    assert {each["id"] for each in page["items"]} == {each["id"] for each in listed}
    assert page["total"] == len(listed)
    return [
        (each["name"], place["role"])
        for each in page["items"]
        for place in each["affiliations"]
        if place["customer_id"] == customer["id"]
    ]


def test_c5_a_contact_has_several_addresses_and_numbers_and_is_found_by_each(admin, kari):
    read = admin.get(f"/contacts/{kari['id']}")
    found = [
        [hit["id"] for hit in admin.get("/search", params={"q": way})["items"]]
        for way in (*WAYS["emails"], "918 27 364", "22 33 44 55")
    ]

    assert {name: read[name] for name in WAYS} == WAYS
    assert found == [[kari["id"]]] * 5
    reversed_ways = {name: list(reversed(ways)) for name, ways in WAYS.items()}
    changed = admin.patch(f"/contacts/{kari['id']}", reversed_ways, version=read["version"])
    assert changed.status_code == 200, changed.text
    now = admin.get(f"/contacts/{kari['id']}")
    assert {name: now[name] for name in WAYS} == reversed_ways


def test_c5_a_contact_stands_on_the_page_of_each_of_its_customers_in_its_role_there(
    admin, customers, kari
):
    alfa, beta, gamma = customers

    assert people_at(admin, alfa) == [("Kari Vik", "decision_maker")]
    assert people_at(admin, beta) == [("Kari Vik", "invoice_recipient")]
    assert people_at(admin, gamma) == []
    assert {each["customer_name"] for each in kari["affiliations"]} == {"Alfa AS", "Beta AS"}


def test_c5_places_begin_and_end_one_by_one_and_the_others_stay(admin, customers, kari):
    alfa, beta, gamma = customers
    path = f"/contacts/{kari['id']}/affiliations"
    at_alfa = next(e for e in kari["affiliations"] if e["customer_id"] == alfa["id"])

    admin.post(path, {"customer_id": gamma["id"], "role": "user", "primary": True})
    twice = admin.send("POST", path, json={"customer_id": gamma["id"], "role": "other"})
    ended = admin.send("DELETE", f"{path}/{at_alfa['id']}")

    assert (twice.status_code, twice.json()["code"]) == (409, "crm.affiliation_exists")
    assert ended.status_code == 204
    assert people_at(admin, alfa) == []
    assert people_at(admin, beta) == [("Kari Vik", "invoice_recipient")]
    assert people_at(admin, gamma) == [("Kari Vik", "user")]
    history = admin.get(path)
    history = history["items"] if isinstance(history, dict) else history
    assert {each["customer_id"] for each in history} == {each["id"] for each in customers}
    assert [each["customer_id"] for each in history if each["until"]] == [alfa["id"]]


def test_c5_what_cannot_be_reached_is_refused_at_its_place(admin):
    fields = {"given_name": "Kari", "emails": ["kari@alfa.example", "ikke en adresse"]}

    answer = admin.send("POST", "/contacts", json=fields)

    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["pointer"].startswith("/emails")
    assert admin.get("/contacts")["items"] == []
