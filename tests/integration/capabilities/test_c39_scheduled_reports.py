"""C39: reports come by themselves; their figures are made of what the reader may see then."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from support.colleagues import a_colleague, role_id

DEFINITION = {"source": "customers", "group_by": ["rating"], "measures": ["count"]}


@pytest.fixture
def report(admin):
    """Shared with project managers."""
    role_ids = [role_id(admin, "project_manager")]
    fields = {"name": "Etter vurdering", "definition": DEFINITION}
    return admin.post("/saved-reports", {**fields, "shared_with": {"role_ids": role_ids}})


def schedules_of(report):
    return f"/saved-reports/{report['id']}/schedules"


def told(person):
    found = person.get("/me/notifications", params={"kind": "report"})["items"]
    return [(each["ref_kind"], each["ref_id"], each["title"]) for each in found]


def make_due(platform, *made):
    """As if their times had come."""
    for each in made:
        for statement in (
            "UPDATE report_schedules SET next_at = now() WHERE id::text = %s RETURNING id",
            "UPDATE due_items SET due_at = now() WHERE key = %s RETURNING id",
        ):
            assert platform.rows("crm", statement, each["id"])


def test_c39_a_report_comes_at_its_times_to_each_who_asked_for_it(
    platform, admin, report, eventually
):
    admin.post("/customers", {"name": "Alfa AS", "rating": "A"})
    unit = admin.post("/units", {"name": "Annet hus", "code": "X"})
    admin.post("/customers", {"name": "Beta AS", "rating": "A", "unit_id": unit["id"]})
    manager = a_colleague(admin, role="project_manager", unit_id=unit["id"])
    path = schedules_of(report)

    mine = admin.post(path, {"every": "week", "weekday": 1, "at": "06:30"})
    its = manager.post(path, {"every": "month", "month_day": 31})
    make_due(platform, mine, its)

    expected = [("saved_report", report["id"], "Rapporten er klar: Etter vurdering")]
    eventually(lambda: (told(admin), told(manager)) == (expected, expected))
    local = datetime.fromisoformat(mine["next_at"]).astimezone(ZoneInfo("Europe/Oslo"))
    assert (local.isoweekday(), f"{local:%H:%M}") == (1, "06:30")
    (planned,) = admin.get(path)["items"]
    assert datetime.fromisoformat(planned["next_at"]) > datetime.now(UTC)
    counts = [
        each.get(f"/saved-reports/{report['id']}/run")["totals"]["count"]
        for each in (admin, manager)
    ]
    assert counts == [2, 1]
    book = admin.send("GET", f"/saved-reports/{report['id']}/run", params={"format": "xlsx"})
    assert book.status_code == 200


def test_c39_a_killed_worker_tells_of_a_report_once(platform, admin, report, eventually):
    made = admin.post(schedules_of(report), {"every": "day"})
    platform.kill_process("worker")
    make_due(platform, made)
    platform.start_process("worker")
    eventually(lambda: platform.is_ready("worker"), within_seconds=60)
    eventually(lambda: len(told(admin)) == 1, within_seconds=60)

    make_due(platform, made)

    eventually(lambda: len(told(admin)) == 2)


def test_c39_nobody_is_told_of_a_report_that_is_not_his_any_more(
    platform, admin, report, eventually
):
    manager = a_colleague(admin, role="project_manager")
    its = manager.post(schedules_of(report), {"every": "day"})
    mine = admin.post(schedules_of(report), {"every": "day"})
    shared = {"shared_with": {"role_ids": []}}
    assert admin.patch(f"/saved-reports/{report['id']}", shared, version=1).status_code == 200

    make_due(platform, mine, its)

    eventually(lambda: told(admin))
    waiting = "SELECT count(*) FROM due_items WHERE key = %s AND due_at > now()"
    eventually(lambda: platform.rows("crm", waiting, its["id"]) == [(1,)])
    assert told(manager) == []
    assert manager.send("GET", schedules_of(report)).status_code == 404


def test_c39_one_ends_what_one_asked_for_and_sees_nobody_elses(admin, report):
    manager = a_colleague(admin, role="project_manager")
    stranger = a_colleague(admin, role="marketing")
    path = schedules_of(report)
    made = admin.post(path, {"every": "day"})

    wrong = admin.send("POST", path, json={"every": "week"})

    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["pointer"] == "/weekday"
    assert stranger.send("POST", path, json={"every": "day"}).status_code == 404
    assert manager.get(path)["items"] == []
    assert manager.send("DELETE", f"{path}/{made['id']}").status_code == 404
    assert admin.send("DELETE", f"{path}/{made['id']}").status_code == 204
    assert admin.get(path)["items"] == []
