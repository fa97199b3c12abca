"""
Series: where a rule of repetition takes place, by the clock on the wall.

python-dateutil expands the rule, because it knows all of RFC 5545 and goes from one occurrence to
the next without making them all.  It counts in local time here; instants are made afterwards, so
that nine o'clock stays nine o'clock all year.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr

from crm.domain.values.activity_times import LAST_YEAR, ActivityTimes, instant_of
from crm.domain.values.recurrence import parts_of, refused

_STEP_DAYS = {"DAILY": 1, "WEEKLY": 7}
_MARGIN = timedelta(days=2)  # more than any two time zones lie apart


@dataclass(frozen=True)
class Series:
    """
    The times of the first occurrence and the rule.

    The first occurrence always takes place, also when the rule alone would leave it out, as
    calendars show it.
    """

    times: ActivityTimes
    rule: str

    @property
    def first(self) -> datetime:
        """The beginning of the first occurrence on the wall."""
        if self.times.start_on is not None:
            return datetime.combine(self.times.start_on, time())
        assert self.times.start_at is not None  # what repeats has a beginning
        return self.times.start_at.astimezone(self.zone).replace(tzinfo=None)

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.times.time_zone or "UTC")

    @property
    def length(self) -> timedelta:
        """How long an occurrence lasts, exactly; days count without the first."""
        times = self.times
        if times.start_on is not None:
            return (times.end_on or times.start_on) - times.start_on
        assert times.start_at is not None
        return (times.end_at or times.start_at) - times.start_at

    def check(self) -> None:
        """
        Stop unless the rule alone takes place within the years we keep.

        Raises:
            Invalid: ``crm.activity_recurrence_invalid``.
        """
        try:
            begins = next(iter(self._rule(self.first)), None)
        except (ValueError, TypeError, OverflowError):
            raise refused() from None
        if begins is None or begins.year > LAST_YEAR:
            raise refused()

    def occurrences(self, since: datetime | None = None) -> Iterator[ActivityTimes]:
        """Occurrences in order, lazily; those that were over before *since* may be left out."""
        return (self.at(each) for each in self._walls(since))

    def at(self, wall: datetime) -> ActivityTimes:
        """The occurrence that begins when the clock on the wall shows *wall*."""
        times = self.times
        if times.start_on is not None:
            day = wall.date()
            ends_on = day + self.length if times.end_on else None
            return ActivityTimes(all_day=True, start_on=day, end_on=ends_on)
        start_at, time_adjusted = instant_of(wall, self.zone)
        return ActivityTimes(
            start_at=start_at,
            end_at=start_at + self.length if times.end_at else None,
            time_zone=times.time_zone,
            time_adjusted=time_adjusted,
        )

    def wall_of(self, key: str) -> datetime:
        """The wall clock of an occurrence's name."""
        if len(key) <= len("2026-11-24"):
            return datetime.combine(date.fromisoformat(key), time())
        return datetime.fromisoformat(key).astimezone(self.zone).replace(tzinfo=None)

    def find(self, key: str) -> ActivityTimes | None:
        """The occurrence with this name, if the series has it."""
        try:
            wall = self.wall_of(key)
        except (ValueError, OverflowError):
            return None
        since = wall.replace(tzinfo=UTC) - _MARGIN
        for times in self.occurrences(since):
            if times.start == key:
                return times
            begins = self.wall_of(times.start or "")
            if begins > wall + _MARGIN:
                break
        return None

    def ends_at(self) -> datetime | None:
        """When the series is over, or somewhat later; None when it never is."""
        parts = parts_of(self.rule)
        if "COUNT" not in parts and "UNTIL" not in parts:
            return None
        until = _moment(parts["UNTIL"])[0] if "UNTIL" in parts else max(self._walls(None))
        last = max(self.first, until)
        return last.replace(tzinfo=UTC) + self.length + _MARGIN

    def _walls(self, since: datetime | None) -> Iterator[datetime]:
        first = self.first
        from_wall = first
        if since is not None:
            from_wall = max(first, since.replace(tzinfo=None) - self.length - _MARGIN)
        if from_wall == first:
            yield first
        rule = self._rule(self._near(from_wall))
        for wall in rule.xafter(max(from_wall, first), inc=from_wall > first):
            if wall.year > LAST_YEAR:
                return
            yield wall

    def _near(self, wall: datetime) -> datetime:
        """A beginning shortly before *wall* that the rule goes on from as from its own."""
        parts = parts_of(self.rule)
        days = _STEP_DAYS.get(parts["FREQ"])
        if days is None or "COUNT" in parts:
            return self.first
        step = timedelta(days=days * int(parts.get("INTERVAL", "1")))
        return self.first + max(0, (wall - self.first) // step - 1) * step

    def _rule(self, first: datetime) -> rrule:
        text = self.rule
        if (until := parts_of(text).get("UNTIL")) is not None:
            moment, is_utc = _moment(until)
            if is_utc and self.times.start_on is None:
                moment = moment.replace(tzinfo=UTC).astimezone(self.zone).replace(tzinfo=None)
            text = text.replace(f"UNTIL={until}", f"UNTIL={moment:%Y%m%dT%H%M%S}")
        made = rrulestr(text, dtstart=first)
        assert isinstance(made, rrule)
        return made


def _moment(until: str) -> tuple[datetime, bool]:
    """What UNTIL says, a day to its end, and whether it is in UTC."""
    numbers = [int(each) for each in re.findall(r"\d\d", until)]
    century, year, month, day, *clock = numbers
    hour, minute, second = clock or (23, 59, 59)
    moment = datetime(century * 100 + year, month, day, hour, minute, second)  # noqa: DTZ001
    return moment, until.endswith("Z")
