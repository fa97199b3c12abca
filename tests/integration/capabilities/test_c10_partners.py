"""C10: partners, also when they are customers."""


def test_c10_a_partner_may_be_a_customer_too_and_is_listed_among_partners(admin):
    partner = admin.post("/customers", {"name": "Begge AS", "kinds": ["customer", "partner"]})
    plain = admin.post("/customers", {"name": "Bare Kunde AS", "kinds": ["customer"]})

    partners = admin.get("/customers", params={"kinds": "partner"})["items"]
    customers = admin.get("/customers", params={"kinds": "customer"})["items"]

    assert [each["id"] for each in partners] == [partner["id"]]
    assert {each["id"] for each in customers} == {partner["id"], plain["id"]}
    assert set(partner["kinds"]) == {"customer", "partner"}


def test_c10_a_partner_is_linked_to_customers_and_cases_and_found_by_them(admin):
    partner = admin.post("/customers", {"name": "Partner AS", "kinds": ["partner"]})
    plain = admin.post("/customers", {"name": "Annen AS", "kinds": ["customer"]})
    fields = {"name": "Kunde AS", "kinds": ["customer"], "partner_id": partner["id"]}
    customer = admin.post("/customers", fields)
    case = {"name": "Felles salg", "customer_id": customer["id"], "partner_id": partner["id"]}
    case = admin.post("/sales-cases", {**case, "expected_order_date": "2030-01-31"})

    its_customers = admin.get("/customers", params={"partner_id": partner["id"]})["items"]
    its_cases = admin.get("/sales-cases", params={"partner_id": partner["id"]})["items"]
    no_partner = admin.patch(
        f"/customers/{customer['id']}", {"partner_id": plain["id"]}, version=customer["version"]
    )
    itself = admin.patch(f"/customers/{partner['id']}", {"partner_id": partner["id"]}, version=1)

    assert customer["partner_id"] == partner["id"]
    assert [each["id"] for each in its_customers] == [customer["id"]]
    assert [each["id"] for each in its_cases] == [case["id"]]
    assert {no_partner.status_code, itself.status_code} == {422}
    assert no_partner.json()["errors"][0]["pointer"] == "/partner_id"


def test_c10_partners_are_reported_by_themselves_and_customers_by_their_partner(admin):
    partner = admin.post("/customers", {"name": "Partner AS", "kinds": ["partner", "customer"]})
    for name in ("Alfa AS", "Beta AS"):
        fields = {"kinds": ["customer"], "partner_id": partner["id"]}
        admin.post("/customers", {"name": name, **fields})

    def counts(group_by, **filters):
        body = {"source": "customers", "group_by": [group_by], "filters": filters}
        report = admin.post("/saved-reports/run", body)
        return {row["labels"][0]: row["values"]["count"] for row in report["rows"]}

    assert counts("kind") == {"customer": 3, "partner": 1}
    assert counts("rating", kinds="partner") == {"Uten verdi": 1}
    assert counts("partner") == {"Partner AS": 2, "Uten verdi": 1}


def test_c10_a_merge_leaves_nobody_as_his_own_partner(admin):
    partner = admin.post("/customers", {"name": "Partner AS", "kinds": ["partner"]})
    linked = admin.post("/customers", {"name": "Kunde AS", "partner_id": partner["id"]})
    other = admin.post("/customers", {"name": "Annen AS", "partner_id": partner["id"]})

    path = f"/customers/{linked['id']}"
    merged = admin.post(f"{path}/merge", {"loser_id": partner["id"]})

    assert merged["partner_id"] is None
    assert admin.get(f"/customers/{other['id']}")["partner_id"] == linked["id"]
    admin.post(f"/customers/{partner['id']}/unmerge")
    assert admin.get(path)["partner_id"] == partner["id"]
    assert admin.get(f"/customers/{other['id']}")["partner_id"] == partner["id"]
