"""Use cases of activities."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.capabilities.references import reference
from shared.contracts.crm.events import ActivityCreatedV1, ActivityState, ActivityUpdatedV1
from shared.contracts.crm.timeline_views import ActivityFields

from crm.application.changing import allow, allow_creation, given_of, settle_owner
from crm.application.classification import ensure_lists
from crm.application.customer_links import check_customer
from crm.application.notifications.notifying import notify
from crm.application.ports import CrmWork
from crm.domain.activities import ACTIVITY_KINDS, Activity, read_activity
from crm.domain.timeline import TimelineEntry
from crm.domain.values.activity_times import ActivityTimes, read_times
from crm.domain.values.problems import Problems

NOUN = "activity"
_TIMES = ("start", "end", "time_zone", "all_day")
_SAME = [
    name
    for name in ActivityState.__struct_fields__
    if name not in ("activity_id", "archived", "participant_ids")
]


def create_activity(work: CrmWork, *, fields: ActivityFields) -> Activity:
    """
    Plan an activity; ``status`` done or cancelled writes down what is over.

    Raises:
        Invalid, OutcomeMissing, Forbidden: see ``Crm.create_activity``.
    """
    given = {"kind": None, "subject": None, **given_of(fields)}
    times, values = _read(work, given, None)
    status = values.pop("status", "planned")
    settle_owner(work, values, is_new=True)
    allow_creation(
        work.caller, "activity.create", owner_id=values["owner_id"], unit_id=values["unit_id"]
    )
    activity = Activity(**values)
    activity.move(times)
    _bring_to(work, activity, status)
    if activity.status == "done":
        activity.completed_at = _over_at(work, activity)
    _store(work, activity, ActivityCreatedV1)
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
    status = values.pop("status", activity.status)
    settle_owner(work, values, is_new=False)
    owner_id = activity.owner_id
    activity.change(values)
    activity.move(times)
    _bring_to(work, activity, status)
    _store(work, activity, ActivityUpdatedV1)
    if activity.owner_id != owner_id:
        _tell_owner(work, activity)
    return activity


def complete_activity(
    work: CrmWork,
    *,
    activity_id: UUID,
    outcome: str | None = None,
    expected_version: int | None = None,
) -> Activity:
    """
    Mark as done.

    Raises:
        OutcomeMissing, ActivityCancelled: see ``Activity.complete``.
    """

    def complete(activity: Activity) -> None:
        activity.complete(work.now(), outcome=outcome)

    return _apply(work, activity_id, complete, expected_version)


def cancel_activity(
    work: CrmWork, *, activity_id: UUID, expected_version: int | None = None
) -> Activity:
    """
    Call off.

    Raises:
        ActivityDone: see ``Activity.cancel``.
    """
    return _apply(work, activity_id, Activity.cancel, expected_version)


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
    _store(work, activity, ActivityUpdatedV1)
    return activity


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
    else:
        activity.reopen()


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


def _store(work: CrmWork, activity: Activity, shape: type[ActivityState]) -> None:
    work.save(activity)
    if activity.customer_id is None or activity.archived_at is not None:
        work.timeline.forget("activity", activity.id)
    else:
        work.timeline.put(_entry(activity))
    work.publish(
        shape(
            **{name: getattr(activity, name) for name in _SAME},
            activity_id=activity.id,
            archived=activity.archived_at is not None,
            participant_ids=activity.participant_ids,
        )
    )


def _entry(activity: Activity) -> TimelineEntry:
    at = activity.completed_at or activity.start_at or activity.created_at
    assert activity.customer_id is not None
    assert at is not None
    return TimelineEntry(
        key=f"activity:{activity.id}",
        customer_id=activity.customer_id,
        at=at,
        kind=f"activity.{activity.kind}",
        title=activity.subject,
        ref_kind="activity",
        ref_id=activity.id,
        ref_version=activity.version,
        owner_id=activity.owner_id,
        unit_id=activity.unit_id,
        is_private=activity.privacy == "private",
    )
