"""Reminders: once for each occurrence, person and channel, whatever happens to the worker."""

from datetime import UTC, datetime, timedelta

import pytest
from crm.application.reminders.firing import fire_reminders
from shared.kernel.errors import Invalid, NotFound, RuleBroken
from shared.testing.callers import a_colleague

SOON = timedelta(minutes=15, seconds=2)


def written(at):
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


@pytest.fixture
def planned(crm):
    """A call that begins soon enough to be reminded of in two seconds."""

    def create(within=SOON, **fields):
        start = written(datetime.now(UTC) + within)
        given = {"kind": "call", "subject": "Ring Kari", "start": start}
        return crm.create_activity(fields={**given, **fields})

    return create


def told(crm):
    query = {"filters": {"kind": "reminder"}}
    return [each["title"] for each in crm.list_notifications(query=query)["items"]]


def firings(platform, activity):
    return platform.rows(
        "crm",
        "SELECT channel, lead_minutes, state FROM reminder_firings WHERE activity_id = %s",
        activity["id"],
    )


def due(platform, activity):
    return platform.rows("crm", "SELECT due_at FROM due_items WHERE key = %s", activity["id"])


def test_the_owner_and_those_who_take_part_are_reminded_a_quarter_before(
    rpc, crm, org, planned, eventually
):
    colleague = a_colleague(org, scope="all")
    planned(participants=[{"user_id": str(colleague.actor_id)}])
    theirs = rpc(colleague).crm

    eventually(lambda: told(crm) and told(theirs))

    assert told(crm) == ["Påminnelse: Ring Kari"]
    assert told(theirs) == ["Påminnelse: Ring Kari"]
    assert crm.list_reminders(query={})["items"][0]["status"] == "over"


def test_running_what_is_due_twice_reminds_once(platform, crm, org, planned, eventually):
    call = planned()
    eventually(lambda: told(crm))

    since = datetime.now(UTC) - timedelta(minutes=5)
    for _ in range(2):
        with platform.work("crm", org) as work:
            fire_reminders(work, activity_id=work.activities.get(call["id"]).id, since=since)

    assert len(told(crm)) == 1
    assert firings(platform, call) == [("in_app", 15, "told")]


def test_a_worker_killed_half_way_reminds_when_it_is_back(platform, crm, org, planned, eventually):
    platform.kill_process("worker")
    try:
        call = planned()
        with pytest.raises(_Killed):
            _remind_and_die(platform, org, call)
        assert firings(platform, call) == []
    finally:
        platform.start_process("worker")
        eventually(lambda: platform.is_ready("worker"), within_seconds=60)

    eventually(lambda: told(crm))
    assert firings(platform, call) == [("in_app", 15, "told")]


class _Killed(Exception):
    """Nothing after this is done."""


def _remind_and_die(platform, org, call):
    since = datetime.now(UTC)
    with platform.work("crm", org) as work:
        work.clock = _Later()
        fire_reminders(work, activity_id=work.activities.get(call["id"]).id, since=since)
        count = "SELECT count(*) FROM reminder_firings"
        assert work.session.connection().exec_driver_sql(count).scalar() == 1
        raise _Killed


class _Later:
    """A clock that shows when the reminder is due."""

    def now(self):
        return datetime.now(UTC) + timedelta(seconds=5)


@pytest.mark.parametrize("what", ["cancel_activity", "complete_activity", "archive_activity"])
def test_what_is_settled_is_reminded_of_no_more(platform, crm, planned, what):
    call = planned(within=timedelta(hours=1))
    assert len(due(platform, call)) == 1

    getattr(crm, what)(activity_id=call["id"])

    assert due(platform, call) == []
    assert [each["next_at"] for each in crm.list_reminders(query={})["items"]] == [None]


def test_what_is_moved_is_reminded_of_at_its_new_time(platform, crm, planned):
    call = planned(within=timedelta(hours=1))

    crm.change_activity(
        activity_id=call["id"], expected_version=1, fields={"start": "2199-06-01T12:00:00Z"}
    )

    ((due_at,),) = due(platform, call)
    assert due_at == datetime(2199, 6, 1, 11, 45, tzinfo=UTC)


def test_a_series_is_reminded_of_every_time(platform, crm, planned, eventually):
    call = planned(recurrence="FREQ=DAILY")
    eventually(lambda: told(crm))

    ((due_at,),) = due(platform, call)
    start = datetime.fromisoformat(call["start"])
    assert due_at == start + timedelta(days=1, minutes=-15)

    name = written(start + timedelta(days=1))
    crm.cancel_activity(activity_id=call["id"], occurrence_start=name)
    eventually(lambda: due(platform, call) == [(start + timedelta(days=2, minutes=-15),)])
    assert len(told(crm)) == 1


def test_one_chooses_when_and_how(platform, crm, planned):
    call = planned(within=timedelta(days=3))
    which = {"activity_id": call["id"]}

    made = crm.create_reminder(**which, fields={"lead_minutes": 60 * 24})
    mail = crm.create_reminder(**which, fields={"channel": "email"})
    with pytest.raises(RuleBroken):
        crm.create_reminder(**which, fields={"lead_minutes": 60 * 24})
    for wrong in ({"lead_minutes": -1}, {"lead_minutes": 10**9}, {"channel": "pigeon"}):
        with pytest.raises(Invalid):
            crm.create_reminder(**which, fields=wrong)

    start = datetime.fromisoformat(call["start"])
    assert made["next_at"] == written(start - timedelta(days=1))
    assert mail["status"] == "unavailable"
    ((due_at,),) = due(platform, call)
    assert due_at == start - timedelta(days=1)

    crm.remove_reminder(**which, reminder_id=made["id"])
    left = crm.list_reminders(query={"filters": which})["items"]
    assert [(each["lead_minutes"], each["channel"]) for each in left] == [
        (15, "in_app"),
        (15, "email"),
    ]


def test_what_is_usually_wanted_holds_for_what_is_planned_later(crm, planned):
    assert crm.get_reminder_preference() == {
        "lead_minutes": 15,
        "channels": ["in_app"],
        "unavailable": ["email"],
    }

    crm.change_reminder_preference(fields={"lead_minutes": 5})
    planned(within=timedelta(hours=1))
    assert [each["lead_minutes"] for each in crm.list_reminders(query={})["items"]] == [5]

    crm.change_reminder_preference(fields={"channels": []})
    planned(within=timedelta(hours=2))
    assert len(crm.list_reminders(query={})["items"]) == 1


def test_nobody_sees_or_removes_anothers_reminder(rpc, crm, org, planned):
    call = planned(within=timedelta(hours=1))
    (mine,) = crm.list_reminders(query={})["items"]
    others = rpc(a_colleague(org, scope="all")).crm

    assert others.list_reminders(query={})["items"] == []
    with pytest.raises(NotFound):
        others.remove_reminder(activity_id=call["id"], reminder_id=mine["id"])


def test_a_task_with_a_day_only_is_reminded_of_in_the_morning(crm):
    task = crm.create_activity(fields={"kind": "task", "subject": "Purr", "due_on": "2199-06-03"})
    (mine,) = crm.list_reminders(query={"filters": {"activity_id": task["id"]}})["items"]

    assert mine["next_at"] == "2199-06-03T06:45:00Z"  # a quarter to nine in Oslo


def test_whoever_leaves_an_activity_is_not_reminded_of_it(rpc, crm, org, planned):
    colleague = a_colleague(org, scope="all")
    call = planned(within=timedelta(hours=1), participants=[{"user_id": str(colleague.actor_id)}])
    theirs = rpc(colleague).crm
    assert len(theirs.list_reminders(query={})["items"]) == 1

    crm.change_activity(activity_id=call["id"], expected_version=1, fields={"participants": []})

    assert theirs.list_reminders(query={})["items"] == []
