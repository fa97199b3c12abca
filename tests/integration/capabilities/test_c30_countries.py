"""C30: customers by ISO country, whose postal codes are checked."""


def test_c30_customers_are_found_by_country(admin):
    address = {"city": "Stockholm", "postal_code": "114 55", "country": "Sverige"}
    made = admin.post("/customers", {"name": "Alfa AB", "addresses": [address]})
    assert made["country"] == "SE"

    found = admin.get("/customers", params={"country": "SE"})["items"]
    assert [each["id"] for each in found] == [made["id"]]


def test_c30_a_postal_code_no_country_writes_so_is_refused(admin):
    address = {"postal_code": "ABC", "country": "SE"}
    refused = admin.send("POST", "/customers", json={"name": "B", "addresses": [address]})
    assert (refused.status_code, refused.json()["code"]) == (422, "crm.postal_code_invalid")
    assert refused.json()["errors"][0]["pointer"] == "/addresses/0/postal_code"
