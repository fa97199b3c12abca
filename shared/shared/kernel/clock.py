"""What time it is; every instant of the platform comes from here."""

from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Something that knows the time."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is moved; for tests and demo data."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def now(self) -> datetime:
        return self.instant


def day_in(instant: datetime, time_zone: str) -> date:
    """The calendar day of *instant* for people living in *time_zone* (IANA name)."""
    return instant.astimezone(ZoneInfo(time_zone)).date()
