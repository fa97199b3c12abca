"""C38: lists of one's own, by rule or by hand, shared, opened, exported and changed together."""

import csv
import io

import openpyxl
import pytest
from shared.kernel.ids import new_id
from support.colleagues import a_colleague, role_id


@pytest.fixture
def customers(admin):
    """Three customers in Bergen and one in Oslo."""
    made = [
        {"name": "Alfa AS", "rating": "A", "employees": 12},
        {"name": "Beta AS", "rating": "B", "employees": 120},
        {"name": "=2+5+cmd|' /C calc'!A0", "rating": "B", "employees": 7},
    ]
    address = {"kind": "visiting", "city": "Bergen", "country": "NO"}
    there = [admin.post("/customers", {**each, "addresses": [address]}) for each in made]
    elsewhere = {"kind": "visiting", "city": "Oslo", "country": "NO"}
    return [*there, admin.post("/customers", {"name": "Øst AS", "addresses": [elsewhere]})]


def a_list(admin, **changes):
    fields = {"name": f"Bergen {new_id()}", "rule": {"city": "Bergen"}, **changes}
    return admin.post("/customer-lists", fields)


def names_on(person, made, **query):
    found = person.get(f"/customer-lists/{made['id']}/members", params={"sort": "name", **query})
    return [each["name"] for each in found["items"]]


def test_c38_a_dynamic_list_follows_its_rule(admin, customers):
    made = a_list(admin, rule={"city": "Bergen", "employees__gte": 10})
    before = names_on(admin, made)
    moved = {"addresses": [{"kind": "visiting", "city": "Voss", "country": "NO"}]}
    assert admin.patch(f"/customers/{customers[0]['id']}", moved, version=1).status_code == 200

    assert before == ["Alfa AS", "Beta AS"]
    assert made["member_count"] == 2
    assert names_on(admin, made) == ["Beta AS"]
    assert names_on(admin, made, rating="A") == []


def test_c38_a_rule_takes_the_filters_of_the_list_and_nothing_else(admin, customers):
    wrong = admin.send("POST", "/customer-lists", json={"name": "Feil", "rule": {"colour": "red"}})

    assert wrong.status_code == 422
    assert wrong.json()["code"] == "platform.filter_unknown"
    assert wrong.json()["errors"][0]["pointer"] == "/rule/colour"


def test_c38_a_static_list_has_the_members_it_was_given(admin, customers):
    made = a_list(admin, kind="static", rule={})
    path = f"/customer-lists/{made['id']}/members"
    ids = [each["id"] for each in customers]
    filled = admin.post(path, {"ids": [ids[0], ids[3], ids[0]]})
    refused = admin.send("POST", path, json={"ids": [ids[1], str(new_id())]})
    removed = admin.send("DELETE", f"{path}/{ids[0]}")

    assert filled["member_count"] == 2
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/ids/1"
    assert removed.status_code == 204
    assert names_on(admin, made) == ["Øst AS"]
    assert admin.send("DELETE", f"{path}/{ids[0]}").status_code == 404


def test_c38_a_list_of_contacts_goes_by_role(admin, customers):
    place = {"customer_id": customers[0]["id"], "role": "decision_maker"}
    admin.post("/contacts", {"given_name": "Ola", "family_name": "Berg", "affiliations": [place]})
    admin.post("/contacts", {"given_name": "Eva", "family_name": "Dal"})

    by_role = a_list(admin, entity="contact", rule={"role": "decision_maker"})
    at_customer = a_list(admin, entity="contact", rule={"customer_id": customers[0]["id"]})

    assert names_on(admin, by_role, sort="family_name") == ["Ola Berg"]
    assert names_on(admin, at_customer, sort="family_name") == ["Ola Berg"]


def test_c38_a_list_is_shared_by_role_and_opened_within_own_rights(admin, customers):
    partner = a_colleague(admin, role="external_partner")
    stranger = a_colleague(admin, role="marketing")
    mine = {"owner_id": partner.get("/auth/me")["user_id"]}
    assert admin.patch(f"/customers/{customers[1]['id']}", mine, version=1).status_code == 200
    made = a_list(admin, shared_with={"role_ids": [role_id(admin, "external_partner")]})
    path = f"/customer-lists/{made['id']}"

    opened = partner.get(path)
    change = partner.patch(path, {"name": "Min"}, version=opened["version"])

    assert (made["member_count"], opened["member_count"]) == (3, 1)
    assert names_on(partner, made) == ["Beta AS"]
    assert change.status_code == 403
    assert stranger.send("GET", path).status_code == 404
    assert stranger.get("/customer-lists")["items"] == []


def test_c38_a_list_is_exported_without_running_anything(admin, customers):
    made = a_list(admin)
    path = f"/customer-lists/{made['id']}/export"
    as_csv = admin.send("POST", path, params={"format": "csv"})
    as_xlsx = admin.send("POST", path, params={"format": "xlsx"})

    rows = list(csv.DictReader(io.StringIO(as_csv.content.decode("utf-8-sig")), delimiter=";"))
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx.content)).active
    heading, *lines = sheet.iter_rows(values_only=True)
    cells = [dict(zip(heading, line, strict=True)) for line in lines]
    assert as_csv.headers["Content-Type"].startswith("text/csv")
    assert [each["Navn"] for each in rows] == ["Alfa AS", "Beta AS", "'=2+5+cmd|' /C calc'!A0"]
    assert [each["Ansatte"] for each in cells] == [12, 120, 7]
    assert cells[2]["Navn"] == "=2+5+cmd|' /C calc'!A0"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert [each["Eier"] for each in cells] == ["Kari Nordmann"] * 3


def test_c38_who_may_not_export_does_not(admin, customers):
    consultant = a_colleague(admin, role="consultant")
    made = a_list(admin, shared_with={"everyone": True})

    refused = consultant.send("POST", f"/customer-lists/{made['id']}/export")

    assert refused.status_code == 403
