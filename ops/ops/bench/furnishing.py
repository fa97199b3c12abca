"""The organisation that is measured: filled through the public API."""

from __future__ import annotations

import csv
import io
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ops.http import Client, sign_up
from ops.machine.faults import Fault

CITIES = ("Oslo", "Bergen", "Trondheim", "Stavanger", "Tromsø", "Kristiansand", "Drammen", "Hamar")
LAST_DAY = "2199-12-31"
OWN_CUSTOMERS = 16
OPEN_CASES = 200
WAIT_SECONDS = 120.0


@dataclass
class Place:
    """The organisation and what cases use of it."""

    url: str
    token: str = field(repr=False)
    me: dict[str, Any]
    own: list[tuple[str, int]]  # id and version of customers that are updated
    whole_customer: str  # one that has everything, for the overview
    project: str

    def client(self) -> Client:
        """Return a new connection of the administrator."""
        return Client(self.url, token=self.token)


def furnish(url: str) -> Place:
    """Sign up and make what the cases need; about half a minute."""
    email, password = f"bench-{uuid.uuid4().hex[:12]}@example.com", uuid.uuid4().hex
    client = Client(url)
    client.token = sign_up(url, name="Måling AS", email=email, password=password)
    me = client.must("GET", "/auth/me")
    own = [client.must("POST", "/customers", {"name": f"Egen {n}"}) for n in range(OWN_CUSTOMERS)]
    whole = client.must("POST", "/customers", {"name": "Fjordkraft Rådgivning AS"})["id"]
    project = _fill(client, whole, me["user_id"])
    _open_cases(client, own[0]["id"])
    return Place(
        url=url,
        token=client.token,
        me=me,
        own=[(each["id"], each["version"]) for each in own],
        whole_customer=whole,
        project=project,
    )


def _fill(client: Client, customer: str, user: str) -> str:
    """Give a customer contacts, activities, cases, quotes, a project with time, an invoice."""
    for number in range(5):
        place = {"customer_id": customer, "primary": number == 0}
        person = {"given_name": f"Person {number}", "family_name": "Hansen"}
        client.must("POST", "/contacts", {**person, "affiliations": [place]})
    for number in range(20):
        meeting = {"kind": "meeting", "subject": f"Møte {number}", "customer_id": customer}
        client.must("POST", "/activities", {**meeting, "owner_id": user, **_times(number)})
    quotes = [_quote(client, customer, number) for number in range(5)]
    client.must("POST", f"/quotes/{quotes[0]}/accept", {})
    project = _wait_for_project(client, customer)
    for number in range(40):
        client.must("POST", "/time-entries", time_entry(project, number))
    invoice = client.must("POST", "/invoices", {"project_id": project})
    client.must("POST", f"/invoices/{invoice['id']}/issue", {})
    return project


def _times(number: int) -> dict[str, str]:
    day = (_today() + timedelta(days=number)).isoformat()
    return {"start": f"{day}T09:00:00Z", "end": f"{day}T10:00:00Z"}


def _quote(client: Client, customer: str, number: int) -> str:
    case = client.must("POST", "/sales-cases", a_case(customer, number))
    line = {
        "kind": "hours",
        "description": "Rådgivning",
        "quantity": "10",
        "unit": "hour",
        "unit_price": {"amount": "1450.00", "currency": "NOK"},
    }
    wanted = {"sales_case_id": case["id"], "title": f"Tilbud {number}", "lines": [line] * 3}
    quote = client.must("POST", "/quotes", {**wanted, "valid_until": LAST_DAY})
    client.must("POST", f"/quotes/{quote['id']}/send")
    return str(quote["id"])


def _wait_for_project(client: Client, customer: str) -> str:
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        found = client.must("GET", f"/projects?customer_id={customer}")["items"]
        if found:
            return str(found[0]["id"])
        time.sleep(0.1)
    raise Fault("The accepted quote opened no project in two minutes.")


def _open_cases(client: Client, customer: str) -> None:
    for number in range(OPEN_CASES):
        client.must("POST", "/sales-cases", a_case(customer, number))


def a_case(customer: str, number: int) -> dict[str, Any]:
    """Return a case worth something."""
    return {
        "name": f"Sak {number}",
        "customer_id": customer,
        "expected_order_date": (_today() + timedelta(days=number % 180)).isoformat(),
        "value": {"amount": f"{100 + number}000.00", "currency": "NOK"},
    }


def time_entry(project: str, number: int) -> dict[str, Any]:
    """Return six minutes worked on the project, on one of the days of the last year."""
    day = _today() - timedelta(days=number % 365)
    return {"project_id": project, "work_date": day.isoformat(), "minutes": 6}


def _today() -> date:
    return datetime.now(UTC).date()


def workbook(rows: int) -> bytes:
    """Return a CSV file of new customers, as a multipart form of one file."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(["Kundenavn", "Poststed", "Postnr", "Ansatte", "E-post", "Telefon"])
    batch = uuid.uuid4().hex[:6]
    for number in range(rows):
        city = CITIES[number % len(CITIES)]
        mail = f"post{number}@{batch}.example.com"
        phone = f"+47 22{number % 1_000_000:06d}"
        writer.writerow([f"Import {batch} {number}", city, "0150", number % 500, mail, phone])
    return text.getvalue().encode()
