"""Floors, room and approvals; golden numbers G2 of the design."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quoting.domain.approvals import Approval, content_hash, pricing_room
from quoting.domain.errors import ApprovalNotPending, OwnApproval
from quoting.domain.margin_policies import Floors, PolicyLevel
from shared.kernel.ids import new_id
from shared.kernel.shares import percent_text, share_bp
from support.quoting import a_floor, a_line, a_quote

NOW = datetime(2026, 12, 1, tzinfo=UTC)


def room(quote, floor):
    return pricing_room(quote, [floor] * len(quote.counted))


def test_at_list_price_there_is_room():
    quote = a_quote()

    assert percent_text(share_bp(12_500_000 - 7_200_000, 12_500_000)) == "42.40"
    assert room(quote, a_floor(35)).room_minor == 1_423_077
    assert room(quote, a_floor(35)).violated == ()


def test_a_discount_can_break_the_floor():
    found = room(a_quote(a_line(discount_bp=1500)), a_floor(35))

    assert (found.floor_price_minor, found.room_minor) == (11_076_923, -451_923)
    assert found.violated[0]["margin_percent"] == "32.24"


@given(
    st.integers(1, 10**8),
    st.integers(0, 10**8),
    st.integers(0, 99),
)
def test_a_quote_breaks_its_floor_exactly_when_its_margin_is_below(net, cost, floor):
    quote = a_quote(a_line(quantity=Decimal(1), unit_price_minor=net, unit_cost_minor=cost))

    found = room(quote, a_floor(floor))

    below = (net - cost) * 100 < floor * net
    within_rounding = abs((net - cost) * 100 - floor * net) <= 100
    assert bool(found.violated) == below or within_rounding


def test_giving_away_what_costs_something_is_never_within_a_floor():
    assert room(a_quote(a_line(unit_price_minor=0)), None).violated
    assert not room(a_quote(), None).violated


def test_the_most_specific_floor_counts():
    product, group, above = new_id(), new_id(), new_id()
    everything = a_floor(10)
    for_group = a_floor(20, level=PolicyLevel.PRODUCT_GROUP, target_id=above)
    for_product = a_floor(30, level=PolicyLevel.PRODUCT, target_id=product)
    floors = Floors.on(date(2026, 6, 1), [everything, for_group, for_product])

    def rule(product_id, groups):
        return floors.for_line(product_id=product_id, group_ids=groups, price_list_id=None)

    assert rule(product, [group, above]) is for_product
    assert rule(new_id(), [group, above]) is for_group
    assert rule(None, []) is everything


def test_a_floor_counts_from_its_first_day():
    later = a_floor(50, valid_from=date(2026, 7, 1))
    floors = Floors.on(date(2026, 6, 30), [a_floor(10), later])

    assert floors.for_line(product_id=None, group_ids=[], price_list_id=None).floor_bp == 1000


@pytest.mark.parametrize(
    "change",
    [
        {"unit_price_minor": 1},
        {"discount_bp": 1},
        {"unit_cost_minor": 1},
        {"quantity": Decimal(101)},
        {"vat_bp": 0},
        {"description": "Other"},
    ],
)
def test_any_change_of_content_changes_the_hash(change):
    assert content_hash(a_quote(a_line())) != content_hash(a_quote(a_line(**change)))


def test_the_same_content_has_the_same_hash():
    assert content_hash(a_quote(a_line())) == content_hash(a_quote(a_line(quantity=Decimal("1E2"))))


def an_approval(**changes):
    facts = {
        "quote_id": new_id(),
        "content_hash": "h",
        "shortfall_minor": 1,
        "currency": "NOK",
        "requested_by": new_id(),
        "requested_at": NOW,
        "expires_on": date(2026, 12, 31),
    }
    return Approval(**{**facts, **changes})


def test_an_approval_covers_exactly_its_content_until_it_expires():
    approval = an_approval()
    approval.decide("approved", by=new_id(), at=NOW, reason=None, current_hash="h")

    assert approval.covers("h", date(2026, 12, 31))
    assert not approval.covers("other", date(2026, 12, 31))
    assert not approval.covers("h", date(2027, 1, 1))


def test_nobody_approves_what_he_asked_for():
    approval = an_approval()

    with pytest.raises(OwnApproval):
        approval.decide("approved", by=approval.requested_by, at=NOW, reason=None, current_hash="h")


def test_a_request_for_other_content_cannot_be_answered():
    with pytest.raises(ApprovalNotPending):
        an_approval().decide("approved", by=new_id(), at=NOW, reason=None, current_hash="new")


def test_a_rejected_request_covers_nothing():
    approval = an_approval()
    approval.decide("rejected", by=new_id(), at=NOW, reason="Too low", current_hash="h")

    assert not approval.covers("h", date(2026, 12, 1))
    with pytest.raises(ApprovalNotPending):
        approval.decide("approved", by=new_id(), at=NOW, reason=None, current_hash="h")
