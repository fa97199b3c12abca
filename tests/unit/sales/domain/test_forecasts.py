"""Adding up: exact, per currency, and up the tree of units."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sales.domain.forecasts import (
    Sums,
    hit_rate,
    month_period,
    quarter_period,
    roll_up,
    totals,
    weighted_minor,
    with_below,
)

ROOT, NORTH, SOUTH, TROMSO = (UUID(int=number) for number in range(1, 5))
TREE = {ROOT: None, NORTH: ROOT, SOUTH: ROOT, TROMSO: NORTH}


def sums(key, value_minor=100, currency="NOK", weighted_minor=50):
    return Sums(
        key=str(key) if key else None,
        currency=currency,
        count=1,
        value_minor=value_minor,
        weighted_minor=weighted_minor,
    )


@pytest.mark.parametrize(
    ("value_minor", "probability_bp", "expected"),
    [(1, 5000, 1), (3, 5000, 2), (1, 4999, 0), (100_000, 4200, 42_000), (0, 9900, 0)],
)
def test_weighted_value_is_rounded_half_up_per_case(value_minor, probability_bp, expected):
    assert weighted_minor(value_minor, probability_bp) == expected


@given(st.integers(0, 2**50), st.integers(0, 10_000))
def test_weighted_value_is_what_the_database_computes(value_minor, probability_bp):
    assert (
        weighted_minor(value_minor, probability_bp)
        == (value_minor * probability_bp + 5_000) // 10_000
    )


def test_currencies_are_never_added():
    found = totals([sums(None, 100), sums(None, 200), sums(None, 7, "EUR")])

    assert {each: found[each].value_minor for each in found} == {"NOK": 300, "EUR": 7}
    with pytest.raises(ValueError, match="EUR"):
        sums(None).plus(sums(None, currency="EUR"))


def test_a_unit_holds_everything_below_it():
    found = roll_up([sums(TROMSO, 1), sums(NORTH, 10), sums(SOUTH, 100)], TREE)

    assert {key: each.value_minor for (key, _), each in found.items()} == {
        str(ROOT): 111,
        str(NORTH): 11,
        str(SOUTH): 100,
        str(TROMSO): 1,
    }


def test_cases_of_a_unit_nobody_knows_stand_by_themselves():
    stranger = UUID(int=9)

    found = roll_up([sums(stranger, 5), sums(None, 7)], TREE)

    assert {key: each.value_minor for (key, _), each in found.items()} == {
        str(stranger): 5,
        None: 7,
    }


def test_a_cycle_among_copies_does_not_hang_a_report():
    found = roll_up([sums(NORTH, 5)], {NORTH: SOUTH, SOUTH: NORTH})

    assert found[str(NORTH), "NOK"].value_minor == 5


@given(st.lists(st.tuples(st.sampled_from(list(TREE)), st.integers(0, 10**12)), max_size=30))
def test_the_root_holds_the_sum_of_all(values):
    found = roll_up([sums(unit_id, value) for unit_id, value in values], TREE)

    root = found.get((str(ROOT), "NOK"))
    assert (root.value_minor if root else 0) == sum(value for _, value in values)


def test_the_units_below_a_unit_include_itself():
    assert with_below(NORTH, TREE) == {NORTH, TROMSO}
    assert with_below(UUID(int=9), TREE) == {UUID(int=9)}


@pytest.mark.parametrize(
    ("month", "start", "name", "first_on", "last_on"),
    [
        (date(2026, 11, 1), 1, "2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        (date(2026, 1, 1), 1, "2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        (date(2027, 1, 1), 7, "2026-Q3", date(2027, 1, 1), date(2027, 3, 31)),
        (date(2026, 12, 1), 4, "2026-Q3", date(2026, 10, 1), date(2026, 12, 31)),
        (date(2026, 2, 1), 3, "2025-Q4", date(2025, 12, 1), date(2026, 2, 28)),
    ],
)
def test_quarters_follow_the_fiscal_year(month, start, name, first_on, last_on):
    period = quarter_period(month, fiscal_year_start=start)

    assert (period.name, period.first_on, period.last_on) == (name, first_on, last_on)


def test_a_month_knows_its_last_day():
    assert month_period(date(2028, 2, 1)).last_on == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("won", "lost", "expected"), [(0, 0, None), (1, 0, "100.00"), (1, 2, "33.33"), (2, 1, "66.67")]
)
def test_the_hit_rate_is_undefined_without_decisions(won, lost, expected):
    assert hit_rate(won, lost) == expected
