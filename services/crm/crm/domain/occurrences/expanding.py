"""From an activity and what is different about single occurrences to what takes place when."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from crm.domain.occurrences.changes import TEXTS, OccurrenceChange, times_of
from crm.domain.occurrences.series import Series
from crm.domain.values.activity_times import ActivityTimes

OPEN = ("planned", "in_progress")
MOST_INSTANCES = 730  # of one series in one window


@dataclass(frozen=True, kw_only=True)
class Occurrence:
    """One time something takes place; ``occurrence_start`` is None for what does not repeat."""

    occurrence_start: str | None
    times: ActivityTimes
    subject: str
    body: str | None
    location: str | None
    status: str
    outcome: str | None
    completed_at: datetime | None

    @property
    def begins_at(self) -> datetime:
        """For sorting: days count from midnight UTC."""
        return begins_at(self.times, ZoneInfo("UTC"))


def begins_at(times: ActivityTimes, zone: ZoneInfo) -> datetime:
    """The instant it begins; days begin at midnight in *zone*."""
    if times.start_at is not None:
        return times.start_at
    assert times.start_on is not None
    return datetime.combine(times.start_on, time(), zone).astimezone(UTC)


def ends_at(times: ActivityTimes, zone: ZoneInfo) -> datetime:
    """The instant it ends; days end at the following midnight in *zone*."""
    if times.start_at is not None:
        return times.end_at or times.start_at
    last_on = times.end_on or times.start_on
    assert last_on is not None
    return datetime.combine(last_on + timedelta(days=1), time(), zone).astimezone(UTC)


def is_over(times: ActivityTimes, *, now: datetime, today: date) -> bool:
    """Whether the time for it has passed, where *today* is."""
    last_on = times.end_on or times.start_on
    if last_on is not None:
        return last_on < today
    end = times.end_at or times.start_at
    return end is not None and end < now


def occurrences_of(
    activity: Any, changes: Iterable[Any], *, since: datetime | None = None
) -> Iterator[Occurrence]:
    """
    When an activity takes place, in order and lazily.

    Args:
        activity: A record or a row that has times.
        changes: What is different about single occurrences.
        since: Those that were over before may be left out.
    """
    if activity.recurrence is None:
        return iter([_plain(activity, times_of(activity), None)])
    by_key = {each.occurrence_start: each for each in changes}
    series = Series(times_of(activity), activity.recurrence)
    moved = sorted(
        (
            _changed(activity, each, times_of(each))
            for each in by_key.values()
            if each.is_moved and not each.is_excluded
        ),
        key=_order,
    )
    return heapq.merge(_by_rule(activity, series, by_key, since), moved, key=_order)


def _order(occurrence: Occurrence) -> tuple[datetime, str]:
    return occurrence.begins_at, occurrence.occurrence_start or ""


def _by_rule(
    activity: Any,
    series: Series,
    by_key: dict[str, OccurrenceChange],
    since: datetime | None,
) -> Iterator[Occurrence]:
    for times in series.occurrences(since):
        change = by_key.get(times.start or "")
        if change is None:
            yield _plain(activity, times, times.start)
        elif not (change.is_excluded or change.is_moved):
            yield _changed(activity, change, times)


def _plain(activity: Any, times: ActivityTimes, key: str | None) -> Occurrence:
    return Occurrence(
        occurrence_start=key,
        times=times,
        status=activity.status,
        outcome=activity.outcome,
        completed_at=activity.completed_at,
        **{name: getattr(activity, name) for name in TEXTS},
    )


def _changed(activity: Any, change: Any, times: ActivityTimes) -> Occurrence:
    """A series that is over is over for every occurrence that was still open."""
    is_open = change.status in OPEN
    settled = activity if is_open and activity.status not in OPEN else change
    return Occurrence(
        occurrence_start=change.occurrence_start,
        times=times,
        status=settled.status,
        outcome=settled.outcome,
        completed_at=settled.completed_at,
        **{name: getattr(change, name) or getattr(activity, name) for name in TEXTS},
    )
