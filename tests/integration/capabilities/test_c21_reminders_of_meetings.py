"""C21: a reminder at the chosen time, once, also after a restart, none for a cancelled one."""

from datetime import UTC, datetime, timedelta


def meeting(admin, within, **fields):
    start = (datetime.now(UTC) + within).isoformat(timespec="seconds")
    return admin.post(
        "/activities", {"kind": "meeting", "subject": "Oppstart", "start": start, **fields}
    )


def reminders(admin):
    return admin.get("/me/notifications?kind=reminder")["items"]


def test_c21_a_meeting_is_reminded_of_once_also_when_the_worker_dies(admin, platform, eventually):
    planned = meeting(admin, timedelta(minutes=15, seconds=4))
    (mine,) = admin.get(f"/activities/{planned['id']}/reminders")["items"]
    assert (mine["lead_minutes"], mine["channel"]) == (15, "in_app")
    sooner = admin.post(f"/activities/{planned['id']}/reminders", {"lead_minutes": 20})
    assert sooner["lead_minutes"] == 20

    platform.kill_process("worker")
    platform.start_process("worker")
    eventually(lambda: platform.is_ready("worker"), within_seconds=60)

    eventually(lambda: len(reminders(admin)) == 2, within_seconds=60)
    assert {each["title"] for each in reminders(admin)} == {"Påminnelse: Oppstart"}
    counted = platform.rows(
        "crm", "SELECT count(*) FROM reminder_firings WHERE activity_id = %s", planned["id"]
    )
    assert counted == [(2,)]


def test_c21_a_cancelled_meeting_is_not_reminded_of(admin, eventually):
    off = meeting(admin, timedelta(minutes=15, seconds=3), subject="Avlyst")
    admin.post(f"/activities/{off['id']}/cancel")
    meeting(admin, timedelta(minutes=15, seconds=3), subject="Står fast")

    eventually(lambda: reminders(admin))

    assert [each["title"] for each in reminders(admin)] == ["Påminnelse: Står fast"]


def test_c21_one_chooses_how_one_is_reminded_and_is_told_what_cannot_be(admin):
    usual = admin.get("/me/reminder-preference")
    assert usual == {"lead_minutes": 15, "channels": ["in_app"], "unavailable": ["email"]}
    changed = admin.send("PATCH", "/me/reminder-preference", json={"lead_minutes": 30})
    assert changed.status_code == 200, changed.text

    planned = meeting(admin, timedelta(days=1))

    (mine,) = admin.get(f"/reminders?activity_id={planned['id']}")["items"]
    assert mine["lead_minutes"] == 30
    path = f"/activities/{planned['id']}/reminders/{mine['id']}"
    assert admin.send("DELETE", path).status_code == 204
    assert admin.get("/reminders")["items"] == []
