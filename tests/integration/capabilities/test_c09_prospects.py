"""C9: prospects, and customers made of them."""


def test_c9_a_prospect_becomes_a_customer_and_stays_the_same_record(admin):
    prospect = admin.post(
        "/customers", {"name": "Kanskje AS", "kinds": ["prospect"], "phone": "+4770123456"}
    )
    assert prospect["customer_no"] is None
    note = admin.post("/notes", {"body": "Vil gjerne møtes.", "customer_id": prospect["id"]})
    path = f"/customers/{prospect['id']}"

    changed = admin.patch(path, {"kinds": ["customer"]}, version=prospect["version"])

    assert changed.status_code == 200, changed.text
    customer = admin.get(path)
    assert customer["kinds"] == ["customer"]
    kept = ("id", "name", "phone", "created_at")
    assert [customer[name] for name in kept] == [prospect[name] for name in kept]
    assert admin.get(f"/notes/{note['id']}")["customer_id"] == customer["id"]
