"""C6: addresses of several kinds, with one default of each."""

ADDRESS = {
    "street": "Storgata 1",
    "postal_code": "6002",
    "city": "Ålesund",
    "region": "Møre og Romsdal",
    "country": "NO",
}
KINDS = ("visiting", "postal", "invoice", "delivery")


def test_c6_a_customer_has_many_addresses_and_one_default_of_each_kind(admin):
    path = f"/customers/{admin.post('/customers', {'name': 'Fjord AS'})['id']}/addresses"
    for kind in KINDS:
        for number in (1, 2, 3):
            street = f"Storgata {number}"
            fields = {**ADDRESS, "kind": kind, "street": street, "is_default": number == 2}
            admin.post(path, fields)

    held = admin.get(path)
    held = held["items"] if isinstance(held, dict) else held

    assert len(held) == 12
    assert all(
        {name: each[name] for name in ADDRESS if name != "street"}
        == {name: value for name, value in ADDRESS.items() if name != "street"}
        for each in held
    )
    defaults = [(each["kind"], each["street"]) for each in held if each["is_default"]]
    assert sorted(defaults) == sorted((kind, "Storgata 2") for kind in KINDS)
