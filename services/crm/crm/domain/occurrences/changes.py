"""What is different about single occurrences of a series."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from shared.kernel.records import Child

from crm.domain.values.activity_times import ActivityTimes

MOST_CHANGES = 730  # to one series: two years of days
TEXTS = ("subject", "body", "location")


@dataclass(eq=False, kw_only=True)
class OccurrenceChange(Child):
    """
    One occurrence that is not as the series says.

    Args:
        occurrence_start: Names it: where the series would begin, as ``ActivityTimes.start``.
        is_excluded: It does not take place at all (EXDATE).
        is_moved: Its times are these and not the series'.
    """

    activity_id: UUID | None = None
    occurrence_start: str
    is_excluded: bool = False
    is_moved: bool = False
    subject: str | None = None
    body: str | None = None
    location: str | None = None
    all_day: bool = False
    start_at: datetime | None = None
    end_at: datetime | None = None
    start_on: date | None = None
    end_on: date | None = None
    time_zone: str | None = None
    time_adjusted: str | None = None
    status: str = "planned"
    outcome: str | None = None
    completed_at: datetime | None = None

    @property
    def times(self) -> ActivityTimes | None:
        """Its own times, when it was moved."""
        return times_of(self) if self.is_moved else None

    def move(self, times: ActivityTimes) -> None:
        """Take place at other times than the series says."""
        self.is_moved = True
        for each in fields(ActivityTimes):
            setattr(self, each.name, getattr(times, each.name))


def times_of(thing: Any) -> ActivityTimes:
    """The times of whatever has them, a record or a row."""
    return ActivityTimes(**{each.name: getattr(thing, each.name) for each in fields(ActivityTimes)})
