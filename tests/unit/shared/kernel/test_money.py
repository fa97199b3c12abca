"""Money is exact, of one currency, and rounded in one way."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shared.kernel.errors import Invalid
from shared.kernel.money import Money, round_half_up, total

MINOR = st.integers(-(2**52), 2**52)


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("1250.00", "NOK", 125_000),
        ("1250", "NOK", 125_000),
        ("-0.01", "NOK", -1),
        ("7", "JPY", 7),
        ("1.234", "KWD", 1_234),
    ],
)
def test_an_amount_is_read_in_its_currencys_minor_units(amount, currency, minor):
    assert Money.of(amount, currency).amount_minor == minor


@pytest.mark.parametrize("amount", ["1.001", "NaN", "Infinity", "abc", "", "1e400", "1e16"])
def test_what_is_not_an_amount_is_refused(amount):
    with pytest.raises(Invalid):
        Money.of(amount, "NOK")


@pytest.mark.parametrize("data", [1.0, "1", {"amount": 1, "currency": "NOK"}, {"amount": "1"}])
def test_json_money_needs_a_text_amount_and_a_currency(data):
    with pytest.raises(Invalid):
        Money.from_json(data)


@pytest.mark.parametrize("amount", ["1e5", " 1.00", "1_0.00", "٣", "+1", ".5", "1.", "1,00", ""])
def test_json_money_is_written_in_one_way(amount):
    with pytest.raises(Invalid):
        Money.from_json({"amount": amount, "currency": "NOK"})


@given(MINOR, st.sampled_from(["NOK", "JPY", "KWD"]))
def test_money_survives_the_wire(minor, currency):
    money = Money(minor, currency)

    assert Money.from_json(money.to_json()) == money


@pytest.mark.parametrize(
    ("value", "rounded"), [("2.5", 3), ("-2.5", -3), ("2.4", 2), ("0.5", 1), ("-0.5", -1)]
)
def test_halves_go_away_from_zero(value, rounded):
    assert round_half_up(Decimal(value)) == rounded


def test_currencies_are_never_mixed():
    with pytest.raises(Invalid):
        Money(1, "NOK") + Money(1, "EUR")


def test_nothing_adds_up_to_zero_of_the_currency():
    assert total([], "NOK") == Money(0, "NOK")
    assert total([Money(1, "NOK"), Money(2, "NOK")], "NOK") == Money(3, "NOK")


def test_money_never_changes():
    with pytest.raises(AttributeError):
        Money(1, "NOK").amount_minor = 2
