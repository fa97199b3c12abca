"""From sign-up to invoice, ERP and calendar, through HTTP alone."""

import csv
from datetime import timedelta

import pytest
import requests
from shared.testing.waiting import eventually
from support import story
from support.radicale import PASSWORD, USER, running_radicale
from support.street import a_trial
from support.tryton import running_tryton

SECTIONS = {
    "customer",
    "contacts",
    "timeline",
    "sales_cases",
    "quotes",
    "projects",
    "invoices",
    "profitability",
    "files",
}


@pytest.fixture(scope="module")
def admin(installed):
    """The administrator of a new organisation."""
    return a_trial(installed.url)


@pytest.fixture(scope="module")
def customer(admin):
    """One of the imported accounts."""
    done = story.import_accounts(admin)
    assert done["counts"]["created"] == done["row_count"] > 1
    return admin.get("/customers?limit=1&sort=name")["items"][0]


@pytest.fixture(scope="module")
def billed(admin, customer):
    """An invoice for work on what was sold."""
    quote = story.sell(admin, customer["id"])
    return story.work_and_bill(admin, story.project_of(admin, quote))


def test_the_overview_shows_the_whole_story(admin, customer, billed):
    def whole():
        overview = admin.get(f"/customers/{customer['id']}/overview")
        happened = {entry["kind"] for entry in overview["timeline"]["data"]["items"]}
        return overview if any("invoice" in kind for kind in happened) else None

    overview = eventually(whole)

    assert overview.keys() == SECTIONS
    assert {section["status"] for section in overview.values()} == {"ok"}
    assert overview["invoices"]["data"]["items"][0]["invoice_no"] == billed["invoice_no"]
    assert overview["quotes"]["data"]["items"][0]["status"] == "accepted"
    profit = overview["profitability"]["data"]
    assert profit["revenue"] == story.nok("9375.00")
    assert profit["contribution"] == story.nok("4125.00")


def test_the_case_was_won_by_the_accepted_quote(admin, customer, billed):
    cases = f"/sales-cases?customer_id={customer['id']}"

    won = eventually(
        lambda: [case for case in admin.get(cases)["items"] if case["status"] == "won"]
    )

    assert (won[0]["probability"], won[0]["value"]) == (100, story.nok("125000.00"))


def test_a_changed_customer_arrives_in_the_file_drop(installed, admin, customer):
    admin.post("/erp/connections", {"kind": "file", "name": "Mappe"})

    name = rename(admin, customer["id"], "Filnavn AS")

    def dropped():
        for path in (installed.folder / "erp-drop").rglob("customers.csv"):
            with path.open(encoding="utf-8-sig") as file:
                rows = [row for row in csv.DictReader(file) if name in row.values()]
                if rows:
                    return rows
        return None

    assert eventually(dropped, within_seconds=90)


def test_a_changed_customer_arrives_in_a_running_tryton(admin, tryton):
    connection = {
        "kind": "tryton",
        "name": "Tryton",
        "url": tryton.url,
        "database": tryton.database,
        "username": "admin",
        "customer_kinds": ["partner"],  # not the imported accounts, of countries it does not know
        "password": "only-in-tests-1",
    }
    admin.post("/erp/connections", connection)
    made = admin.post("/customers", {"name": "Nordavind AS", "kinds": ["partner"]})

    name = rename(admin, made["id"], "Trytonnavn AS")

    eventually(lambda: tryton.parties(["name", "=", name]), within_seconds=60)


def test_a_meeting_appears_in_radicale_and_in_the_private_feed(
    installed, admin, customer, radicale
):
    calendar = radicale.new_calendar()
    admin.post(
        "/calendar/accounts",
        {
            "provider": "caldav",
            "url": calendar,
            "username": USER,
            "password": PASSWORD,
        },
    )
    feed = admin.post("/calendar/feeds", {"name": "Telefon"})
    tomorrow = story.TODAY + timedelta(days=1)

    admin.post(
        "/activities",
        {
            "kind": "meeting",
            "subject": "Oppstartsmøte",
            "start": f"{tomorrow}T09:00:00",
            "end": f"{tomorrow}T10:00:00",
            "time_zone": "Europe/Oslo",
            "customer_id": customer["id"],
        },
    )

    address = f"{installed.url}/api/v1/calendar/feed/{feed['token']}.ics"
    eventually(lambda: "Oppstartsmøte" in requests.get(address, timeout=10).text)
    eventually(lambda: "Oppstartsmøte" in radicale.titles(calendar), within_seconds=90)


def rename(person, customer_id, name):
    """Give the customer another name; returns it."""
    version = person.get(f"/customers/{customer_id}")["version"]
    answer = person.patch(f"/customers/{customer_id}", {"name": name}, version=version)
    assert answer.status_code == 200, answer.text
    return name


@pytest.fixture(scope="module")
def tryton(servers):
    """A real Tryton."""
    with running_tryton(servers.database_url_template) as running:
        yield running


@pytest.fixture(scope="module")
def radicale(tmp_path_factory):
    """A real CalDAV server."""
    with running_radicale(tmp_path_factory.mktemp("radicale")) as running:
        yield running
