"""Periods of the calendar: months, quarters and date ranges."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """Days from ``first_on`` to ``last_on``, both included."""

    first_on: date
    last_on: date

    def __contains__(self, day: date) -> bool:
        return self.first_on <= day <= self.last_on

    def days(self) -> Iterator[date]:
        """Every day, in order."""
        for offset in range((self.last_on - self.first_on).days + 1):
            yield self.first_on + timedelta(days=offset)


def month_of(day: date) -> date:
    """The first day of the day's month."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return month_of(month.replace(day=28) + timedelta(days=4))


def months_between(first_on: date, last_on: date) -> list[date]:
    """First days of every month that has a day from *first_on* to *last_on*."""
    months = []
    month = month_of(first_on)
    while month <= last_on:
        months.append(month)
        month = next_month(month)
    return months


def quarter_of(day: date, *, fiscal_year_start: int = 1) -> tuple[int, int]:
    """
    Return (fiscal year, quarter 1–4).

    The fiscal year is named by the calendar year it starts in.
    """
    months_in = (day.month - fiscal_year_start) % 12
    year = day.year if day.month >= fiscal_year_start else day.year - 1
    return year, months_in // 3 + 1
