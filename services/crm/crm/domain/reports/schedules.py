"""ReportSchedule: when somebody wants to be told that a report is ready."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.kernel.errors import Invalid
from shared.kernel.records import Record

from crm.domain.values.problems import Problems

EVERY = ("day", "week", "month")
USUAL_AT = "07:00"
MOST_SCHEDULES = 10  # of one person for one report


@dataclass(eq=False, kw_only=True)
class ReportSchedule(Record):
    """
    One person, one report, one time of every day, week or month.

    Args:
        weekday: 1 (Monday) to 7, of every week.
        month_day: 1 to 31, of every month; the last day of a shorter one.
        at: The time on the wall in *time_zone*, ``HH:MM``.
        next_at: When it comes next.
    """

    saved_report_id: UUID
    user_id: UUID
    every: str
    weekday: int | None = None
    month_day: int | None = None
    at: str = USUAL_AT
    time_zone: str
    next_at: datetime

    def plan(self, now: datetime) -> None:
        """Set when it comes next after *now*."""
        self.next_at = next_after(
            now, every=self.every, day=self.weekday or self.month_day, at=self.at,
            zone=ZoneInfo(self.time_zone),
        )  # fmt: skip


def next_after(now: datetime, *, every: str, day: int | None, at: str, zone: ZoneInfo) -> datetime:
    """The first such time after *now*; ``day`` of the week or month."""
    today = now.astimezone(zone).date()
    days = (today + timedelta(days=ahead) for ahead in range(63))
    moments = (datetime.combine(each, time.fromisoformat(at), zone) for each in days)
    found = (each for each in moments if each > now and _falls_on(each.date(), every, day))
    return next(found).astimezone(UTC)


def read_schedule(given: dict[str, Any], problems: Problems) -> dict[str, Any]:
    """Turn what a caller gave into attributes of ``ReportSchedule``, noting every problem."""
    every = given.get("every")
    if every not in EVERY:
        problems.note("/every", "crm.schedule_invalid", f"one of {', '.join(EVERY)}")
    at = problems.read("/at", _time, given.get("at", USUAL_AT))
    weekday, month_day = given.get("weekday"), given.get("month_day")
    for name, value, of, last in (
        ("weekday", weekday, "week", 7),
        ("month_day", month_day, "month", 31),
    ):
        is_fit = value is None or 1 <= value <= last
        if not is_fit or (value is not None) != (every == of):
            problems.note(f"/{name}", "crm.schedule_invalid", f"1 to {last}, of every {of} only")
    return {"every": every, "weekday": weekday, "month_day": month_day, "at": at}


def _falls_on(each: date, every: str, day: int | None) -> bool:
    if every == "week":
        return each.isoweekday() == day
    if every == "month":
        return each.day == min(day or 1, monthrange(each.year, each.month)[1])
    return True


def _time(value: str) -> str:
    try:
        if len(value) == len(USUAL_AT):
            return f"{time.fromisoformat(value):%H:%M}"
    except ValueError:
        pass
    raise Invalid("a time such as 07:00", code="crm.schedule_invalid")
