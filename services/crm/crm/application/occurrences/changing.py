"""Use cases of single occurrences of a series."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.contracts.crm.activities.occurrence_views import OccurrenceFields
from shared.contracts.crm.events import ActivityCreatedV1, ActivityUpdatedV1
from shared.kernel.errors import Invalid

from crm.application.changing import allow
from crm.application.occurrences.storing import store_activity
from crm.application.ports import CrmWork
from crm.application.reminders.planning import copy_reminders, plan_reminders
from crm.domain import settling
from crm.domain.activities import READERS, Activity, Participant
from crm.domain.occurrences.changes import TEXTS, OccurrenceChange
from crm.domain.occurrences.differing import change_of, part, realign, series_of
from crm.domain.values.activity_times import ActivityTimes, read_times
from crm.domain.values.problems import Problems, read_fields

SCOPES = ("this", "following")
_TIMES = ("start", "end", "time_zone", "all_day")
_KEPT = (
    "kind", "subject", "owner_id", "body", "location", "unit_id", "customer_id", "contact_ids",
    "sales_case_id", "project_id", "privacy", "priority",
)  # fmt: skip


@dataclass(frozen=True)
class Which:
    """An activity or one occurrence of a series, and the version the caller knows."""

    activity_id: UUID
    occurrence_start: str | None
    expected_version: int | None


def settle_activity(
    work: CrmWork, which: Which, *, status: str, outcome: str | None = None
) -> Activity:
    """
    Bring an activity, or one occurrence of it, to *status*: done, cancelled or no_show.

    Raises:
        OutcomeMissing, ActivityCancelled, ActivityDone: see ``settling``.
    """
    activity = _allowed(work, which)
    activity.refuse_when_archived()
    outcome = READERS["outcome"](outcome)
    thing: Activity | OccurrenceChange = activity
    if which.occurrence_start is not None:
        thing = change_of(activity, key_of(activity, which.occurrence_start))
    if status == "done":
        settling.complete(thing, kind=activity.kind, now=work.now(), outcome=outcome)
    elif status == "cancelled":
        settling.cancel(thing)
    else:
        settling.miss(thing, outcome=outcome)
    _store(work, activity)
    return activity


def change_occurrence(
    work: CrmWork, which: Which, *, scope: str, fields: OccurrenceFields
) -> Activity:
    """
    Change one occurrence, or it and all later ones, which become a series of their own.

    Returns:
        The activity the occurrence belongs to now.

    Raises:
        Invalid, NotFound: see ``Crm.change_occurrence_activity``.
    """
    if scope not in SCOPES:
        raise Invalid("this or following", code="crm.occurrence_scope_unknown")
    activity = _allowed(work, which)
    key = key_of(activity, which.occurrence_start or "")
    if scope == "following":
        return _change_following(work, activity, key, fields)
    change = change_of(activity, key)
    now = change.times or series_of(activity).find(key)
    assert now is not None
    times, values = _read(work, fields, now)
    if "recurrence" in values:
        raise Invalid("only a series repeats", code="crm.activity_recurrence_invalid")
    for name, value in values.items():
        setattr(change, name, value)
    if times != now:
        change.move(times)
        settling.reopen(change)
    _store(work, activity)
    return activity


def _allowed(work: CrmWork, which: Which) -> Activity:
    activity = work.activities.get(which.activity_id)
    allow(work, "activity.update", activity, "activity", which.expected_version)
    return activity


def key_of(activity: Activity, text: str) -> str:
    """
    The name of an occurrence as a caller wrote it.

    Raises:
        Invalid: ``crm.activity_time_invalid``.
    """
    times = activity.times
    read = read_times(
        start=text, end=None, time_zone=times.time_zone or "UTC", all_day=times.all_day
    )
    return read.start or ""


def _change_following(
    work: CrmWork, activity: Activity, key: str, fields: OccurrenceFields
) -> Activity:
    parting = part(activity, key)
    if parting is None:
        before = series_of(activity)
        times, values = _read(work, fields, activity.times)
        activity.change(values)
        activity.move(times)
        realign(activity, before)
        _store(work, activity)
        return activity
    times, values = _read(work, fields, parting.times)
    later = _later(activity, parting.times, parting.later_rule)
    before = series_of(later)
    later.changes = _taken_over(activity, key)
    activity.recurrence = parting.earlier_rule
    later.change(values)
    later.move(times)
    realign(later, before)
    _store(work, activity)
    store_activity(work, later, ActivityCreatedV1)
    copy_reminders(work, activity, later)
    plan_reminders(work, later)
    return later


def _later(activity: Activity, times: ActivityTimes, rule: str) -> Activity:
    """The series that goes on from an occurrence on."""
    later = Activity(**{name: getattr(activity, name) for name in _KEPT}, recurrence=rule)
    later.contact_ids = list(activity.contact_ids)
    later.participants = [
        Participant(
            user_id=each.user_id,
            contact_id=each.contact_id,
            email=each.email,
            response=each.response,
            organiser=each.organiser,
        )
        for each in activity.participants
    ]
    later.move(times)
    return later


def _taken_over(activity: Activity, key: str) -> list[OccurrenceChange]:
    """Copies of what differs from the occurrence on; it leaves the earlier series."""
    taken = [each for each in activity.changes if each.occurrence_start >= key]
    activity.changes[:] = [each for each in activity.changes if each.occurrence_start < key]
    names = [
        name
        for name in OccurrenceChange.__dataclass_fields__
        if name not in ("id", "organisation_id", "activity_id")
    ]
    return [OccurrenceChange(**{name: getattr(each, name) for name in names}) for each in taken]


def _read(
    work: CrmWork, fields: OccurrenceFields, now: ActivityTimes
) -> tuple[ActivityTimes, dict[str, Any]]:
    given, problems = fields.given(), Problems()
    asked = {name: given.pop(name) for name in _TIMES if name in given}
    readers = {name: READERS[name] for name in (*TEXTS, "recurrence")}
    values = read_fields(given, readers, problems)
    times = now
    if asked:
        times = problems.read("/start", lambda _: times_asked(work, asked, now), None) or now
    problems.stop("crm.activity_invalid")
    return times, values


def times_asked(work: CrmWork, asked: dict[str, Any], now: ActivityTimes) -> ActivityTimes:
    """
    The times a caller asks for; what he leaves out stays as it is.

    A new beginning alone moves the end along.

    Raises:
        Invalid: see ``read_times``.
    """
    all_day = asked.get("all_day", now.all_day)
    same_sort = all_day == now.all_day
    times = read_times(
        start=asked.get("start", now.start if same_sort else None),
        end=asked.get("end", now.end if same_sort and "start" not in asked else None),
        time_zone=asked.get("time_zone") or now.time_zone or work.caller.time_zone,
        all_day=all_day,
    )
    if "end" in asked or not same_sort or "start" not in asked:
        return times
    return times.lasting_as(now)


def _store(work: CrmWork, activity: Activity) -> None:
    store_activity(work, activity, ActivityUpdatedV1)
    plan_reminders(work, activity)
