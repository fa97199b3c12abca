"""C4: customers, with everything one keeps about them."""

FIELDS = {
    "name": "Ålesund Fiskeriselskap AS",
    "organisation_number": "923609016",
    "kinds": ["customer"],
    "industry_code": "03.111",
    "employees": 42,
    "website": "https://fiskeri.example",
    "email": "post@fiskeri.example",
    "phone": "+4770123456",
    "language": "nn",
    "currency": "EUR",
    "payment_term_days": 21,
    "notes": "Ring etter lunsj.",
}


def test_c4_every_field_of_a_customer_comes_back_as_it_was_written(admin):
    owner = admin.get("/auth/me")["user_id"]
    fields = {**FIELDS, "owner_id": owner}

    made = admin.post("/customers", fields)

    read = admin.get(f"/customers/{made['id']}")
    assert {name: read[name] for name in fields} == fields
    changes = {"employees": 50, "currency": "NOK", "payment_term_days": 30, "notes": "Nytt."}
    changed = admin.patch(f"/customers/{made['id']}", changes, version=read["version"])
    assert changed.status_code == 200, changed.text
    read = admin.get(f"/customers/{made['id']}")
    assert {name: read[name] for name in fields} == {**fields, **changes}


def test_c4_a_wrong_organisation_number_is_refused_at_its_field(admin):
    wrong = {**FIELDS, "organisation_number": "923609017"}

    answer = admin.send("POST", "/customers", json=wrong)

    assert answer.status_code == 422, answer.text
    assert "/organisation_number" in [each["pointer"] for each in answer.json()["errors"]]
    assert admin.get("/customers")["items"] == []


def test_c4_type_and_price_list_are_kept_and_nothing_is_lost_by_archiving(admin):
    types = [each["id"] for each in admin.get("/customer-types")["items"]]
    prices = admin.post("/price-lists", {"name": "Faste kunder", "currency": "NOK"})
    more = {"type_id": types[-1], "price_list_id": prices["id"]}
    made = admin.post("/customers", {**FIELDS, **more})
    path = f"/customers/{made['id']}"

    away = admin.send("DELETE", path)
    archived = admin.get(path)
    refused = admin.patch(path, {"name": "Ny AS"}, version=archived["version"])
    listed = admin.get("/customers")["items"]
    among_archived = admin.get("/customers", params={"archived": "true"})["items"]
    back = admin.post(f"{path}/restore")

    assert away.status_code == 204
    assert archived["archived_at"] is not None
    assert (refused.status_code, refused.json()["code"]) == (409, "crm.customer_archived")
    assert (listed, [each["id"] for each in among_archived]) == ([], [made["id"]])
    kept = {*FIELDS, *more, "id", "customer_no", "created_at"}
    assert {name: back[name] for name in kept} == {name: made[name] for name in kept}
    assert back["archived_at"] is None
    assert [each["id"] for each in admin.get("/customers")["items"]] == [made["id"]]
