"""C22: a planned call is reminded of, and late until it is done, moved or called off."""

from datetime import UTC, datetime, timedelta

import pytest


def call(admin, within):
    start = (datetime.now(UTC) + within).isoformat(timespec="seconds")
    return admin.post("/activities", {"kind": "call", "subject": "Ring Kari", "start": start})


def test_c22_a_planned_call_produces_a_reminder(admin, eventually):
    call(admin, timedelta(minutes=15, seconds=2))

    eventually(lambda: admin.get("/me/notifications?kind=reminder")["items"])


@pytest.mark.parametrize("how", ["complete", "cancel", "no-show", "move"])
def test_c22_a_call_is_late_until_it_is_settled(admin, how):
    late = call(admin, -timedelta(hours=1))

    def overdue():
        listed = admin.get("/activities?overdue=true")["items"]
        today = admin.get("/me/today")["overdue"]["data"]["items"]
        assert [each["id"] for each in listed] == [each["id"] for each in today]
        return [each["id"] for each in listed]

    assert overdue() == [late["id"]]
    if how == "move":
        later = (datetime.now(UTC) + timedelta(days=1)).isoformat(timespec="seconds")
        answer = admin.patch(f"/activities/{late['id']}", {"start": later}, version=1)
        assert answer.status_code == 200, answer.text
    else:
        admin.post(f"/activities/{late['id']}/{how}")
    assert overdue() == []


def test_c22_the_day_shows_occurrences_reminders_and_the_days_ahead(admin):
    series = admin.post(
        "/activities",
        {
            "kind": "call",
            "subject": "Daglig",
            "start": "2026-01-05T12:00",
            "time_zone": "Europe/Oslo",
            "recurrence": "FREQ=DAILY",
        },
    )

    page = admin.get("/me/today")

    assert {part["status"] for part in page.values()} == {"ok"}
    (today,) = page["activities"]["data"]["items"]
    assert (today["id"], today["subject"]) == (series["id"], "Daglig")
    assert len(page["upcoming"]["data"]["items"]) == 7
    assert [each["id"] for each in page["overdue"]["data"]["items"]] == [series["id"]]
