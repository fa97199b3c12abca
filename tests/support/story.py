"""The story of a sale, told through HTTP alone: one function for each thing people do."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter
from shared.testing.waiting import eventually
from support.street import Person

PUBLIC_WORKBOOK = (
    Path(__file__).parents[3] / "shared" / "data" / "crm-sales-opportunities" / "data_model.xlsx"
)
TODAY = datetime.now(UTC).date()


def nok(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "NOK"}


def accounts_workbook() -> bytes:
    """The public workbook, or a small one of its shape where it is not at hand."""
    if PUBLIC_WORKBOOK.exists():
        return PUBLIC_WORKBOOK.read_bytes()
    buffer = BytesIO()
    workbook = xlsxwriter.Workbook(buffer)
    sheet = workbook.add_worksheet("accounts")
    headers = "account sector year_established revenue employees office_location subsidiary_of"
    rows = [
        headers.split(),
        ["Fjellvann", "retail", 1996, 1100.04, 2822, "Norway", ""],
        ["Skogbruk", "technolgy", 1999, 251.41, 495, "Norway", "Fjellvann"],
    ]
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    workbook.close()
    return buffer.getvalue()


def import_accounts(person: Person) -> dict[str, Any]:
    """Upload the workbook, try it, write it; the finished import."""
    files = {"file": ("data_model.xlsx", accounts_workbook())}
    answer = person.send("POST", "/imports", files=files, data={"kind": "customers"})
    assert answer.status_code == 201, answer.text
    path = f"/imports/{answer.json()['id']}"
    person.post(f"{path}/check")
    in_status(person, path, "checked")
    person.post(f"{path}/commit")
    return in_status(person, path, "committed")


def in_status(person: Person, path: str, status: str) -> dict[str, Any]:
    """Wait until a thing has come to a status."""

    def reached() -> dict[str, Any] | None:
        thing = person.get(path)
        assert thing["status"] != "failed", thing
        return thing if thing["status"] == status else None

    return eventually(reached, within_seconds=60)


def sell(person: Person, customer_id: str) -> dict[str, Any]:
    """Open a case, quote it, send the quote and accept it; the accepted quote."""
    case = person.post(
        "/sales-cases",
        {
            "name": "CRM-innføring",
            "customer_id": customer_id,
            "value": nok("125000.00"),
            "expected_order_date": str(TODAY + timedelta(days=14)),
        },
    )
    line = {
        "description": "Rådgivning",
        "quantity": "100",
        "unit": "hour",
        "unit_price": nok("1250.00"),
        "unit_cost": nok("700.00"),
    }
    quote = person.post(
        "/quotes",
        {
            "sales_case_id": case["id"],
            "valid_until": str(TODAY + timedelta(days=30)),
            "lines": [line],
        },
    )
    person.post(f"/quotes/{quote['id']}/send")
    return person.post(f"/quotes/{quote['id']}/accept")


def project_of(person: Person, quote: dict[str, Any]) -> dict[str, Any]:
    """The project the accepted quote opens."""
    path = f"/projects?sales_case_id={quote['sales_case_id']}"
    return eventually(lambda: person.get(path)["items"])[0]


def work_and_bill(person: Person, project: dict[str, Any]) -> dict[str, Any]:
    """Say what an hour costs, log a day and bill it; the issued invoice."""
    me = person.get("/auth/me")
    user_id = me.get("user_id") or me["id"]
    contract = {
        "user_id": user_id,
        "minutes_per_weekday": [450] * 5 + [0, 0],
        "cost_rate": nok("700.00"),
        "valid_from": str(TODAY - timedelta(days=60)),
    }
    person.post("/work-contracts", contract)
    person.post(
        "/time-entries",
        {"project_id": project["id"], "work_date": str(TODAY), "minutes": 450, "billable": True},
    )
    draft = person.post("/invoices", {"project_id": project["id"]})
    return person.post(f"/invoices/{draft['id']}/issue")


def an_open_case(person: Person, customer_id: str, name: str = "Ny avtale") -> dict[str, Any]:
    """A sales case at the beginning of its process."""
    fields = {"value": nok("5000.00"), "expected_order_date": str(TODAY + timedelta(days=30))}
    return person.post("/sales-cases", {"name": name, "customer_id": customer_id, **fields})
