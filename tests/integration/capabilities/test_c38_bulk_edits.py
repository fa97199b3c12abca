"""C38: a list is changed as a whole: previewed, committed once, taken back."""

import pytest
from shared.testing.waiting import eventually
from support.colleagues import a_colleague


@pytest.fixture
def customers(admin):
    """Three customers with tags and ratings of their own."""
    made = [
        {"name": "Alfa AS", "rating": "A", "tags": ["messe"]},
        {"name": "Beta AS", "rating": "B"},
        {"name": "Gamma AS", "tags": ["vip"]},
    ]
    return [admin.post("/customers", each) for each in made]


def after(person, edit, status):
    """The change once it has got that far."""

    def look():
        found = person.get(f"/bulk-edits/{edit['id']}")
        assert found["status"] == status
        return found

    return eventually(look)


def rows_of(person, edit):
    found = person.get(f"/bulk-edits/{edit['id']}/rows")["items"]
    return {each["label"]: each for each in found}


def committed(person, edit):
    person.post(f"/bulk-edits/{edit['id']}/commit")
    return after(person, edit, "committed")


def as_now(admin, made):
    return [admin.get(f"/customers/{each['id']}") for each in made]


def test_c38_a_preview_says_what_would_change_and_changes_nothing(admin, customers):
    body = {"filters": {"name__contains": "AS"}, "set": {"rating": "B"}, "add": {"tags": ["vip"]}}
    edit = admin.post("/customers/bulk", body)

    rows = rows_of(admin, edit)
    assert (edit["status"], edit["counts"]["ready"]) == ("previewed", 3)
    assert rows["Alfa AS"]["changes"] == [
        {"field": "rating", "old": "A", "new": "B"},
        {"field": "tags", "old": "messe", "new": "messe, vip"},
    ]
    assert rows["Gamma AS"]["changes"] == [{"field": "rating", "old": None, "new": "B"}]
    assert as_now(admin, customers) == customers


def test_c38_a_list_is_changed_and_taken_back(admin, customers):
    made = admin.post("/customer-lists", {"name": "Alle", "rule": {"name__contains": "AS"}})
    body = {
        "list_id": made["id"],
        "set": {"rating": "C", "payment_term_days": 30},
        "add": {"tags": ["vip"]},
        "remove": {"tags": ["messe"]},
    }
    edit = admin.post("/customers/bulk", body)
    done = committed(admin, edit)
    changed = as_now(admin, customers)
    touched = admin.patch(f"/customers/{customers[1]['id']}", {"phone": "+4722334455"}, version=2)
    admin.post(f"/bulk-edits/{edit['id']}/undo")
    undone = after(admin, edit, "undone")

    back = as_now(admin, customers)
    assert done["counts"]["applied"] == 3
    assert {(each["rating"], each["payment_term_days"]) for each in changed} == {("C", 30)}
    assert [each["tags"] for each in changed] == [["vip"]] * 3
    assert touched.status_code == 200
    assert (undone["counts"]["undone"], undone["counts"]["changed_since"]) == (2, 1)
    assert rows_of(admin, edit)["Beta AS"]["state"] == "changed_since"
    assert [(each["rating"], each["tags"]) for each in back] == [
        ("A", ["messe"]),
        ("C", ["vip"]),
        (None, ["vip"]),
    ]


def test_c38_who_was_changed_after_the_preview_is_refused_and_named(admin, customers):
    ids = [each["id"] for each in customers]
    edit = admin.post("/customers/bulk", {"ids": ids, "set": {"rating": "D"}})
    admin.patch(f"/customers/{ids[0]}", {"email": "ny@alfa.example"}, version=1)
    done = committed(admin, edit)

    refused = rows_of(admin, edit)["Alfa AS"]
    assert (done["counts"]["applied"], done["counts"]["refused"]) == (2, 1)
    assert (refused["state"], refused["code"]) == ("refused", "crm.customer_stale")
    assert [each["rating"] for each in as_now(admin, customers)] == ["A", "D", "D"]


def test_c38_each_record_needs_the_right_of_a_single_change(admin, customers):
    partner = a_colleague(admin, role="external_partner")
    home = admin.get("/auth/me")["unit_id"]
    unit = admin.post("/units", {"name": "Nord", "code": "N", "parent_id": home})
    manager = a_colleague(admin, role="sales_manager", unit_id=unit["id"])
    below = {"unit_id": unit["id"]}
    assert admin.patch(f"/customers/{customers[1]['id']}", below, version=1).status_code == 200
    body = {"filters": {}, "set": {"rating": "D"}}

    forbidden = partner.send("POST", "/customers/bulk", json=body)
    edit = manager.post("/customers/bulk", body)

    rows = rows_of(manager, edit)
    assert forbidden.status_code == 403
    assert {name: each["state"] for name, each in rows.items()} == {
        "Alfa AS": "refused",
        "Beta AS": "ready",
        "Gamma AS": "refused",
    }
    assert rows["Alfa AS"]["code"] == "platform.action_forbidden"
    assert admin.send("GET", "/bulk-edits").json()["items"][0]["id"] == edit["id"]
    assert partner.send("GET", f"/bulk-edits/{edit['id']}").status_code == 404


def test_c38_a_bulk_change_obeys_the_rules_of_a_single_one(admin, customers):
    admin.send("DELETE", f"/customers/{customers[2]['id']}")
    ids = [each["id"] for each in customers]
    archived = admin.post("/customers/bulk", {"ids": ids, "set": {"rating": "A"}})
    wrong = admin.post("/customers/bulk", {"ids": ids, "set": {"rating": "Z"}})
    alone = admin.send("POST", "/customers/bulk", json={"ids": ids, "set": {"name": "Like"}})

    states = {name: each["state"] for name, each in rows_of(admin, archived).items()}
    assert states == {"Alfa AS": "unchanged", "Beta AS": "ready", "Gamma AS": "refused"}
    assert {each["code"] for each in rows_of(admin, wrong).values()} == {"crm.rating_invalid"}
    assert alone.status_code == 422
    assert alone.json()["errors"][0]["pointer"] == "/set/name"


def test_c38_a_bulk_change_is_made_once(admin, customers):
    ids = [each["id"] for each in customers]
    edit = admin.post("/customers/bulk", {"ids": ids, "set": {"rating": "D"}})
    committed(admin, edit)

    again = admin.send("POST", f"/bulk-edits/{edit['id']}/commit")

    assert again.status_code == 409
    assert [each["version"] for each in as_now(admin, customers)] == [2, 2, 2]


def test_c38_contacts_are_changed_together_too(admin):
    people = [admin.post("/contacts", {"given_name": each}) for each in ("Ane", "Bo")]
    edit = admin.post(
        "/contacts/bulk", {"ids": [each["id"] for each in people], "add": {"tags": ["messe"]}}
    )
    committed(admin, edit)

    assert [admin.get(f"/contacts/{each['id']}")["tags"] for each in people] == [["messe"]] * 2
