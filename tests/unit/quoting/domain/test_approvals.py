"""Floors, room and approvals; golden numbers G2 of the design."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quoting.domain.approvals import Approval, Decision, content_hash, pricing_room
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
        {"unit_cost_minor": None},
        {"kind": "fixed"},
        {"optional": True, "selected": False},
    ],
)
def test_any_change_of_content_changes_the_hash(change):
    assert content_hash(a_quote(a_line())) != content_hash(a_quote(a_line(**change)))


def test_the_same_content_has_the_same_hash():
    assert content_hash(a_quote(a_line())) == content_hash(a_quote(a_line(quantity=Decimal("1E2"))))


def an_approval(quote, **changes):
    facts = {
        "quote_id": quote.id,
        "content_hash": content_hash(quote),
        "shortfall_minor": 1,
        "currency": "NOK",
        "requested_by": new_id(),
        "requested_at": NOW,
        "expires_on": date(2026, 12, 31),
    }
    return Approval(**{**facts, **changes})


def test_an_approval_covers_exactly_its_content_until_it_expires():
    quote = a_quote()
    approval = an_approval(quote)
    approval.decide(Decision.APPROVED, by=new_id(), at=NOW, reason=None, quote=quote)

    assert approval.covers(content_hash(quote), date(2026, 12, 31))
    assert not approval.covers("other", date(2026, 12, 31))
    assert not approval.covers(content_hash(quote), date(2027, 1, 1))


def test_nobody_approves_what_he_asked_for_or_what_is_his():
    quote = a_quote()
    approval = an_approval(quote)

    for person in (approval.requested_by, quote.owner_id):
        with pytest.raises(OwnApproval):
            approval.decide(Decision.APPROVED, by=person, at=NOW, reason=None, quote=quote)


def test_a_request_for_other_content_cannot_be_answered():
    quote = a_quote()
    approval = an_approval(quote)
    quote.terms = "Payment in 90 days"

    with pytest.raises(ApprovalNotPending):
        approval.decide(Decision.APPROVED, by=new_id(), at=NOW, reason=None, quote=quote)


def test_a_rejected_request_covers_nothing():
    quote = a_quote()
    approval = an_approval(quote)
    approval.decide(Decision.REJECTED, by=new_id(), at=NOW, reason="Too low", quote=quote)

    assert not approval.covers(content_hash(quote), date(2026, 12, 1))
    with pytest.raises(ApprovalNotPending):
        approval.decide(Decision.APPROVED, by=new_id(), at=NOW, reason=None, quote=quote)


CONTENT = st.builds(
    a_line,
    quantity=st.decimals("0.0001", "1000", places=4),
    unit_price_minor=st.integers(0, 1_000_000),
    unit_cost_minor=st.none() | st.integers(0, 1_000_000),
    discount_bp=st.integers(0, 10_000),
)


@given(st.lists(CONTENT, min_size=1, max_size=4), st.lists(CONTENT, min_size=1, max_size=4))
def test_an_approval_of_one_content_never_covers_another(approved, sent):
    quote = a_quote(*approved)
    approval = an_approval(quote)
    approval.decide(Decision.APPROVED, by=new_id(), at=NOW, reason=None, quote=quote)

    quote.lines = sent
    same = [(x.quantity, x.unit_price_minor, x.unit_cost_minor, x.discount_bp) for x in approved]
    other = [(x.quantity, x.unit_price_minor, x.unit_cost_minor, x.discount_bp) for x in sent]

    assert approval.covers(content_hash(quote), date(2026, 12, 1)) == (same == other)


def test_a_floor_is_not_kept_by_a_cost_nobody_knows():
    unknown = a_quote(a_line(), a_line(unit_cost_minor=None))

    assert room(unknown, a_floor(1)).violated
    assert room(unknown, a_floor(1, level=PolicyLevel.PRODUCT, target_id=new_id())).violated
    assert not room(unknown, None).violated
    assert not unknown.cost_is_known()


def test_every_broken_rule_is_named():
    product, cheap = a_floor(60, level=PolicyLevel.PRODUCT, target_id=new_id()), a_floor(10)
    quote = a_quote(a_line(), a_line(position=2, unit_price_minor=73_000))

    found = pricing_room(quote, [product, cheap])

    assert [each["level"] for each in found.violated] == ["product", "organisation"]
    assert found.room_minor == quote.net().amount_minor - found.floor_price_minor
