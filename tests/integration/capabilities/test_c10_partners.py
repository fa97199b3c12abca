"""C10: partners, also when they are customers."""


def test_c10_a_partner_may_be_a_customer_too_and_is_listed_among_partners(admin):
    partner = admin.post("/customers", {"name": "Begge AS", "kinds": ["customer", "partner"]})
    plain = admin.post("/customers", {"name": "Bare Kunde AS", "kinds": ["customer"]})

    partners = admin.get("/customers", params={"kinds": "partner"})["items"]
    customers = admin.get("/customers", params={"kinds": "customer"})["items"]

    assert [each["id"] for each in partners] == [partner["id"]]
    assert {each["id"] for each in customers} == {partner["id"], plain["id"]}
    assert set(partner["kinds"]) == {"customer", "partner"}
