"""C7: one base of customers for marketing, sales and customer service; nobody has a copy."""

import pytest
from shared.testing.waiting import eventually
from support import story
from support.colleagues import a_colleague

DEPARTMENTS = ("sales", "customer_service")
CHANGES = {
    "name": "Fjordvik Sjømat AS",
    "phone": "+4770123456",
    "website": "https://fjordvik.example",
    "tags": ["messe"],
}


@pytest.fixture
def customer(admin):
    return admin.post("/customers", {"name": "Fjordvik AS", "kinds": ["customer"]})


@pytest.fixture
def people(admin):
    """Somebody in each department."""
    return {role: a_colleague(admin, role=role) for role in ("marketing", *DEPARTMENTS)}


def test_c7_what_marketing_changes_the_others_read_next(people, customer):
    path = f"/customers/{customer['id']}"
    before = [people[role].get(path) for role in DEPARTMENTS]

    changed = people["marketing"].patch(path, CHANGES, version=customer["version"])

    assert changed.status_code == 200, changed.text
    for role, earlier in zip(DEPARTMENTS, before, strict=True):
        person = people[role]
        seen = [
            person.get(path),
            person.get("/customers", params={"q": "sjømat"})["items"][0],
            person.get(f"{path}/overview")["customer"]["data"],
        ]
        assert earlier["name"] == "Fjordvik AS"
        assert [{name: each[name] for name in CHANGES} for each in seen] == [CHANGES] * 3
        assert {each["version"] for each in seen} == {changed.json()["version"]}
        hits = person.get("/search", params={"q": "fjordvik"})["items"]
        assert [hit["title"] for hit in hits] == ["Fjordvik Sjømat AS"]


def test_c7_each_department_adds_to_the_same_record(people, customer):
    path = f"/customers/{customer['id']}"
    for role, changes in (
        ("marketing", {"tags": ["messe"]}),
        ("sales", {"rating": "A"}),
        ("customer_service", {"notes": "Ring etter lunsj."}),
    ):
        version = people[role].get(path)["version"]
        answer = people[role].patch(path, changes, version=version)
        assert answer.status_code == 200, (role, answer.text)

    read = [each.get(path) for each in people.values()]

    assert all(each == read[0] for each in read)
    assert (read[0]["tags"], read[0]["rating"]) == (["messe"], "A")
    assert (read[0]["notes"], read[0]["version"]) == ("Ring etter lunsj.", 4)
    for person in people.values():
        page = person.get("/customers", params={"count": "true"})
        assert ([each["id"] for each in page["items"]], page["total"]) == ([customer["id"]], 1)


def test_c7_what_hangs_on_a_customer_follows_its_new_name(admin, people, customer):
    story.an_open_case(admin, customer["id"], name="Ny avtale")
    sales = people["sales"]

    changed = people["marketing"].patch(
        f"/customers/{customer['id']}", {"name": "Havbris AS"}, version=1
    )

    assert changed.status_code == 200, changed.text

    def found(text):
        hits = sales.get("/search", params={"q": text})["items"]
        return sorted(hit["kind"] for hit in hits)

    eventually(lambda: found("havbris") == ["case", "customer"], within_seconds=10)
    eventually(lambda: found("fjordvik") == [], within_seconds=10)
