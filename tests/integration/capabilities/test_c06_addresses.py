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


def test_c6_a_contact_has_addresses_too_and_one_default_of_each_kind(admin):
    held = [
        {**ADDRESS, "kind": kind, "street": f"Storgata {number}", "is_default": number == 2}
        for kind in KINDS
        for number in (1, 2, 3)
    ]
    contact = admin.post("/contacts", {"family_name": "Vik", "addresses": held})
    path = f"/contacts/{contact['id']}"
    first = {"kind": "postal", "postal_code": "5003"}

    changed = admin.patch(path, {"addresses": [first, held[0]]}, version=1)
    ambiguous = [{**first, "is_default": True}, {**first, "is_default": True, "street": "B"}]
    refused = admin.patch(path, {"addresses": ambiguous}, version=2)
    again = admin.patch(path, {"title": "Daglig leder"}, version=2)

    assert contact["addresses"] == held
    assert changed.status_code == again.status_code == 200, changed.text
    derived = {"street": None, "city": "Bergen", "region": "Vestland", "country": None}
    assert admin.get(path)["addresses"] == [
        {**first, **derived, "is_default": True},
        {**held[0], "is_default": True},
    ]
    assert (refused.status_code, refused.json()["code"]) == (422, "crm.address_default_ambiguous")


def test_c6_what_is_no_address_is_refused_at_its_place(admin):
    wrong = {"kind": "visiting", "postal_code": "12345678", "country": "NO"}

    for path, body in (
        ("/customers", {"name": "Fjord AS"}),
        ("/contacts", {"family_name": "Vik"}),
    ):
        answer = admin.send("POST", path, json={**body, "addresses": [ADDRESS, wrong]})
        assert answer.status_code == 422, answer.text
        assert answer.json()["errors"][0]["pointer"] == "/addresses/1/postal_code"
