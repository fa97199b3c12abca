"""Reminders: who is reminded of what, how long before, and when that is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.kernel.errors import Invalid
from shared.kernel.records import Record

from crm.domain.occurrences.expanding import Occurrence, occurrences_of
from crm.domain.values.activity_times import ActivityTimes

CHANNELS = ("in_app", "email")
USUAL_LEAD_MINUTES = 15
LONGEST_LEAD_MINUTES = 4 * 7 * 24 * 60
MOST_REMINDERS = 10  # of one person about one activity
DAY_BEGINS = time(9)  # what has only a day is reminded of as if it began then
TOO_LATE = timedelta(hours=12)  # after this, a worker that was away reminds of nothing any more


@dataclass(eq=False, kw_only=True)
class Reminder(Record):
    """
    One person, one activity, one lead time, one channel.

    Args:
        next_at: When it comes next, as far as planned.
    """

    activity_id: UUID
    user_id: UUID
    lead_minutes: int
    channel: str
    next_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Preference:
    """How somebody is reminded unless he says otherwise about an activity."""

    lead_minutes: int = USUAL_LEAD_MINUTES
    channels: tuple[str, ...] = ("in_app",)


@dataclass(frozen=True, kw_only=True)
class Firing:
    """A reminder that is due; ``starts`` is when what it reminds of begins."""

    reminder: Reminder
    occurrence_start: str | None
    starts: str
    subject: str


@dataclass(kw_only=True)
class Plan:
    """What is due now, and when each reminder comes next."""

    due: list[Firing] = field(default_factory=list)
    next_at: dict[UUID, datetime] = field(default_factory=dict)

    @property
    def soonest_at(self) -> datetime | None:
        """When anything comes next."""
        return min(self.next_at.values(), default=None)


def checked_lead(lead_minutes: int) -> int:
    """
    A lead time that can be planned.

    Raises:
        Invalid: ``crm.reminder_lead_invalid``.
    """
    if not 0 <= lead_minutes <= LONGEST_LEAD_MINUTES:
        raise Invalid("from 0 minutes to four weeks", code="crm.reminder_lead_invalid")
    return lead_minutes


def checked_channel(channel: str) -> str:
    """
    A channel we know.

    Raises:
        Invalid: ``crm.reminder_channel_unknown``.
    """
    if channel not in CHANNELS:
        raise Invalid("in_app or email", code="crm.reminder_channel_unknown")
    return channel


def plan(
    activity: Any,
    reminders: Iterable[Reminder],
    zones: Mapping[UUID, ZoneInfo],
    *,
    since: datetime,
    now: datetime,
) -> Plan:
    """
    Work out what is due at *now* and what comes next.

    Args:
        zones: Where each person is, for what has only a day.
        since: When it was planned; what had begun by then is not reminded of.
    """
    made, mine = Plan(), list(reminders)
    longest = timedelta(minutes=max((each.lead_minutes for each in mine), default=0), days=1)
    for occurrence in _planned(activity, since):
        soonest = made.soonest_at
        all_known = len(made.next_at) == len(mine)
        if soonest and all_known and occurrence.begins_at - longest > max(made.next_at.values()):
            break
        for reminder in mine:
            _place(made, reminder, occurrence, zones[reminder.user_id], since=since, now=now)
    return made


def _place(
    made: Plan,
    reminder: Reminder,
    occurrence: Occurrence,
    zone: ZoneInfo,
    *,
    since: datetime,
    now: datetime,
) -> None:
    begins = reminded_of_at(occurrence.times, zone)
    at = begins - timedelta(minutes=reminder.lead_minutes)
    if begins <= since or occurrence.status != "planned":
        return
    if at > now:
        made.next_at[reminder.id] = min(at, made.next_at.get(reminder.id, at))
    elif begins > now - TOO_LATE:
        made.due.append(
            Firing(
                reminder=reminder,
                occurrence_start=occurrence.occurrence_start,
                starts=occurrence.times.start or "",
                subject=occurrence.subject,
            )
        )


def reminded_of_at(times: ActivityTimes, zone: ZoneInfo) -> datetime:
    """The instant a lead time is counted from."""
    if times.start_at is not None:
        return times.start_at
    assert times.start_on is not None
    return datetime.combine(times.start_on, DAY_BEGINS, zone).astimezone(UTC)


def _planned(activity: Any, since: datetime) -> Iterable[Occurrence]:
    if activity.times.start is not None:
        return occurrences_of(activity, activity.changes, since=since)
    if activity.due_on is None:
        return ()
    return (
        Occurrence(
            occurrence_start=None,
            times=ActivityTimes(all_day=True, start_on=activity.due_on),
            subject=activity.subject,
            body=None,
            location=None,
            status=activity.status,
            outcome=None,
            completed_at=None,
        ),
    )
