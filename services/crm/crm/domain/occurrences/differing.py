"""Letting single occurrences of a series differ, and what becomes of them when the series does."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from shared.kernel.errors import Invalid, NotFound

from crm.domain.activities import Activity
from crm.domain.errors import OccurrenceLimit
from crm.domain.occurrences.changes import MOST_CHANGES, OccurrenceChange, times_of
from crm.domain.occurrences.expanding import OPEN, ends_at, occurrences_of
from crm.domain.occurrences.series import Series
from crm.domain.values.activity_times import ActivityTimes
from crm.domain.values.recurrence import parts_of, without_end

_MARGIN = timedelta(days=3)


def series_of(activity: Activity) -> Series:
    """
    The series an activity is.

    Raises:
        Invalid: ``crm.occurrence_unknown``; it does not repeat.
    """
    if activity.recurrence is None or activity.times.start is None:
        raise Invalid("the activity does not repeat", code="crm.occurrence_unknown")
    return Series(activity.times, activity.recurrence)


def change_of(activity: Activity, key: str) -> OccurrenceChange:
    """
    What is different about one occurrence; to begin with, nothing.

    Raises:
        NotFound: ``crm.occurrence_unknown``.
        OccurrenceLimit: Too many are different already.
    """
    activity.refuse_when_archived()
    found = next((each for each in activity.changes if each.occurrence_start == key), None)
    if found is not None and not found.is_excluded:
        return found
    if found is not None or series_of(activity).find(key) is None:
        raise NotFound("There is no such occurrence.", code="crm.occurrence_unknown", key=key)
    if len(activity.changes) >= MOST_CHANGES:
        raise OccurrenceLimit(MOST_CHANGES)
    made = OccurrenceChange(occurrence_start=key, status=activity.status)
    activity.changes.append(made)
    return made


def exclude(activity: Activity, keys: Iterable[str]) -> None:
    """
    Let exactly these occurrences not take place at all (EXDATE).

    Raises:
        Invalid: ``crm.occurrence_unknown``, ``crm.occurrence_limit``.
    """
    wanted = set(keys)
    kept = [each for each in activity.changes if not each.is_excluded]
    others = [each for each in kept if each.occurrence_start not in wanted]
    if len(wanted) + len(others) > MOST_CHANGES:
        raise Invalid(f"at most {MOST_CHANGES} may differ", code="crm.occurrence_limit")
    if wanted - named(series_of(activity), wanted):
        raise Invalid("there is no such occurrence", code="crm.occurrence_unknown")
    present = {each.occurrence_start: each for each in activity.changes if each.is_excluded}
    activity.changes[:] = others + [
        present.get(key) or OccurrenceChange(occurrence_start=key, is_excluded=True)
        for key in sorted(wanted)
    ]


def named(series: Series, keys: Iterable[str]) -> set[str]:
    """Those of *keys* that name an occurrence, in one pass over the series."""
    missing = set(keys)
    if not missing:
        return set()
    walls = sorted(series.wall_of(key) for key in missing)
    since, until = walls[0].replace(tzinfo=UTC) - _MARGIN, walls[-1] + _MARGIN
    found = set()
    for times in series.occurrences(since):
        key = times.start or ""
        if key in missing:
            found.add(key)
        if len(found) == len(missing) or series.wall_of(key) > until:
            break
    return found


def realign(activity: Activity, before: Series | None) -> None:
    """
    Let what differed follow a series that was moved; what has no occurrence any more goes.

    Args:
        before: The series as it was.
    """
    if not activity.changes:
        return
    if activity.recurrence is None or activity.times.start is None or before is None:
        activity.changes.clear()
        return
    series = series_of(activity)
    if series == before:
        return
    moved_by = series.first - before.first
    for each in activity.changes:
        wall = before.wall_of(each.occurrence_start) + moved_by
        each.occurrence_start = series.at(wall).start or ""
    there = named(series, (each.occurrence_start for each in activity.changes))
    activity.changes[:] = [each for each in activity.changes if each.occurrence_start in there]


@dataclass(frozen=True, kw_only=True)
class Parting:
    """How a series goes on apart from one occurrence on."""

    times: ActivityTimes
    earlier_rule: str
    later_rule: str


def part(activity: Activity, key: str) -> Parting | None:
    """
    How to divide the series before the occurrence *key*; None when it is the first.

    Raises:
        NotFound: ``crm.occurrence_unknown``.
    """
    series = series_of(activity)
    times = series.find(key)
    if times is None:
        raise NotFound("There is no such occurrence.", code="crm.occurrence_unknown", key=key)
    if key == activity.times.start:
        return None
    rule = series.rule
    if (count := parts_of(rule).get("COUNT")) is not None:
        earlier = sum(1 for _ in _before(series, key))
        rest = max(1, int(count) - earlier)
        ends, begins = f"COUNT={earlier}", f"{without_end(rule)};COUNT={rest}"
    else:
        ends, begins = f"UNTIL={_just_before(times)}", rule
    return Parting(times=times, earlier_rule=f"{without_end(rule)};{ends}", later_rule=begins)


def _before(series: Series, key: str) -> Iterable[ActivityTimes]:
    for times in series.occurrences():
        if times.start == key:
            return
        yield times


def _just_before(times: ActivityTimes) -> str:
    if times.start_on is not None:
        return f"{times.start_on - timedelta(days=1):%Y%m%d}"
    assert times.start_at is not None
    return f"{times.start_at - timedelta(seconds=1):%Y%m%dT%H%M%SZ}"


def note_ends(activity: Activity) -> None:
    """Work out when a series is over, and the first occurrence nobody settled."""
    activity.ends_at = activity.open_end_at = activity.open_end_on = None
    if activity.recurrence is None or activity.times.start is None:
        return
    activity.ends_at = _end_of(activity, series_of(activity))
    if activity.status not in OPEN or activity.kind == "meeting":
        return  # meetings that come again and again are over when they are over
    for each in occurrences_of(activity, activity.changes):
        if each.status in OPEN:
            times = each.times
            activity.open_end_at = times.end_at or times.start_at
            activity.open_end_on = times.end_on or times.start_on
            return


def _end_of(activity: Activity, series: Series) -> datetime | None:
    end = series.ends_at()
    if end is None:
        return None
    moved = [ends_at(times_of(each), series.zone) for each in activity.changes if each.is_moved]
    return max([end, *moved])
