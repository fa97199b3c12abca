"""When an activity takes place: instants in a time zone, or whole days."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from shared.kernel.errors import Invalid

FIRST_YEAR, LAST_YEAR = 1970, 2200  # what every calendar and database reads back
LONGEST = timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class ActivityTimes:
    """
    Either instants (UTC) with the zone people meant, or days, the last one included.

    ``time_adjusted``: the clock never showed the time that was given and it begins later (gap),
    or showed it twice and the first is meant (fold).
    """

    all_day: bool = False
    start_at: datetime | None = None
    end_at: datetime | None = None
    start_on: date | None = None
    end_on: date | None = None
    time_zone: str | None = None
    time_adjusted: str | None = None

    @property
    def start(self) -> str | None:
        """The beginning as text, as ``read_times`` accepts it."""
        return _text(self.start_at, self.start_on)

    @property
    def end(self) -> str | None:
        """The end as text, as ``read_times`` accepts it."""
        return _text(self.end_at, self.end_on)

    def lasting_as(self, other: "ActivityTimes") -> "ActivityTimes":
        """These times with an end as long after the beginning as *other* has it."""
        if self.start_at and other.start_at and other.end_at:
            return replace(self, end_at=self.start_at + (other.end_at - other.start_at))
        if self.start_on and other.start_on and other.end_on:
            return replace(self, end_on=self.start_on + (other.end_on - other.start_on))
        return self


def read_times(
    *, start: str | None, end: str | None, time_zone: str, all_day: bool
) -> ActivityTimes:
    """
    Read times as a caller gives them.

    Args:
        start, end: RFC 3339, a local time without offset, or dates when *all_day*.
        time_zone: IANA name; local times are read in it.

    Raises:
        Invalid: ``crm.activity_time_invalid``, ``crm.time_zone_unknown``,
            ``crm.activity_ends_early``.
    """
    zone = _zone(time_zone)
    if start is None:
        if end is not None:
            raise _invalid("an end needs a start")
        return ActivityTimes()
    if all_day:
        first_on, last_on = _day(start), _day(end or start)
        _check_length(last_on - first_on)
        return ActivityTimes(all_day=True, start_on=first_on, end_on=last_on)
    start_at, time_adjusted = _instant(start, zone)
    end_at = _instant(end, zone)[0] if end is not None else None
    if end_at is not None:
        _check_length(end_at - start_at)
    return ActivityTimes(
        start_at=start_at, end_at=end_at, time_zone=time_zone, time_adjusted=time_adjusted
    )


def instant_of(wall: datetime, zone: ZoneInfo) -> tuple[datetime, str | None]:
    """
    The instant when the clock on the wall shows *wall*, and how it was adjusted.

    A time that is skipped in spring is moved forward by what was skipped (``gap``); of one that
    comes twice in autumn the first is meant (``fold``).
    """
    meant = wall.replace(tzinfo=zone, fold=0)
    at = meant.astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) != wall.replace(fold=0):
        return at, "gap"
    is_twice = meant.utcoffset() != meant.replace(fold=1).utcoffset()
    return at, "fold" if is_twice else None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise Invalid("not a time zone", code="crm.time_zone_unknown") from None


def _instant(text: str, zone: ZoneInfo) -> tuple[datetime, str | None]:
    time_adjusted = None
    try:
        value = datetime.fromisoformat(text)
        if len(text) <= 10:
            raise _invalid("a time is needed unless all_day")
        if value.tzinfo is None:
            instant, time_adjusted = instant_of(value, zone)
        else:
            instant = value.astimezone(UTC)
    except (ValueError, OverflowError):
        raise _invalid("not a time") from None
    _check_year(instant.year)
    return instant, time_adjusted


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise _invalid("a date is needed when all_day") from None
    _check_year(day.year)
    return day


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _invalid(f"the year must be from {FIRST_YEAR} to {LAST_YEAR}")


def _check_length(length: timedelta) -> None:
    if length < timedelta(0):
        raise _early()
    if length > LONGEST:
        raise _invalid(f"must last at most {LONGEST.days} days")


def _text(at: datetime | None, on: date | None) -> str | None:
    if at is not None:
        return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return on.isoformat() if on is not None else None


def _invalid(message: str) -> Invalid:
    return Invalid(message, code="crm.activity_time_invalid")


def _early() -> Invalid:
    return Invalid("must not be before the start", code="crm.activity_ends_early")
