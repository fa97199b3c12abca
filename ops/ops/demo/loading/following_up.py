"""Loads activities, notes in their authors' names, a calendar feed and an ERP connection."""

from __future__ import annotations

from typing import Any

from ops.demo.calls import Calls, Services
from ops.demo.company.following_up import Activity
from ops.demo.company.plan import Company
from ops.demo.loading.known import Known
from ops.demo.signing_up import Founded, sign_in

ZONE = "Europe/Oslo"


def load_activities(calls: Calls, company: Company, known: Known) -> None:
    """Write down what was done, and plan what is to come."""
    rows = ({"fields": _activity(each, known)} for each in company.activities)
    calls.all("crm.create_activity", rows)


def load_notes(services: Services, company: Company, founded: Founded, known: Known) -> None:
    """Everybody writes his own notes, and the first author gets a calendar feed."""
    authors = sorted({each.author for each in company.notes})
    mailboxes = {each.key: each.mailbox for each in company.people}
    for number, author in enumerate(authors):
        email = f"{mailboxes[author]}@{founded.domain}"
        calls = sign_in(services, email=email, password=founded.password)
        rows = [
            {
                "fields": {
                    "body": each.body,
                    "customer_id": known.customers[each.customer],
                    "pinned": each.is_pinned,
                }
            }
            for each in company.notes
            if each.author == author
        ]
        calls.all("crm.create_note", rows)
        if number == 0:
            calls("calendar_sync.create_feed", fields={"name": "Min kalender"})


def load_connections(calls: Calls) -> None:
    """Connect an accounting system that reads files."""
    fields = {"kind": "file", "name": "Regnskap (filer)", "customer_numbers": "crm"}
    calls("erp_sync.create_connection", fields=fields)
    calls("calendar_sync.create_feed", fields={"name": "Min kalender"})


def _activity(activity: Activity, known: Known) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "kind": activity.kind,
        "subject": activity.subject,
        "owner_id": known.people[activity.owner],
        "customer_id": known.customers[activity.customer],
        "due_on": activity.due_on,
    }
    if activity.contact:
        fields["contact_ids"] = [known.contacts[activity.contact]]
    if activity.case:
        fields["sales_case_id"] = known.cases[activity.case]
    if activity.start:
        fields |= {"start": activity.start, "end": activity.end, "time_zone": ZONE}
    if activity.is_done:
        fields |= {"status": "done", "outcome": activity.outcome}
    return fields
