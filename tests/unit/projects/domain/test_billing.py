"""Lines made of what can be billed, each with the allocations it stands on."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from projects.domain.billing import (
    UnbilledExpense,
    UnbilledTime,
    bill_expense,
    bill_fixed,
    bill_free,
    bill_time,
    credit_lines,
    hours,
)
from projects.domain.errors import NothingToBill, PriceMissing
from projects.domain.projects import LineKind
from projects.domain.time_entries import amount_of
from shared.kernel.ids import new_id
from support.projects import a_contract_line, an_invoice_line

KARI = new_id()


def unbilled(minutes=60, price_minor=125_000, **changes):
    facts = {
        "id": new_id(),
        "user_id": KARI,
        "work_date": date(2026, 3, 5),
        "contract_line_id": None,
        "price_minor": price_minor,
        "remaining_minutes": minutes,
    }
    return UnbilledTime(**{**facts, **changes})


@pytest.mark.parametrize(
    ("minutes", "shown"), [(600, "10"), (90, "1.5"), (100, "1.6667"), (1, "0.0167"), (6000, "100")]
)
def test_minutes_are_shown_as_hours_without_exponent(minutes, shown):
    assert f"{hours(minutes):f}" == shown


def test_a_line_is_minutes_times_price_rounded_once():
    (billed,) = bill_time([unbilled(20, 100_001)] * 1 + [unbilled(20, 100_001)], names={}, lines={})

    assert billed.line.net_minor == 66_667  # 40 × 1 000.01 / 60 = 666.673…, not 2 × 333.34


@given(st.lists(st.integers(1, 1440), min_size=1, max_size=40), st.integers(1, 500_000))
def test_a_line_is_exactly_what_its_allocations_add_up_to(minutes, price_minor):
    entries = [unbilled(each, price_minor) for each in minutes]

    (billed,) = bill_time(entries, names={}, lines={})

    assert billed.line.net_minor == amount_of(sum(minutes), price_minor)
    assert sum(each.amount_minor for each in billed.allocations) == billed.line.net_minor
    assert [each.quantity for each in billed.allocations] == minutes
    assert {each.invoice_line_id for each in billed.allocations} == {billed.line.id}


def test_each_contract_line_person_and_price_has_a_line_of_its_own():
    sold = a_contract_line(LineKind.TIME, description="Advice", vat_bp=0)
    entries = [
        unbilled(),
        unbilled(price_minor=150_000),
        unbilled(user_id=new_id()),
        unbilled(contract_line_id=sold.id),
    ]

    billed = bill_time(entries, names={KARI: "Kari"}, lines={sold.id: sold})

    assert len(billed) == 4
    assert (billed[3].line.description, billed[3].line.vat_bp) == ("Advice – Kari", 0)


def test_hours_without_a_price_are_named_in_minutes():
    with pytest.raises(PriceMissing) as refused:
        bill_time([unbilled(90, None), unbilled(30, None), unbilled()], names={}, lines={})

    assert refused.value.details == {"minutes": "120"}


def test_hours_without_a_price_take_the_one_given():
    (billed,) = bill_time([unbilled(90, None)], names={}, lines={}, hourly_price_minor=100_000)

    assert billed.line.net_minor == 150_000


def test_a_fixed_line_is_billed_whole_with_its_own_quantity():
    line = a_contract_line(quantity=Decimal(4), unit_price_minor=25_000)

    billed = bill_fixed(line)

    assert (billed.line.quantity, billed.line.unit_price_minor) == (Decimal(4), 25_000)


def test_a_part_of_a_fixed_line_is_billed_as_an_amount():
    line = a_contract_line(quantity=Decimal(4), unit_price_minor=25_000, allocated_minor=30_000)

    billed = bill_fixed(line)

    assert (billed.line.quantity, billed.line.net_minor) == (Decimal(1), 70_000)


def test_a_discount_is_billed_with_its_sign_and_taken_without():
    billed = bill_fixed(a_contract_line(net_minor=-5_000, unit_price_minor=-5_000))

    (allocation,) = billed.allocations
    assert (allocation.quantity, allocation.amount_minor) == (5_000, -5_000)


@pytest.mark.parametrize("wrong", [0, -1, 100_001])
def test_a_fixed_line_gives_no_more_than_it_has(wrong):
    with pytest.raises(NothingToBill):
        bill_fixed(a_contract_line(), net_minor=wrong)


def test_an_expense_is_passed_on_at_the_same_amount():
    expense = UnbilledExpense(id=new_id(), description="Train", vat_bp=1200, remaining_minor=49_950)

    billed = bill_expense(expense)

    assert (billed.line.net_minor, billed.line.vat_bp) == (49_950, 1200)
    assert billed.allocations[0].source_id == expense.id


def test_a_line_of_nothing_is_refused():
    with pytest.raises(NothingToBill):
        bill_free(an_invoice_line(0))


def test_a_part_credited_is_shown_in_hours_for_time():
    (billed,) = bill_time([unbilled(90), unbilled(30)], names={}, lines={})
    first = billed.allocations[0]

    (back,) = credit_lines(
        billed.allocations,
        quantities={first.id: 45},
        earlier=[],
        lines={billed.line.id: billed.line},
    )

    assert (back.line.minutes, back.line.quantity) == (45, Decimal("0.75"))
    assert back.line.net_minor == 93_750
