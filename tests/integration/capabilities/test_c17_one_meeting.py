"""C17: one meeting, on the customer and in the calendar; changed in one place, changed in both."""

from datetime import UTC, datetime, timedelta

import icalendar
import requests

KIND = "activity.meeting"


def test_c17_a_meeting_stands_on_the_customer_and_in_the_calendar(admin, eventually):
    customer = admin.post("/customers", {"name": "Fjordbygg AS"})
    feed = admin.post("/calendar/feeds", {"name": "Min kalender"})
    meeting = admin.post(
        "/activities",
        {
            "kind": "meeting",
            "subject": "Oppstart",
            "customer_id": customer["id"],
            **_tomorrow(9),
            "recurrence": "FREQ=DAILY;COUNT=3",
        },
    )

    def shown():
        answer = requests.get(f"{admin.url}/api/v1/calendar/feed/{feed['token']}.ics", timeout=30)
        assert answer.status_code == 200, answer.text
        events = icalendar.Calendar.from_ical(answer.text).walk("VEVENT")
        return sorted((str(each["summary"]), "RECURRENCE-ID" in each) for each in events)

    eventually(lambda: shown() == [("Oppstart", False)])
    titles = [each["title"] for each in admin.get(f"/customers/{customer['id']}/timeline")["items"]]
    assert "Oppstart" in titles

    admin.post(
        f"/activities/{meeting['id']}/change-occurrence",
        {"occurrence_start": meeting["start"], "subject": "Oppstart hos kunden"},
    )
    changed = admin.patch(f"/activities/{meeting['id']}", {"subject": "Kick-off"}, version=2)
    assert changed.status_code == 200, changed.text

    eventually(lambda: shown() == [("Kick-off", False), ("Oppstart hos kunden", True)])
    titles = [each["title"] for each in admin.get(f"/customers/{customer['id']}/timeline")["items"]]
    assert "Kick-off" in titles


def test_c17_a_meeting_made_in_the_calendar_is_the_one_on_the_customer(admin):
    customer = admin.post("/customers", {"name": "Fjordbygg AS"})
    made = admin.post("/activities", {"kind": "meeting", "subject": "Befaring", **_tomorrow(10)})
    first = datetime.now(UTC)
    window = {"from": first.isoformat(), "to": (first + timedelta(days=3)).isoformat()}

    def in_calendar():
        params = {**window, "expand": "true"}
        return [
            (each["id"], each["subject"], each["start"])
            for each in admin.get("/activities", params=params)["items"]
        ]

    def on_customer():
        page = admin.get(f"/customers/{customer['id']}/timeline", params={"kind": KIND})
        return [(each["ref_id"], each["title"]) for each in page["items"]]

    linked = admin.patch(
        f"/activities/{made['id']}", {"customer_id": customer["id"]}, version=made["version"]
    )
    assert linked.status_code == 200, linked.text
    assert in_calendar() == [(made["id"], "Befaring", linked.json()["start"])]
    assert on_customer() == [(made["id"], "Befaring")]

    moved = admin.patch(
        f"/activities/{made['id']}", {"subject": "Ny befaring", **_tomorrow(14)}, version=2
    )
    assert in_calendar() == [(made["id"], "Ny befaring", moved.json()["start"])]
    assert on_customer() == [(made["id"], "Ny befaring")]

    admin.post(f"/activities/{made['id']}/cancel")
    assert admin.get(f"/activities/{made['id']}")["status"] == "cancelled"


def _tomorrow(hour):
    day = datetime.now(UTC) + timedelta(days=1)
    start = day.replace(hour=hour, minute=0, second=0, microsecond=0)
    return {"start": start.isoformat(), "end": (start + timedelta(hours=1)).isoformat()}
