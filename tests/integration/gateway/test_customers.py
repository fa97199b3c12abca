"""Customers over HTTP, and everything about one of them on one page."""

import pytest
import requests
from support.street import a_trial

SECTIONS = [
    "customer",
    "contacts",
    "timeline",
    "sales_cases",
    "quotes",
    "projects",
    "invoices",
    "profitability",
    "files",
]


@pytest.fixture
def customer(admin):
    floors = {"entity": "customer", "key": "etasjer", "type": "number", "name": "Etasjer"}
    admin.post("/custom-fields", floors)
    return admin.post(
        "/customers",
        {
            "name": "Fjellheim AS",
            "kinds": ["customer"],
            "organisation_number": "923609016",
            "annual_revenue": {"amount": "1250000.00", "currency": "NOK"},
            "addresses": [
                {"kind": "visiting", "street": "Storgata 1", "city": "Bodø", "country": "NO"}
            ],
            "tags": ["viktig"],
            "custom": {"etasjer": 3},
        },
    )


def test_a_customer_is_shown_as_it_was_written(admin, customer):
    read = admin.get(f"/customers/{customer['id']}")

    assert read == customer
    assert read["annual_revenue"] == {"amount": "1250000.00", "currency": "NOK"}
    assert read["addresses"][0]["city"] == "Bodø"
    assert read["customer_no"]


def test_a_change_and_its_stale_twin(admin, customer):
    path = f"/customers/{customer['id']}"

    changed = admin.patch(path, {"phone": "+47 22 33 44 55"}, version=customer["version"])
    stale = admin.patch(path, {"phone": None}, version=customer["version"])

    assert changed.status_code == 200
    assert stale.status_code == 412
    assert stale.json()["current"]["phone"] == changed.json()["phone"]


def test_an_organisation_number_that_is_none_points_to_its_field(admin):
    answer = admin.send(
        "POST", "/customers", json={"name": "A", "organisation_number": "923609017"}
    )

    assert answer.status_code == 422
    assert answer.json()["code"] == "crm.organisation_number_invalid"


def test_addresses_are_kept_below_their_customer(admin, customer):
    path = f"/customers/{customer['id']}/addresses"

    made = admin.post(path, {"kind": "invoice", "street": "Postboks 1", "country": "NO"})
    changed = admin.send("PATCH", f"{path}/{made['id']}", json={"street": "Postboks 2"})
    removed = admin.send("DELETE", f"{path}/{made['id']}")

    assert changed.json()["street"] == "Postboks 2"
    assert removed.status_code == 204
    assert [each["kind"] for each in admin.get(path)["items"]] == ["visiting"]


def test_the_single_view_gathers_every_service(admin, customer, eventually):
    contact = admin.post(
        "/contacts",
        {
            "given_name": "Per",
            "family_name": "Kunde",
            "affiliations": [{"customer_id": customer["id"], "primary": True}],
        },
    )
    case = admin.post(
        "/sales-cases",
        {
            "name": "Nytt nettsted",
            "customer_id": customer["id"],
            "value": {"amount": "50000.00", "currency": "NOK"},
            "expected_order_date": "2027-01-31",
        },
    )

    page = admin.get(f"/customers/{customer['id']}/overview")

    assert list(page) == SECTIONS
    assert {part["status"] for part in page.values()} == {"ok"}
    assert page["customer"]["data"]["id"] == customer["id"]
    assert [each["id"] for each in page["contacts"]["data"]["items"]] == [contact["id"]]
    assert [each["id"] for each in page["sales_cases"]["data"]["items"]] == [case["id"]]
    eventually(
        lambda: "case" in str(admin.get(f"/customers/{customer['id']}/timeline")["items"]),
        within_seconds=90,
    )


def test_a_customer_of_others_is_not_there(street, customer):
    stranger = a_trial(street.url)

    for path in ("", "/overview", "/timeline", "/addresses"):
        assert stranger.send("GET", f"/customers/{customer['id']}{path}").status_code == 404, path
    assert stranger.get("/customers?count=true")["total"] == 0
    assert stranger.get("/search?q=Fjellheim")["items"] == []


def test_customers_are_found(admin, customer, eventually):
    found = admin.get("/search?q=fjellheim")

    assert found["missing"] == []
    assert [(hit["kind"], hit["id"]) for hit in found["items"]] == [("customer", customer["id"])]
    listed = admin.get("/customers?q=fjellheim&city=Bodø&sort=name&count=true")
    assert (listed["total"], listed["items"][0]["id"]) == (1, customer["id"])


def test_the_day_shows_what_is_planned(admin, customer):
    admin.post(
        "/activities",
        {
            "kind": "task",
            "subject": "Ring tilbake",
            "due_on": "2020-01-01",
            "customer_id": customer["id"],
        },
    )

    page = admin.get("/me/today")

    assert {part["status"] for part in page.values()} == {"ok"}
    assert [each["subject"] for each in page["tasks"]["data"]["items"]] == ["Ring tilbake"]


def test_a_file_is_imported(admin, eventually):
    content = "Navn;Org.nr;Poststed\r\nVestvind AS;;Bergen\r\nNordlys AS;;Tromsø\r\n"
    upload = requests.post(
        f"{admin.url}/api/v1/imports",
        files={"file": ("kunder.csv", content.encode(), "text/csv")},
        data={"kind": "customers"},
        headers=dict(admin.session.headers),
        timeout=30,
    )
    assert upload.status_code == 201, upload.text
    path = f"/imports/{upload.json()['id']}"

    def has(status):
        return lambda: admin.get(path)["status"] == status

    admin.post(f"{path}/check")
    eventually(has("checked"), within_seconds=90)
    rows = admin.get(f"{path}/rows")["items"]
    admin.post(f"{path}/commit")
    eventually(has("committed"), within_seconds=90)

    assert [row["action"] for row in rows] == ["create", "create"]
    names = {each["name"] for each in admin.get("/customers")["items"]}
    assert names == {"Vestvind AS", "Nordlys AS"}
