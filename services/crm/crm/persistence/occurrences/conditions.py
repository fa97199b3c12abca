"""Conditions of lists of activities that have to do with time."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.kernel.context import Caller
from shared.kernel.errors import invalid_field
from sqlalchemy import ColumnElement, DateTime, and_, case, func, literal, literal_column, not_, or_

from crm.domain.occurrences.expanding import OPEN
from crm.persistence.activity_tables import activities

_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_INSTANT = DateTime(timezone=True)
_ZONES = timedelta(hours=14)  # the farthest a day somewhere is from the same day in UTC

# Days count from midnight UTC, so that they sort among instants.
START = case(
    (activities.c.all_day, func.timezone("UTC", activities.c.start_on)),
    else_=activities.c.start_at,
)
START.type = activities.c.start_at.type
_LAST_DAY = func.coalesce(activities.c.end_on, activities.c.start_on)
_END = case(
    (
        activities.c.recurrence.is_not(None),
        func.coalesce(activities.c.ends_at, literal_column("'infinity'::timestamptz")),
    ),
    (activities.c.all_day, func.timezone("UTC", _LAST_DAY + literal_column("1"))),
    else_=func.coalesce(activities.c.end_at, activities.c.start_at),
)
_END.type = activities.c.start_at.type


def overdue(value: str, *, now: datetime, caller: Caller) -> ColumnElement[bool]:
    """
    What is open though its time has passed, where the caller is.

    Of a series it is the first occurrence nobody settled that counts; meetings that come again
    and again are never overdue.
    """
    if value not in ("true", "false"):
        raise invalid_field("/overdue", "must be true or false")
    today = now.astimezone(ZoneInfo(caller.time_zone)).date()
    ends = func.coalesce(activities.c.end_at, activities.c.start_at)
    last_on = func.coalesce(activities.c.due_on, _LAST_DAY)
    single = func.coalesce(ends < now, last_on < today, False)
    series = func.coalesce(activities.c.open_end_at < now, activities.c.open_end_on < today, False)
    late = and_(
        activities.c.status.in_(OPEN),
        case((activities.c.recurrence.is_(None), single), else_=series),
    )
    return late if value == "true" else not_(late)


def ending_after(since: datetime) -> ColumnElement[bool]:
    """
    What is not over before *since*; a series, when any occurrence is not.

    Days are days somewhere, so half a day more may be found than takes place.
    """
    at_days = case((activities.c.all_day, literal(since - _ZONES, _INSTANT)), else_=since)
    return or_(at_days < _END, since <= START)  # what has no length takes place when it begins


def beginning_before(until: datetime) -> ColumnElement[bool]:
    """What begins before *until*, days as in ``ending_after``."""
    return case((activities.c.all_day, literal(until + _ZONES, _INSTANT)), else_=until) > START


def moment(name: str, text: str, caller: Caller, *, is_end: bool) -> datetime:
    """
    One side of a window: an instant, or a day where the caller is (the last one included).

    Raises:
        Invalid: Neither.
    """
    try:
        if len(text) <= len("2026-11-24"):
            day = date.fromisoformat(text) + timedelta(days=1 if is_end else 0)
            at = datetime.combine(day, time(), ZoneInfo(caller.time_zone)).astimezone(UTC)
        else:
            at = datetime.fromisoformat(text)
        if at.tzinfo is not None and _FIRST <= at <= _LAST:
            return at.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise invalid_field(f"/{name}", "must be an instant or a day from 1970 to 2199")
