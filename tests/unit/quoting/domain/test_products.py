"""What can be sold, and how quantities and percentages are read."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quoting.domain.errors import FieldInvalid, ProductGroupCycle
from quoting.domain.products import (
    Product,
    ProductGroup,
    ProductKind,
    Unit,
    check_quantity,
    kind_sold_by,
    minutes_sold,
    percent_to_bp,
)
from shared.kernel.ids import new_id
from shared.kernel.money import Money


def a_product(**changes):
    return Product(**{"code": "SEN", "names": {"nb": "Seniorrådgiver"}, **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"code": " "},
        {"names": {}},
        {"names": {"nb": ""}},
        {"unit": Unit.PIECE},
        {"cost_price": Money(-1, "NOK")},
    ],
)
def test_what_cannot_be_sold_is_refused(changes):
    a_product().check()
    with pytest.raises(FieldInvalid):
        a_product(**changes).check()


def test_a_name_is_given_in_the_language_there_is():
    assert a_product().name_in("en") == "Seniorrådgiver"
    assert a_product(names={"nb": "A", "en": "B"}).name_in("en") == "B"


def test_a_group_never_lies_within_itself_however_deep():
    top, middle, bottom = new_id(), new_id(), new_id()
    parents = {top: None, middle: top, bottom: middle}

    ProductGroup(id=new_id(), name="New", parent_id=bottom).check(parents)
    for parent in (top, middle, bottom):
        with pytest.raises(ProductGroupCycle):
            ProductGroup(id=top, name="Top", parent_id=parent).check(parents)


@given(st.integers(0, 10_000))
def test_percent_and_basis_points_are_the_same(basis_points):
    assert percent_to_bp(Decimal(basis_points) / 100, "/x") == basis_points


@pytest.mark.parametrize("percent", ["-0.01", "100.01", "0.001", "NaN", "Infinity", "1e999999"])
def test_a_percentage_nobody_means_is_refused(percent):
    with pytest.raises(FieldInvalid):
        percent_to_bp(Decimal(percent), "/x")


@pytest.mark.parametrize("quantity", ["-1", "1000001", "NaN", "-Infinity", "0.00001", "1e-999999"])
def test_a_quantity_nobody_can_count_is_refused(quantity):
    with pytest.raises(FieldInvalid):
        check_quantity(Decimal(quantity), "/x")


@given(st.integers(0, 10_000_000))
def test_hours_become_exactly_their_minutes(minutes):
    assert minutes_sold(Decimal(minutes) / 60, "hour") == minutes


def test_only_time_has_minutes():
    assert [minutes_sold(Decimal("1.5"), unit) for unit in ("day", "piece", "month")] == [675, 0, 0]


def test_a_line_of_ones_own_is_what_its_unit_says():
    assert [kind_sold_by(unit) for unit in Unit] == [
        ProductKind.HOURS,
        ProductKind.HOURS,
        ProductKind.FIXED,
        ProductKind.RECURRING,
    ]
