"""C24: contacts have segments of their own, whatever their customer's are."""

from shared.testing.waiting import eventually


def names(person, **filters):
    found = person.get("/contacts", params={"sort": "given_name", **filters})["items"]
    return [each["given_name"] for each in found]


def test_c24_a_contact_is_in_segments_its_customer_is_not_in(admin):
    golf = admin.post("/segments", {"name": "Golf", "applies_to": "contact"})
    fair = admin.post("/segments", {"name": "Messe", "applies_to": "customer"})
    customer = admin.post("/customers", {"name": "Alfa AS", "segments": [fair["id"]]})
    place = [{"customer_id": customer["id"]}]
    kari = {"given_name": "Kari", "segments": [golf["id"]], "affiliations": place}
    made = admin.post("/contacts", kari)

    assert made["segments"] == [golf["id"]]
    assert names(admin, segments=golf["id"]) == ["Kari"]
    assert names(admin, segments=fair["id"]) == []
    wrong = admin.send("POST", "/customers", json={"name": "B", "segments": [golf["id"]]})
    assert wrong.json()["code"] == "crm.segment_unsuitable"


def test_c24_a_rule_of_contacts_speaks_of_role_and_customer(admin):
    alfa = admin.post("/customers", {"name": "Alfa AS", "rating": "A"})
    beta = admin.post("/customers", {"name": "Beta AS", "rating": "C"})
    for name, customer in (("Kari", alfa), ("Ola", beta)):
        place = {"customer_id": customer["id"], "role": "decision_maker"}
        admin.post("/contacts", {"given_name": name, "affiliations": [place]})

    rule = {"role": "decision_maker", "customer_rating": "A"}
    deciders = admin.post("/segments", {"name": "X", "applies_to": "contact", "rule": rule})

    eventually(lambda: names(admin, segments=deciders["id"]) == ["Kari"])
