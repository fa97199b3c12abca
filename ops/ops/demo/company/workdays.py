"""Norwegian working days, computed: demo data of any year have the right holidays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

_FIXED = ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))
# Maundy Thursday, Good Friday, Easter Monday, Ascension Day, Whit Monday: days from Easter Sunday.
_FROM_EASTER = (-3, -2, 1, 39, 50)


@cache
def holidays_of(year: int) -> frozenset[date]:
    """The public holidays of a year that may fall on a working day."""
    fixed = {date(year, month, day) for month, day in _FIXED}
    return frozenset(fixed | {easter_of(year) + timedelta(days=each) for each in _FROM_EASTER})


def easter_of(year: int) -> date:
    """
    Easter Sunday.

    Source: Meeus, Jones and Butcher's algorithm for the Gregorian calendar.
    """
    golden, (century, of_century) = year % 19, divmod(year, 100)
    leaps, rest = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - moon + 15) % 30
    weekday = (32 + 2 * rest + 2 * (of_century // 4) - epact - of_century % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def is_workday(day: date) -> bool:
    """Whether people work on a day: Monday to Friday, no holiday."""
    return day.weekday() < 5 and day not in holidays_of(day.year)


def workdays(first_on: date, last_on: date) -> Iterator[date]:
    """The working days from *first_on* to *last_on*, both included."""
    day = first_on
    while day <= last_on:
        if is_workday(day):
            yield day
        day += timedelta(days=1)


def workday_from(day: date) -> date:
    """The day itself, or the next one people work on."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def workday_before(day: date) -> date:
    """The last working day before a day."""
    day -= timedelta(days=1)
    while not is_workday(day):
        day -= timedelta(days=1)
    return day
