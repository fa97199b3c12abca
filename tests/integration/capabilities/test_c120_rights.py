"""C120: one permission matrix everywhere, and it explains itself."""

import pytest
from shared.testing.waiting import eventually
from support.colleagues import a_colleague, role_id


@pytest.fixture
def customer(admin):
    return admin.post("/customers", {"name": "Fjellheim AS", "kinds": ["customer"]})


def my_id(person):
    return person.get("/auth/me")["user_id"]


def explain(person, **query):
    return person.send("GET", "/access/explain", params=query)


@pytest.mark.parametrize("role", ["sales", "consultant", "management", "external_partner"])
@pytest.mark.parametrize("action", ["customer.view", "customer.update", "customer.archive"])
def test_c120_the_explanation_is_what_happens(admin, customer, role, action):
    somebody = a_colleague(admin, role=role)
    path = f"/customers/{customer['id']}"
    verb = {"view": "GET", "update": "PATCH", "archive": "DELETE"}[action.partition(".")[2]]

    explained = explain(admin, user_id=my_id(somebody), action=action, id=customer["id"]).json()
    body = {} if verb == "PATCH" else None
    happened = somebody.send(verb, path, json=body, headers={"If-Match": '"1"'}).status_code < 300

    assert explained["allowed"] is happened
    assert explained["path"] == f"{action}:{explained['scope']}"
    assert bool(explained["roles"]) is (explained["scope"] != "none")


def test_c120_somebody_may_ask_about_himself_but_not_about_others(admin):
    somebody = a_colleague(admin, role="consultant")

    assert explain(somebody, action="customer.view").json()["scope"] == "unit"
    assert explain(somebody, action="customer.view", user_id=my_id(admin)).status_code == 403
    assert explain(somebody, action="customer.dance").status_code == 422


def test_c120_a_hidden_record_is_not_explained(admin, customer):
    stranger = a_colleague(admin, role="external_partner")

    assert explain(stranger, action="customer.view", id=customer["id"]).status_code == 404


def test_c120_what_somebody_would_lose(admin):
    somebody = a_colleague(admin, role="sales_manager")
    body = {
        "user_id": my_id(somebody),
        "remove_role_ids": [role_id(admin, "sales_manager")],
        "add_role_ids": [role_id(admin, "sales")],
    }

    changes = admin.post("/access/what-if", body)

    lost = {each["action"]: (each["before"], each["after"]) for each in changes["lost"]}
    assert lost["customer.merge"] == ("subtree", "none")
    assert lost["case.view"] == ("subtree", "unit")
    assert changes["field_classes_lost"] == ["cost"]
    before = admin.get(f"/access/effective?user_id={my_id(somebody)}")
    assert before["grants"]["customer.merge"] == "subtree"


def test_c120_a_right_taken_away_is_gone_within_five_seconds(admin, customer):
    somebody = a_colleague(admin, role="sales")
    path = f"/customers/{customer['id']}"
    somebody.get(path)
    user = admin.get(f"/users/{my_id(somebody)}")

    change = {"role_ids": [role_id(admin, "external_partner")]}
    assert admin.patch(f"/users/{user['id']}", change, version=user["version"]).status_code == 200

    eventually(lambda: somebody.send("GET", path).status_code == 404, within_seconds=5)
