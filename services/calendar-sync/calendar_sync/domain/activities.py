"""Activities as calendars see them: which belong in whose calendar, and how they look there."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

_DEFAULT_LENGTH = timedelta(minutes=30)
BUSY = {"nb": "Opptatt", "en": "Busy"}


@dataclass(frozen=True, kw_only=True)
class Change:
    """
    An occurrence of a series that is not as the series says; None is as the series says.

    ``occurrence_start`` is where the series would begin, an instant or a day as text.
    """

    occurrence_start: str
    is_excluded: bool = False
    is_moved: bool = False
    subject: str | None = None
    body: str | None = None
    location: str | None = None
    start_at: datetime | None = None
    end_at: datetime | None = None
    start_on: date | None = None
    end_on: date | None = None
    status: str = "planned"

    @property
    def is_gone(self) -> bool:
        """Whether it does not take place."""
        return self.is_excluded or self.status == "cancelled"


@dataclass(frozen=True, kw_only=True)
class Activity:
    """
    The newest state of an activity crm told us of.

    ``end_on`` is the last day itself; ``changed_at`` is when crm changed it.
    """

    id: UUID
    version: int
    kind: str
    subject: str
    status: str
    owner_id: UUID
    participant_ids: Sequence[UUID]
    changed_at: datetime
    body: str | None = None
    location: str | None = None
    all_day: bool = False
    start_at: datetime | None = None
    end_at: datetime | None = None
    start_on: date | None = None
    end_on: date | None = None
    time_zone: str | None = None
    recurrence: str | None = None
    privacy: str = "normal"
    archived: bool = False
    ical_uid: str | None = None
    changes: Sequence[Change] = ()

    @property
    def people(self) -> set[UUID]:
        """In whose calendars it belongs."""
        return {self.owner_id, *self.participant_ids}

    @property
    def is_in_calendars(self) -> bool:
        """Whether it has a time, and takes or took place."""
        has_time = self.start_at is not None or self.start_on is not None
        return has_time and not self.archived and self.status != "cancelled"


@dataclass(frozen=True, kw_only=True)
class CalendarEvent:
    """
    What stands in a calendar, and the only thing that is compared.

    Shape: instants (UTC) with the zone people meant, or days with the end exclusive, as
    calendars count.
    """

    title: str
    description: str | None
    location: str | None
    all_day: bool
    start_at: datetime | None
    end_at: datetime | None
    start_on: date | None
    end_on: date | None
    time_zone: str
    recurrence: str | None
    is_private: bool
    exdates: Sequence[datetime | date] = ()
    overrides: Sequence["Override"] = ()

    def digest(self) -> str:
        """The same for equal events, whatever process made them."""
        values = asdict(self)
        for name in ("exdates", "overrides"):  # what has none is what it was before there were any
            if not values[name]:
                del values[name]
        text = json.dumps(values, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Override:
    """One occurrence as it stands in a calendar; ``event`` has no rule of its own."""

    occurrence: datetime | date
    event: CalendarEvent


@dataclass(frozen=True, kw_only=True)
class Showing:
    """
    How a calendar shows activities.

    Args:
        viewer_id: Whose calendar it is.
        kinds: Kinds of activities that are shown, all when empty.
        busy_only: Show no titles at all.
        hide_private: Show no titles of private activities, not even the owner's own.
        locale: Language of the word for *busy*.
    """

    viewer_id: UUID
    kinds: Sequence[str] = ()
    busy_only: bool = False
    hide_private: bool = False
    locale: str = "nb"


def event_for(activity: Activity, showing: Showing) -> CalendarEvent | None:
    """How the activity stands in a calendar; None when it does not belong there."""
    if not activity.is_in_calendars or showing.viewer_id not in activity.people:
        return None
    if showing.kinds and activity.kind not in showing.kinds:
        return None
    is_private = activity.privacy == "private"
    is_mine = activity.owner_id == showing.viewer_id
    hidden = showing.busy_only or (is_private and (showing.hide_private or not is_mine))
    series = _event(activity, showing, hidden=hidden, recurrence=activity.recurrence)
    if activity.recurrence is None or not activity.changes:
        return series
    return replace(
        series,
        exdates=tuple(_named(each) for each in activity.changes if each.is_gone),
        overrides=tuple(
            Override(
                occurrence=_named(each),
                event=_event(_changed(activity, each), showing, hidden=hidden, recurrence=None),
            )
            for each in activity.changes
            if not each.is_gone and _is_seen(each, hidden=hidden)
        ),
    )


def _is_seen(change: Change, *, hidden: bool) -> bool:
    """Whether a calendar shows that the occurrence differs."""
    texts = change.subject or change.body or change.location
    return change.is_moved or (not hidden and texts is not None)


def _named(change: Change) -> datetime | date:
    text = change.occurrence_start
    if len(text) <= len("2026-11-24"):
        return date.fromisoformat(text)
    return datetime.fromisoformat(text).astimezone(UTC)


def _changed(activity: Activity, change: Change) -> Activity:
    """The activity as it is on one occasion."""
    texts = {
        name: getattr(change, name) or getattr(activity, name)
        for name in ("subject", "body", "location")
    }
    if change.is_moved:
        times = {name: getattr(change, name) for name in ("start_at", "end_at")}
        days = {name: getattr(change, name) for name in ("start_on", "end_on")}
        return replace(activity, **texts, **times, **days)
    begins, series = _named(change), _times(activity)
    if not isinstance(begins, datetime):
        length = series["end_on"] - series["start_on"] - timedelta(days=1)
        return replace(activity, **texts, start_on=begins, end_on=begins + length)
    ends = begins + (series["end_at"] - series["start_at"])
    return replace(activity, **texts, start_at=begins, end_at=ends)


def _event(
    activity: Activity, showing: Showing, *, hidden: bool, recurrence: str | None
) -> CalendarEvent:
    return CalendarEvent(
        title=BUSY.get(showing.locale, BUSY["en"]) if hidden else activity.subject,
        description=None if hidden else activity.body,
        location=None if hidden else activity.location,
        time_zone=activity.time_zone or "UTC",
        recurrence=recurrence,
        is_private=activity.privacy == "private",
        **_times(activity),
    )


def _times(activity: Activity) -> dict[str, Any]:
    if activity.start_on is not None:
        last_on = activity.end_on or activity.start_on
        return {
            "all_day": True,
            "start_on": activity.start_on,
            "end_on": last_on + timedelta(days=1),
            "start_at": None,
            "end_at": None,
        }
    assert activity.start_at is not None  # is_in_calendars says so
    start_at = activity.start_at.astimezone(UTC)
    return {
        "all_day": False,
        "start_on": None,
        "end_on": None,
        "start_at": start_at,
        "end_at": (activity.end_at or start_at + _DEFAULT_LENGTH).astimezone(UTC),
    }


def fields_of(event: CalendarEvent) -> dict[str, str | None]:
    """What a person would compare: title, place and times, as text."""
    start, end = event.start_at or event.start_on, event.end_at or event.end_on
    return {
        "title": event.title,
        "location": event.location,
        "start": start.isoformat() if start else None,
        "end": end.isoformat() if end else None,
    }


def uid_of(activity: Activity, generation: int = 0) -> str:
    """
    The event's UID in every calendar: stable for its whole life.

    A calendar may remember the UID of an event that was removed; one that comes back has the
    next generation's.
    """
    name, at, place = (activity.ical_uid or f"{activity.id}@samspill").partition("@")
    return f"{name}{f'-{generation}' if generation else ''}{at}{place}"
