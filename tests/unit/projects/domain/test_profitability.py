"""What is left: the golden customer, and that parts add up to the whole."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st
from projects.domain.profitability import Figures

GOLDEN = Figures(
    revenue_minor=48_000_000,
    expenses_minor=2_500_000,
    labour_minor=480 * 61_000 + 30 * 58_000,
    billable_labour_minor=420 * 61_000,
    presales_minor=30 * 58_000,
    minutes=510 * 60,
    billable_minutes=420 * 60,
    presales_minutes=30 * 60,
)
_FIGURES = st.builds(Figures, **{each.name: st.integers(0, 10**12) for each in fields(Figures)})


def test_the_golden_customer():
    assert GOLDEN.contribution_minor == 14_480_000
    assert (GOLDEN.margin_bp, GOLDEN.billed_labour_margin_bp) == (3017, 4142)
    assert GOLDEN.price_change_bp(4000) == 1639
    assert GOLDEN.nonbillable_minutes == 60 * 60
    assert GOLDEN.contribution_per_hour_minor == 28_392  # 144 800 / 510 h = 283.92


def test_without_revenue_there_is_a_loss_but_no_percent():
    figures = Figures(labour_minor=100, minutes=60)

    assert (figures.contribution_minor, figures.margin_bp) == (-100, None)
    assert figures.price_change_bp(4000) is None


def test_without_hours_there_is_nothing_per_hour():
    assert Figures(revenue_minor=100).contribution_per_hour_minor is None


@pytest.mark.parametrize("target_bp", [10_000, 12_000])
def test_no_price_leaves_all_of_itself(target_bp):
    assert GOLDEN.price_change_bp(target_bp) is None


@given(_FIGURES, _FIGURES)
def test_contributions_of_parts_add_up_to_that_of_the_whole(one, other):
    assert (one + other).contribution_minor == one.contribution_minor + other.contribution_minor


@given(st.integers(1, 10**10), st.integers(0, 10**10), st.integers(0, 9_000))
def test_the_price_change_leads_to_the_target(revenue_minor, cost_minor, target_bp):
    figures = Figures(revenue_minor=revenue_minor, labour_minor=cost_minor)

    change = figures.price_change_bp(target_bp)
    after = revenue_minor * (10_000 + change) / 10_000

    assert after * (10_000 - target_bp) / 10_000 == pytest.approx(
        cost_minor, abs=revenue_minor / 10_000 + 1
    )
