"""How quotes add up and what may happen to them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quoting.domain.errors import (
    FieldInvalid,
    QuoteArchived,
    QuoteEmpty,
    QuoteExpired,
    QuoteNotDraft,
    QuoteNotOpen,
    ValidityMissing,
)
from quoting.domain.quotes import QuoteStatus
from shared.kernel.money import Money
from support.quoting import a_line, a_quote, a_sent_quote

LAST_DAY = date(2026, 12, 31)
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)

LINES = st.builds(
    a_line,
    quantity=st.decimals("0.0001", "10000", places=4),
    unit_price_minor=st.integers(0, 10_000_000),
    unit_cost_minor=st.integers(0, 10_000_000),
    discount_bp=st.integers(0, 10_000),
    vat_bp=st.sampled_from([0, 1200, 1500, 2500]),
    optional=st.booleans(),
    selected=st.booleans(),
)


def test_the_total_adds_lines_rounded_one_by_one():
    half_hours = [a_line(quantity=Decimal("0.5"), unit_price_minor=67) for _ in range(3)]

    assert a_quote(*half_hours).net() == Money(102, "NOK")  # 3 × round(33.5), not round(100.5)


def test_vat_is_computed_for_each_rate_on_the_whole_document():
    lines = [a_line(quantity=Decimal(1), unit_price_minor=2, vat_bp=2500) for _ in range(3)]

    quote = a_quote(*lines, a_line(quantity=Decimal(1), unit_price_minor=100, vat_bp=1500))

    assert [(group.vat_bp, group.net_minor, group.vat_minor) for group in quote.vat_groups()] == [
        (2500, 6, 2),
        (1500, 100, 15),
    ]
    assert quote.gross() == Money(106 + 17, "NOK")


@given(st.lists(LINES, min_size=1, max_size=8))
def test_groups_and_lines_add_up_to_the_total(lines):
    quote = a_quote(*lines)

    assert sum(group.net_minor for group in quote.vat_groups()) == quote.net().amount_minor
    assert sum(line.net_minor for line in quote.counted) == quote.net().amount_minor
    assert quote.gross() == quote.net() + quote.vat()


def test_an_option_counts_only_when_it_is_chosen():
    option = a_line(optional=True, selected=False)

    assert a_quote(a_line(), option).net() == a_quote(a_line()).net()
    option.selected = True
    assert a_quote(a_line(), option).net() == a_quote(a_line(), a_line()).net()


def test_a_day_of_work_is_seven_and_a_half_hours():
    assert a_quote(a_line(quantity=Decimal(2), unit="day")).sold_minutes() == 900
    assert a_quote(a_line(kind="goods", unit="piece")).sold_minutes() == 0


@pytest.mark.parametrize("today", [date(2026, 12, 1), LAST_DAY])
def test_a_quote_can_be_accepted_up_to_and_on_its_last_day(today):
    quote = a_sent_quote(valid_until=LAST_DAY)

    assert quote.accept(today=today) is True

    assert (quote.status, quote.accepted_on) == (QuoteStatus.ACCEPTED, today)


def test_a_quote_cannot_be_accepted_the_day_after():
    with pytest.raises(QuoteExpired):
        a_sent_quote(valid_until=LAST_DAY).accept(today=date(2027, 1, 1))


def test_accepting_again_changes_nothing():
    quote = a_sent_quote()
    quote.accept(today=date(2026, 12, 1))

    assert quote.accept(today=date(2026, 12, 2)) is False
    assert quote.accepted_on == date(2026, 12, 1)


@pytest.mark.parametrize("status", sorted(set(QuoteStatus) - {"sent", "accepted", "expired"}))
def test_only_a_sent_quote_can_be_answered(status):
    quote = a_quote(status=QuoteStatus(status))

    with pytest.raises(QuoteNotOpen):
        quote.accept(today=date(2026, 12, 1))
    with pytest.raises(QuoteNotOpen):
        quote.decline(reason=None)


@pytest.mark.parametrize("status", ["sent", "accepted", "declined", "expired", "superseded"])
def test_from_sent_on_a_quote_never_changes(status):
    with pytest.raises(QuoteNotDraft):
        a_quote(status=QuoteStatus(status)).replace_lines([a_line()])


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"valid_until": None}, ValidityMissing),
        ({"valid_until": date(2026, 11, 30)}, QuoteExpired),
        ({"status": QuoteStatus.PENDING_APPROVAL}, QuoteNotDraft),
        ({"status": QuoteStatus.SENT}, QuoteNotDraft),
    ],
)
def test_a_quote_that_cannot_go_out_is_kept(changes, error):
    with pytest.raises(error):
        a_quote(**changes).send(today=NOW.date(), at=NOW)


def test_an_empty_quote_is_not_sent():
    with pytest.raises(QuoteEmpty):
        a_quote(a_line(optional=True, selected=False)).send(today=NOW.date(), at=NOW)


@pytest.mark.parametrize("quantity", ["0", "-1", "1000001", "NaN", "Infinity", "0.00001"])
def test_a_quantity_nobody_could_deliver_is_refused(quantity):
    with pytest.raises(FieldInvalid):
        a_quote().replace_lines([a_line(quantity=Decimal(quantity))])


def test_a_yes_may_be_written_down_later_but_makes_no_quote_valid_again():
    quote = a_sent_quote(valid_until=LAST_DAY)
    with pytest.raises(QuoteExpired):
        quote.accept(today=date(2027, 1, 1), said_on=LAST_DAY)
    with pytest.raises(FieldInvalid):
        quote.accept(today=date(2026, 12, 1), said_on=date(2026, 12, 2))

    quote.accept(today=LAST_DAY, said_on=date(2026, 12, 1))

    assert quote.accepted_on == date(2026, 12, 1)


@pytest.mark.parametrize("status", ["draft", "pending_approval", "approved", "sent"])
def test_a_revision_that_may_still_go_out_gives_way_and_its_place(status):
    earlier, later = a_quote(status=QuoteStatus(status), is_primary=True), a_quote(is_primary=False)

    assert earlier.give_way_to(later) is True

    assert earlier.status is QuoteStatus.SUPERSEDED
    assert (earlier.is_primary, later.is_primary) == (False, True)


@pytest.mark.parametrize("status", ["declined", "expired", "withdrawn", "superseded"])
def test_a_revision_that_is_over_stays_what_it_was(status):
    earlier = a_quote(status=QuoteStatus(status))

    assert earlier.give_way_to(a_quote()) is False
    assert earlier.status == status


def test_an_accepted_revision_gives_way_to_nothing():
    with pytest.raises(QuoteNotOpen):
        a_quote(status=QuoteStatus.ACCEPTED).give_way_to(a_quote())


@pytest.mark.parametrize("today", [LAST_DAY, date(2027, 1, 1)])
def test_a_quote_expires_after_its_last_day_only(today):
    quote = a_sent_quote(valid_until=LAST_DAY)

    assert quote.expire(today=today) is (today > LAST_DAY)
    assert not a_quote(valid_until=LAST_DAY).expire(today=today)


def test_what_was_put_away_is_left_alone():
    away = a_quote(archived_at=NOW)

    for step in (
        away.submit,
        away.reopen_draft,
        lambda: away.send(today=NOW.date(), at=NOW),
    ):
        with pytest.raises(QuoteArchived):
            step()


@pytest.mark.parametrize("changes", [{"title": " "}, {"currency": "kr"}])
def test_a_quote_without_a_title_or_a_currency_is_refused(changes):
    with pytest.raises(FieldInvalid):
        a_quote(**changes).check()
