"""C13: several ways to change the same field, never one silently over another."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from shared.testing.waiting import eventually
from support.importing import committed, rows_of, uploaded
from support.street import Person


@pytest.fixture
def customer(admin):
    return admin.post("/customers", {"name": "Fjord AS", "phone": "+4770123456"})


@pytest.fixture
def program(admin):
    """A program that changes customers with a token of its own."""
    return _Program(admin)


class _Program(Person):
    """Somebody who comes with an API token."""

    def __init__(self, admin):
        expires_on = str(datetime.now(UTC).date() + timedelta(days=30))
        made = admin.post("/api-tokens", {"name": "Skript", "expires_on": expires_on})
        self.url, self.session = admin.url, type(admin.session)()
        self.session.headers["Authorization"] = f"Bearer {made['token']}"


def path_of(customer):
    return f"/customers/{customer['id']}"


def bulk_edit(person, customer, **values):
    return person.post("/customers/bulk", {"ids": [customer["id"]], "set": values})


def finished(person, edit):
    person.post(f"/bulk-edits/{edit['id']}/commit")
    path = f"/bulk-edits/{edit['id']}"
    return eventually(lambda: person.get(path)["status"] == "committed" and person.get(path))


def an_import(person, customer, phone):
    content = f"Kundenummer;Navn;Telefon\n{customer['customer_no']};{customer['name']};{phone}\n"
    return uploaded(person, content.encode(), options={"mode": "update"})


def checked(person, batch):
    path = f"/imports/{batch['id']}"
    person.post(f"{path}/check")
    eventually(lambda: person.get(path)["status"] == "checked")
    return batch


def test_c13_one_field_changes_in_every_way_and_each_change_says_from_where(
    admin, customer, program
):
    path = path_of(customer)
    by_hand = admin.patch(path, {"phone": "+4770000001"}, version=1)
    by_program = program.patch(path, {"phone": "+4770000002"}, version=2)
    imported = committed(admin, an_import(admin, customer, "70 00 00 03"))
    edit = finished(admin, bulk_edit(admin, customer, phone="+4770000004"))

    changes = admin.get(f"{path}/changes")["items"]

    assert by_hand.status_code == by_program.status_code == 200, by_program.text
    assert (imported["counts"]["update"], edit["counts"]["applied"]) == (1, 1)
    assert admin.get(path)["phone"] == "+4770000004"
    told = [(each["source"], each["action"], each["version"]) for each in reversed(changes)]
    assert told == [
        ("ui", "created", 1),
        ("ui", "changed", 2),
        ("api", "changed", 3),
        ("import", "changed", 4),
        ("bulk", "changed", 5),
    ]
    phones = [each["changes"]["phone"] for each in reversed(changes)]
    numbers = ["+4770123456", *(f"+477000000{n}" for n in (1, 2, 3, 4))]
    assert phones == [[None, numbers[0]], *map(list, pairwise(numbers))]
    assert {each["actor_id"] for each in changes} == {admin.get("/auth/me")["user_id"]}


@pytest.mark.parametrize("who", ["form", "program"])
@pytest.mark.parametrize("noun", ["customers", "contacts", "activities", "notes"])
def test_c13_the_second_of_two_gets_both_versions_and_overwrites_nothing(
    admin, customer, who, noun
):
    at = {"customer_id": customer["id"]}
    bodies = {
        "customers": ({"name": "Fjord"}, "name"),
        "contacts": ({"family_name": "Vik"}, "family_name"),
        "activities": ({"kind": "task", "subject": "Ring", **at}, "subject"),
        "notes": ({"body": "Et notat", **at}, "body"),
    }
    body, field = bodies[noun]
    made = admin.post(f"/{noun}", body)
    second = admin if who == "form" else _Program(admin)
    path = f"/{noun}/{made['id']}"
    first = admin.patch(path, {field: "Én"}, version=made["version"])

    refused = second.patch(path, {field: "To"}, version=made["version"])

    assert first.status_code == 200, first.text
    assert refused.status_code == 412, refused.text
    problem = refused.json()
    assert problem["code"].endswith("_stale")
    assert (problem["current"][field], problem["current"]["version"]) == ("Én", 2)
    assert problem["sent"] == {"version": 1, "fields": {field: "To"}}
    assert refused.headers["ETag"] == '"2"'
    assert admin.get(path)[field] == "Én"
    again = second.patch(path, {field: "To"}, version=problem["current"]["version"])
    assert again.status_code == 200


def test_c13_parts_and_actions_know_the_version_too(admin, customer):
    path = path_of(customer)
    assert admin.patch(path, {"name": "Fjord Én AS"}, version=1).status_code == 200
    stale = {"headers": {"If-Match": '"1"'}}
    address = {"kind": "visiting", "city": "Bergen", "country": "NO"}

    answers = [
        admin.send("DELETE", path, **stale),
        admin.patch(path, {"addresses": [address]}, version=1),
        admin.send("PATCH", path, json={"name": "Uten versjon AS"}),
    ]

    assert [each.status_code for each in answers] == [412, 412, 428]
    read = admin.get(path)
    assert (read["name"], read["addresses"], read["archived_at"]) == ("Fjord Én AS", [], None)


def test_c13_a_bulk_change_names_who_was_changed_meanwhile_and_leaves_him_alone(admin, customer):
    other = admin.post("/customers", {"name": "Dal AS"})
    ids = [customer["id"], other["id"]]
    edit = admin.post("/customers/bulk", {"ids": ids, "set": {"phone": "+4799999999"}})
    assert admin.patch(path_of(customer), {"phone": "+4711111111"}, version=1).status_code == 200

    done = finished(admin, edit)

    rows = {r["label"]: r for r in admin.get(f"/bulk-edits/{edit['id']}/rows")["items"]}
    assert (done["counts"]["applied"], done["counts"]["refused"]) == (1, 1)
    assert (rows["Fjord AS"]["state"], rows["Fjord AS"]["code"]) == (
        "refused",
        "crm.customer_stale",
    )
    assert rows["Dal AS"]["state"] == "applied"
    assert admin.get(path_of(customer))["phone"] == "+4711111111"
    assert admin.get(path_of(other))["phone"] == "+4799999999"


def test_c13_an_import_names_who_was_changed_after_its_check_and_leaves_him_alone(admin, customer):
    batch = checked(admin, an_import(admin, customer, "99 99 99 99"))
    assert admin.patch(path_of(customer), {"phone": "+4711111111"}, version=1).status_code == 200

    committed(admin, batch)

    (row,) = rows_of(admin, batch)
    assert row["state"] == "failed"
    assert [each["code"] for each in row["issues"]] == ["crm.import_record_changed"]
    assert admin.get(path_of(customer))["phone"] == "+4711111111"


def test_c13_two_at_the_same_moment_end_in_one_change_and_one_conflict(admin, customer):
    people = [admin, Person(admin.url, admin.email)]

    def change(n):
        return people[n].patch(path_of(customer), {"name": f"Fjord {n} AS"}, version=1)

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(change, (0, 1)))

    assert sorted(each.status_code for each in answers) == [200, 412]
    (won,) = (each.json() for each in answers if each.status_code == 200)
    (lost,) = (each.json() for each in answers if each.status_code == 412)
    assert admin.get(path_of(customer))["name"] == won["name"] == lost["current"]["name"]
