"""C28: customers by the city of an address of one's choice."""


def test_c28_customers_are_found_by_city_of_the_chosen_address(admin):
    addresses = [
        {"kind": "visiting", "city": "Bergen", "country": "NO"},
        {"kind": "invoice", "postal_code": "0155", "country": "NO"},
    ]
    made = admin.post("/customers", {"name": "Alfa AS", "addresses": addresses})

    def found(**filters):
        return [each["id"] for each in admin.get("/customers", params=filters)["items"]]

    assert made["addresses"][1]["city"] == "Oslo"  # of the postal code
    assert found(city="Bergen") == [made["id"]]
    assert found(invoice_city="Oslo") == [made["id"]]
    assert found(invoice_city="Bergen") == []
