"""People: contracts that never overlap, and the minutes they ask for."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from projects.domain.errors import ProjectInvalid, WorkContractOverlaps
from projects.domain.people import contracted_minutes
from support.projects import a_work_contract

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("valid_from", "valid_to"),
    [
        (date(2026, 6, 30), None),
        (date(2025, 1, 1), date(2026, 1, 1)),
        (date(2026, 2, 1), date(2026, 2, 1)),
        (date(2020, 1, 1), None),
    ],
)
def test_contracts_that_share_a_day_are_refused(valid_from, valid_to):
    present = a_work_contract(valid_to=date(2026, 6, 30))

    with pytest.raises(WorkContractOverlaps):
        a_work_contract(valid_from=valid_from, valid_to=valid_to).check([present])


def test_contracts_may_follow_each_other_from_day_to_day():
    first = a_work_contract(valid_to=date(2026, 6, 30))
    second = a_work_contract(valid_from=date(2026, 7, 1))

    second.check([first, second])  # itself is no overlap
    assert first.holds_on(date(2026, 6, 30))
    assert not first.holds_on(date(2026, 7, 1))


@pytest.mark.parametrize(
    "changes",
    [
        {"minutes_per_weekday": [450] * 6},
        {"minutes_per_weekday": [1441] + [0] * 6},
        {"cost_rate_minor": -1},
        {"valid_to": date(2025, 12, 31)},
    ],
)
def test_a_contract_that_makes_no_sense_is_refused(changes):
    with pytest.raises(ProjectInvalid):
        a_work_contract(**changes).check([])


def test_a_week_with_easter_asks_for_three_days():
    asked = contracted_minutes(
        a_work_contract(),
        first_on=date(2026, 3, 30),
        last_on=date(2026, 4, 5),
        holidays=[date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 5)],
    )

    assert asked == 3 * 450


@given(
    first_on=DAYS,
    days=st.integers(-5, 500),
    valid_from=DAYS,
    length=st.none() | st.integers(0, 700),
    week=st.lists(st.integers(0, 1440), min_size=7, max_size=7),
    holidays=st.sets(DAYS, max_size=12),
)
def test_counting_weekdays_equals_walking_days(first_on, days, valid_from, length, week, holidays):
    valid_to = None if length is None else valid_from + timedelta(days=length)
    contract = a_work_contract(minutes_per_weekday=week, valid_from=valid_from, valid_to=valid_to)
    last_on = first_on + timedelta(days=days)

    walked = sum(
        week[day.weekday()]
        for day in (first_on + timedelta(days=n) for n in range(days + 1))
        if contract.holds_on(day) and day not in holidays
    )

    assert walked == contracted_minutes(
        contract, first_on=first_on, last_on=last_on, holidays=holidays
    )
