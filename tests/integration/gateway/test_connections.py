"""Calendars and ERP systems over HTTP."""

import requests


def test_a_private_calendar_can_be_subscribed_to(street, admin, eventually):
    feed = admin.post("/calendar/feeds", {"name": "Telefonen"})
    url = f"{street.url}/api/v1/calendar/feed/{feed['token']}.ics"
    admin.post(
        "/activities",
        {
            "kind": "meeting",
            "subject": "Oppstartsmøte",
            "start": "2026-12-01T09:00:00Z",
            "end": "2026-12-01T10:00:00Z",
        },
    )

    def calendar():
        return requests.get(url, timeout=30)

    eventually(lambda: "Oppstartsmøte" in calendar().content.decode(), within_seconds=90)
    read = calendar()
    again = requests.get(url, headers={"If-None-Match": read.headers["ETag"]}, timeout=30)
    moved = admin.post(f"/calendar/feeds/{feed['id']}/rotate")

    assert read.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert again.status_code == 304
    assert moved["token"] != feed["token"]
    assert calendar().status_code == 404
    assert admin.get(f"/calendar/feeds/{feed['id']}")["token"] is None


def test_customers_are_queued_for_an_erp_system(admin, eventually):
    connection = admin.post("/erp/connections", {"kind": "file", "name": "Økonomi"})
    customer = admin.post("/customers", {"name": "Fjellheim AS", "kinds": ["customer"]})

    def jobs():
        path = f"/erp/outbox?connection_id={connection['id']}&entity_id={customer['id']}"
        return admin.get(path)["items"]

    eventually(lambda: [each["state"] for each in jobs()] == ["done"], within_seconds=90)

    links = admin.get(f"/erp/links?entity_id={customer['id']}")["items"]
    runs = admin.get(f"/erp/runs?job_id={jobs()[0]['id']}")["items"]
    assert [link["connection_id"] for link in links] == [connection["id"]]
    assert {run["outcome"] for run in runs} == {"ok"}
