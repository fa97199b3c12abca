"""Use cases of activities."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.capabilities.references import reference
from shared.contracts.crm.events import ActivityCreatedV1, ActivityUpdatedV1
from shared.contracts.crm.timeline_views import ActivityFields
from shared.kernel.errors import Invalid

from crm.application.changing import allow, allow_creation, given_of, settle_owner
from crm.application.classification import ensure_lists
from crm.application.customer_links import check_customer
from crm.application.notifications.notifying import notify
from crm.application.occurrences.changing import key_of
from crm.application.occurrences.storing import store_activity
from crm.application.ports import CrmWork
from crm.application.reminders.planning import give_reminders, plan_reminders, take_reminders
from crm.domain.activities import ACTIVITY_KINDS, Activity, read_activity
from crm.domain.errors import CalendarNameTaken
from crm.domain.occurrences.changes import MOST_CHANGES
from crm.domain.occurrences.differing import exclude, realign
from crm.domain.occurrences.series import Series
from crm.domain.values.activity_times import ActivityTimes, read_times
from crm.domain.values.problems import Problems

NOUN = "activity"
_TIMES = ("start", "end", "time_zone", "all_day")


def create_activity(work: CrmWork, *, fields: ActivityFields) -> Activity:
    """
    Plan an activity; ``status`` done or cancelled writes down what is over.

    Raises:
        Invalid, OutcomeMissing, Forbidden: see ``Crm.create_activity``.
    """
    given = {"kind": None, "subject": None, **given_of(fields)}
    times, values = _read(work, given, None)
    exdates = values.pop("exdates", None)
    status = values.pop("status", "planned")
    settle_owner(work, values, is_new=True)
    allow_creation(
        work.caller, "activity.create", owner_id=values["owner_id"], unit_id=values["unit_id"]
    )
    activity = Activity(**values)
    activity.move(times)
    _differ(activity, exdates, None)
    _bring_to(work, activity, status)
    if activity.status == "done":
        activity.completed_at = _over_at(work, activity)
    store_activity(work, activity, ActivityCreatedV1)
    give_reminders(work, activity, activity.people)
    plan_reminders(work, activity)
    _tell_owner(work, activity)
    return activity


def change_activity(
    work: CrmWork, *, activity_id: UUID, expected_version: int | None, fields: ActivityFields
) -> Activity:
    """
    Change what was given; a new status completes, cancels or reopens.

    Raises:
        Invalid, OutcomeMissing, ActivityDone …: see ``Crm.change_activity``.
    """
    activity = work.activities.get(activity_id)
    allow(work, "activity.update", activity, NOUN, expected_version)
    times, values = _read(work, given_of(fields), activity)
    exdates = values.pop("exdates", None)
    status = values.pop("status", activity.status)
    settle_owner(work, values, is_new=False)
    owner_id, people, before = activity.owner_id, activity.people, _series(activity)
    activity.change(values)
    activity.move(times)
    _differ(activity, exdates, before)
    _bring_to(work, activity, status)
    store_activity(work, activity, ActivityUpdatedV1)
    take_reminders(work, activity, people - activity.people)
    give_reminders(work, activity, activity.people - people)
    plan_reminders(work, activity)
    if activity.owner_id != owner_id:
        _tell_owner(work, activity)
    return activity


def archive_activity(
    work: CrmWork, *, activity_id: UUID, expected_version: int | None = None
) -> Activity:
    """Put away; it leaves the timeline."""
    return _apply(
        work,
        activity_id,
        lambda activity: activity.archive(work.now()),
        expected_version,
        "activity.archive",
    )


def restore_activity(work: CrmWork, *, activity_id: UUID) -> Activity:
    """Take back."""
    return _apply(work, activity_id, Activity.restore, None, "activity.archive")


def _apply(
    work: CrmWork,
    activity_id: UUID,
    change: Callable[[Activity], None],
    expected_version: int | None,
    grant: str = "activity.update",
) -> Activity:
    activity = work.activities.get(activity_id)
    allow(work, grant, activity, NOUN, expected_version)
    change(activity)
    store_activity(work, activity, ActivityUpdatedV1)
    plan_reminders(work, activity)
    return activity


def _series(activity: Activity) -> Series | None:
    if activity.recurrence is None or activity.times.start is None:
        return None
    return Series(activity.times, activity.recurrence)


def _differ(activity: Activity, exdates: list[str] | None, before: Series | None) -> None:
    """Check a series that is new or moved, and let what differs follow it."""
    series = _series(activity)
    if activity.recurrence is not None and series is None:
        raise Invalid("what repeats has a start", code="crm.activity_recurrence_invalid")
    if series is not None and series != before:
        series.check()
    realign(activity, before)
    if exdates is not None:
        exclude(activity, [key_of(activity, each) for each in exdates])


def _tell_owner(work: CrmWork, activity: Activity) -> None:
    notify(
        work,
        user_id=activity.owner_id,
        kind="assignment",
        ref_kind="activity",
        ref_id=activity.id,
        key=str(activity.version),
    )


def _bring_to(work: CrmWork, activity: Activity, status: str) -> None:
    if status == activity.status:
        return
    if status == "done":
        activity.complete(work.now())
    elif status == "cancelled":
        activity.cancel()
    elif status == "no_show":
        activity.miss()
    else:
        activity.reopen(status)


def _over_at(work: CrmWork, activity: Activity) -> datetime:
    """When what is written down later was over: its end, or noon of its day; at the latest now."""
    at = activity.end_at or activity.start_at
    day = activity.end_on or activity.start_on or activity.due_on
    if at is None and day is not None:
        at = datetime.combine(day, time(12), ZoneInfo(work.caller.time_zone))
    return min(at, work.now()) if at else work.now()


def _read(
    work: CrmWork, given: dict[str, Any], activity: Activity | None
) -> tuple[ActivityTimes, dict[str, Any]]:
    problems = Problems()
    asked = {name: given.pop(name) for name in _TIMES if name in given}
    values = read_activity(given, problems)
    times = activity.times if activity else ActivityTimes()
    _check_exdates(values, problems)
    _check_calendar_name(work, values, activity, problems)
    if asked:
        times = problems.read("/start", lambda _: _times(work, asked, times), None) or times
    _check_kind(work, values.get("kind"), problems)
    _check_links(work, values, problems)
    problems.stop("crm.activity_invalid")
    for name, kind in (("sales_case_id", "case"), ("project_id", "project")):
        if values.get(name) is not None:
            reference(work, kind, values[name])  # type: ignore[arg-type]
    return times, values


def _times(work: CrmWork, asked: dict[str, Any], now: ActivityTimes) -> ActivityTimes:
    all_day = asked.get("all_day", now.all_day)
    same_sort = all_day == now.all_day
    return read_times(
        start=asked.get("start", now.start if same_sort else None),
        end=asked.get("end", now.end if same_sort else None),
        time_zone=asked.get("time_zone") or now.time_zone or work.caller.time_zone,
        all_day=all_day,
    )


def _check_exdates(values: dict[str, Any], problems: Problems) -> None:
    given = values.get("exdates")
    if "exdates" in values and given is None:
        values["exdates"] = []
    if given and len(given) > MOST_CHANGES:
        problems.note("/exdates", "crm.occurrence_limit", f"at most {MOST_CHANGES}")


def _check_calendar_name(
    work: CrmWork, values: dict[str, Any], activity: Activity | None, problems: Problems
) -> None:
    ical_uid = values.get("ical_uid")
    if activity is not None and "ical_uid" in values and ical_uid != activity.ical_uid:
        problems.note("/ical_uid", "crm.activity_ical_uid_fixed", "is kept for life")
    elif ical_uid and work.activities.named(ical_uid) not in (None, activity and activity.id):
        raise CalendarNameTaken(ical_uid)


def _check_kind(work: CrmWork, kind: str | None, problems: Problems) -> None:
    if kind is None or kind in ACTIVITY_KINDS:
        return
    ensure_lists(work)
    if not work.lists.known_codes("activity_types", [kind]):
        problems.note("/kind", "crm.activity_kind_unknown", "there is no such kind of activity")


def _check_links(work: CrmWork, values: dict[str, Any], problems: Problems) -> None:
    check_customer(work, values.get("customer_id"), "/customer_id", problems)
    invited = [each.contact_id for each in values.get("participants", []) if each.contact_id]
    wanted = {*(values.get("contact_ids") or []), *invited}
    if wanted and wanted - work.contacts.seen(list(wanted)):
        problems.note("/contact_ids", "crm.contact_unknown", "there is no such contact")
