"""C9: prospects, and customers made of them."""

from shared.testing.waiting import eventually
from support import story


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


def test_c9_a_prospect_is_worked_with_and_what_it_buys_makes_it_a_customer(admin):
    prospect = admin.post("/customers", {"name": "Kanskje AS", "kinds": ["prospect"]})
    path = f"/customers/{prospect['id']}"
    call = {"kind": "call", "subject": "Ring", "customer_id": prospect["id"]}
    activity = admin.post("/activities", call)
    contact = {"given_name": "Ane", "affiliations": [{"customer_id": prospect["id"]}]}
    admin.post("/contacts", contact)

    story.sell(admin, prospect["id"])

    customer = eventually(lambda: admin.get(path)["kinds"] == ["customer"] and admin.get(path))
    assert customer["customer_no"] is not None
    assert (customer["id"], customer["name"]) == (prospect["id"], "Kanskje AS")
    assert customer["created_at"] == prospect["created_at"]
    assert admin.get(f"/activities/{activity['id']}")["customer_id"] == customer["id"]
    page = admin.get(f"{path}/overview")
    assert page["contacts"]["data"]["total"] == 1
    assert page["sales_cases"]["data"]["total"] == 1
