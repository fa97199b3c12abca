"""Norwegian working days, against days looked up by hand and another implementation."""

from datetime import date, timedelta

import pytest
from holidays import country_holidays
from ops.demo.company.workdays import (
    easter_of,
    holidays_of,
    is_workday,
    workday_before,
    workday_from,
)


@pytest.mark.parametrize(
    ("year", "easter"),
    [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2038, date(2038, 4, 25))],
)
def test_easter_is_where_the_calendar_has_it(year, easter):
    assert easter_of(year) == easter


@pytest.mark.parametrize("year", range(2020, 2041))
def test_holidays_are_those_of_the_law(year):
    official = {day for day in country_holidays("NO", years=year) if day.weekday() < 5}

    days = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
    ours = {day for day in days if day in holidays_of(year) and day.weekday() < 5}

    assert ours == official


def test_the_next_and_the_last_working_day_skip_easter():
    assert workday_from(date(2025, 4, 17)) == date(2025, 4, 22)
    assert workday_before(date(2025, 4, 22)) == date(2025, 4, 16)
    assert not is_workday(date(2025, 5, 17))
