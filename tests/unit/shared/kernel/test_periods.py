"""Months and quarters, also of fiscal years that do not begin in January."""

from datetime import date

import pytest
from shared.kernel.periods import Period, months_between, next_month, quarter_of


def test_december_is_followed_by_january():
    assert next_month(date(2026, 12, 31)) == date(2027, 1, 1)


def test_every_month_that_has_a_day_in_the_range_is_named():
    assert months_between(date(2026, 11, 30), date(2027, 1, 1)) == [
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
    ]


@pytest.mark.parametrize(
    ("day", "start", "quarter"),
    [
        (date(2026, 1, 1), 1, (2026, 1)),
        (date(2026, 12, 31), 1, (2026, 4)),
        (date(2026, 6, 30), 7, (2025, 4)),
        (date(2026, 7, 1), 7, (2026, 1)),
    ],
)
def test_quarters_follow_the_fiscal_year(day, start, quarter):
    assert quarter_of(day, fiscal_year_start=start) == quarter


def test_a_period_includes_both_its_ends():
    period = Period(date(2026, 2, 27), date(2026, 3, 1))

    assert [day.day for day in period.days()] == [27, 28, 1]
    assert date(2026, 3, 1) in period
    assert date(2026, 3, 2) not in period
