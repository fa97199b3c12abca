"""Conditions of lists of activities that have to do with time."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.kernel.context import Caller
from shared.kernel.errors import invalid_field
from sqlalchemy import ColumnElement, and_, case, func, literal_column, not_, or_

from crm.domain.occurrences.expanding import OPEN
from crm.persistence.activity_tables import activities

_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)

# Days count from midnight UTC, so that they sort among instants.
START = case(
    (activities.c.all_day, func.timezone("UTC", activities.c.start_on)),
    else_=activities.c.start_at,
)
START.type = activities.c.start_at.type
_LAST_DAY = func.coalesce(activities.c.end_on, activities.c.start_on)
_END = func.coalesce(activities.c.end_at, activities.c.start_at)
_SERIES_END = func.coalesce(activities.c.ends_at, literal_column("'infinity'::timestamptz"))


def overdue(value: str, *, now: datetime, caller: Caller) -> ColumnElement[bool]:
    """
    What is open though its time has passed, where the caller is.

    Of a series it is the first occurrence nobody settled that counts; meetings that come again
    and again are never overdue.
    """
    if value not in ("true", "false"):
        raise invalid_field("/overdue", "must be true or false")
    today = now.astimezone(ZoneInfo(caller.time_zone)).date()
    last_on = func.coalesce(activities.c.due_on, _LAST_DAY)
    single = func.coalesce(now > _END, last_on < today, False)
    series = func.coalesce(activities.c.open_end_at < now, activities.c.open_end_on < today, False)
    late = and_(
        activities.c.status.in_(OPEN),
        case((activities.c.recurrence.is_(None), single), else_=series),
    )
    return late if value == "true" else not_(late)


def ending_after(since: datetime, zone: ZoneInfo) -> ColumnElement[bool]:
    """What is not over before *since*; a series, when any occurrence is not; days are *zone*'s."""
    first_on = since.astimezone(zone).date()
    return or_(
        activities.c.recurrence.is_not(None) & (since < _SERIES_END),
        activities.c.recurrence.is_(None) & activities.c.all_day & (first_on <= _LAST_DAY),
        activities.c.recurrence.is_(None) & (since < _END),
        activities.c.start_at >= since,  # what has no length takes place when it begins
    )


def beginning_before(until: datetime, zone: ZoneInfo) -> ColumnElement[bool]:
    """What begins before *until*; days are days in *zone*."""
    last_on = (until - timedelta(microseconds=1)).astimezone(zone).date()
    return or_(
        activities.c.all_day & (activities.c.start_on <= last_on),
        activities.c.start_at < until,
    )


def moment(name: str, text: str, zone: ZoneInfo, *, is_end: bool) -> datetime:
    """
    One side of a window: an instant, or a day in *zone* (the last one included).

    Raises:
        Invalid: Neither.
    """
    try:
        if len(text) <= len("2026-11-24"):
            day = date.fromisoformat(text) + timedelta(days=1 if is_end else 0)
            at = datetime.combine(day, time(), zone).astimezone(UTC)
        else:
            at = datetime.fromisoformat(text)
        if at.tzinfo is not None and _FIRST <= at <= _LAST:
            return at.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise invalid_field(f"/{name}", "must be an instant or a day from 1970 to 2199")
