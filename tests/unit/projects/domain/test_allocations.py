"""The ledger: whatever happens, nothing is billed twice, forgotten, or credited beyond."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from projects.domain.allocations import (
    AllocationKind,
    SourceType,
    credit,
    outstanding,
    take,
    taken,
)
from projects.domain.errors import CreditExceedsOutstanding, NothingToBill
from projects.domain.time_entries import amount_of
from shared.kernel.ids import new_id


def a_bill(quantity=60, amount_minor=100_000, **changes):
    facts = {"source_type": SourceType.TIME, "source_id": new_id(), "remaining": quantity}
    return take(**{**facts, "quantity": quantity, "amount_minor": amount_minor, **changes})


@pytest.mark.parametrize("quantity", [0, -1, 61])
def test_no_more_is_taken_than_remains(quantity):
    with pytest.raises(NothingToBill):
        a_bill(quantity, remaining=60)


def test_a_credit_takes_back_all_that_is_outstanding():
    bill = a_bill(60, 99_999)

    back = credit(bill, earlier=[])

    assert (back.kind, back.quantity, back.amount_minor) == (AllocationKind.CREDIT, 60, 99_999)
    assert (back.reverses_id, outstanding(bill, [back])) == (bill.id, 0)


def test_a_credit_beyond_the_outstanding_is_refused():
    bill = a_bill(60)
    first = credit(bill, earlier=[], quantity=50)

    with pytest.raises(CreditExceedsOutstanding) as refused:
        credit(bill, earlier=[first], quantity=11)

    assert refused.value.details["outstanding"] == "10"


def test_credits_of_other_bills_do_not_count():
    bill, other = a_bill(), a_bill()

    assert outstanding(bill, [credit(other, earlier=[])]) == bill.quantity


@given(
    quantity=st.integers(1, 2_000),
    amount_minor=st.integers(-10_000_000, 10_000_000),
    parts=st.lists(st.integers(1, 500), max_size=20),
)
def test_partial_credits_add_up_to_exactly_what_was_billed(quantity, amount_minor, parts):
    bill = a_bill(quantity, amount_minor)
    backs = []
    for part in parts:
        if part <= outstanding(bill, backs):
            backs.append(credit(bill, earlier=backs, quantity=part))
    if outstanding(bill, backs):
        backs.append(credit(bill, earlier=backs))

    assert sum(each.quantity for each in backs) == quantity
    assert sum(each.amount_minor for each in backs) == amount_minor


_STEPS = st.lists(
    st.tuples(st.sampled_from(["bill", "write_off", "credit"]), st.integers(1, 600)), max_size=40
)


@given(minutes=st.integers(1, 1440), rate=st.integers(0, 500_000), steps=_STEPS)
def test_a_source_is_conserved_through_any_sequence(minutes, rate, steps):
    """Billable = Σ bill + Σ write_off − Σ credit + remaining ≥ 0, after every step."""
    source_id, ledger = new_id(), []
    for kind, wanted in steps:
        remaining = minutes - taken(ledger)
        try:
            if kind == "credit":
                bills = [each for each in ledger if each.kind == AllocationKind.BILL]
                ledger += [credit(bills[-1], earlier=ledger, quantity=wanted)] if bills else []
            else:
                amount = amount_of(wanted, rate) if kind == "bill" else 0
                ledger.append(
                    take(
                        source_type=SourceType.TIME, source_id=source_id, remaining=remaining,
                        quantity=wanted, amount_minor=amount, kind=AllocationKind(kind),
                    )
                )  # fmt: skip
        except (NothingToBill, CreditExceedsOutstanding):
            assert taken(ledger) == minutes - remaining  # a refusal changes nothing
        total = {
            kind: sum(each.quantity for each in ledger if each.kind == kind)
            for kind in AllocationKind
        }
        left = minutes - total["bill"] - total["write_off"] + total["credit"]
        assert 0 <= left <= minutes
        assert left == minutes - taken(ledger)
        assert 0 <= total["credit"] <= total["bill"]
