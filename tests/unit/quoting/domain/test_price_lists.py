"""Which price counts when, and what of a price list never changes."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quoting.domain.errors import FieldInvalid, VersionOverlaps, VersionPublished
from quoting.domain.price_lists import PriceItem, PriceList, PriceListVersion, VersionStatus
from shared.kernel.errors import NotFound
from shared.kernel.ids import new_id

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PRODUCT = new_id()


def an_item(price_minor=100, **changes):
    return PriceItem(**{"product_id": PRODUCT, "price_minor": price_minor, **changes})


def a_version(day, *, status=VersionStatus.PUBLISHED, items=()):
    return PriceListVersion(number=1, valid_from=day, status=status, items=list(items))


def a_list(*versions, **changes):
    return PriceList(
        **{"name": "Standard", "currency": "NOK", "versions": list(versions), **changes}
    )


def test_the_newest_published_version_that_has_begun_prices():
    old, new = a_version(date(2025, 1, 1)), a_version(date(2026, 1, 1))
    draft = a_version(date(2026, 2, 1), status=VersionStatus.DRAFT)
    prices = a_list(old, new, draft)

    assert prices.valid_on(date(2024, 12, 31)) is None
    assert prices.valid_on(date(2025, 12, 31)) is old
    assert prices.valid_on(date(2026, 1, 1)) is new
    assert prices.valid_on(date(2026, 3, 1)) is new
    shown = [prices.shown_status(each, date(2026, 3, 1)) for each in prices.versions]
    assert shown == ["superseded", "published", "draft"]


@given(st.sets(st.integers(0, 1000), min_size=1, max_size=6), st.integers(0, 1000))
def test_the_largest_quantity_step_reached_prices(steps, quantity):
    items = [an_item(step, min_quantity=Decimal(step)) for step in steps]

    price = a_version(date(2026, 1, 1), items=items).price_of(PRODUCT, Decimal(quantity))

    assert price == max((step for step in steps if step <= quantity), default=None)


def test_another_product_has_no_price():
    assert a_version(date(2026, 1, 1), items=[an_item()]).price_of(new_id(), Decimal(1)) is None


def test_publishing_is_for_drafts_later_than_what_is_published():
    draft = a_version(date(2026, 1, 2), status=VersionStatus.DRAFT)
    early = a_version(date(2026, 1, 1), status=VersionStatus.DRAFT)
    prices = a_list(a_version(date(2026, 1, 1)), draft, early)

    prices.publish(draft.id, at=NOW)

    assert (draft.status, draft.published_at) == (VersionStatus.PUBLISHED, NOW)
    with pytest.raises(VersionPublished):
        prices.publish(draft.id, at=NOW)
    with pytest.raises(VersionOverlaps):
        prices.publish(early.id, at=NOW)
    with pytest.raises(NotFound):
        prices.publish(new_id(), at=NOW)


def test_a_published_version_cannot_be_drafted_anew():
    with pytest.raises(VersionPublished):
        a_version(date(2026, 1, 1)).redraft(valid_from=date(2027, 1, 1), items=[])


@pytest.mark.parametrize(
    "items",
    [
        [an_item(), an_item(200)],
        [an_item(-1)],
        [an_item(min_quantity=Decimal(-1))],
        [an_item(min_quantity=Decimal("NaN"))],
        [an_item(min_quantity=Decimal("1e20"))],
    ],
)
def test_prices_nobody_could_use_are_refused(items):
    draft = a_version(date(2026, 1, 1), status=VersionStatus.DRAFT)

    with pytest.raises(FieldInvalid):
        draft.redraft(valid_from=date(2026, 1, 1), items=items)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": " "},
        {"currency": "nok"},
        {"currency": "KRONER"},
        {"scope": "everybody"},
        {"scope": "customer"},
        {"customer_id": new_id()},
    ],
)
def test_a_price_list_nobody_could_use_is_refused(changes):
    with pytest.raises(FieldInvalid):
        a_list(**changes).check()


def test_a_price_list_is_for_its_currency_and_its_customer():
    ours = new_id()
    theirs = a_list(scope="customer", customer_id=ours)

    assert theirs.may_price(currency="NOK", customer_id=ours)
    assert not theirs.may_price(currency="EUR", customer_id=ours)
    assert not theirs.may_price(currency="NOK", customer_id=new_id())
    assert not a_list(archived_at=NOW).may_price(currency="NOK", customer_id=ours)
