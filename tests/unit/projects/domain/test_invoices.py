"""Invoices: tax, life, payments."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from projects.domain.errors import (
    InvoiceNegative,
    IssueDateInvalid,
    NotDraft,
    NothingToBill,
    NotIssued,
    PaymentExceedsOutstanding,
    ProjectInvalid,
)
from projects.domain.invoices import (
    InvoiceKind,
    InvoiceStatus,
    Payment,
    check_issue_date,
    vat_groups,
)
from support.projects import a_draft_invoice, an_invoice_line, an_issued_invoice

TODAY = date(2026, 3, 31)


def a_payment(amount_minor):
    return Payment(amount_minor=amount_minor, paid_on=TODAY)


def test_tax_is_rounded_half_up_once_for_each_rate():
    lines = [an_invoice_line(10) for _ in range(5)] + [an_invoice_line(33, vat_bp=1500)]

    groups = vat_groups(lines, already={})

    assert [(each["vat_bp"], each["vat_minor"]) for each in groups] == [
        (2500, 13),  # 50 × 25 % = 12.5, not 5 × round(2.5)
        (1500, 5),  # 4.95
    ]


@given(
    st.lists(st.integers(1, 10_000), min_size=1, max_size=12), st.sampled_from([2500, 1500, 1200])
)
def test_tax_of_partial_credit_notes_adds_up_to_the_tax_charged(nets, rate):
    charged = vat_groups([an_invoice_line(sum(nets), vat_bp=rate)], already={})[0]["vat_minor"]

    brought_back, before = 0, 0
    for net in nets:
        (group,) = vat_groups([an_invoice_line(net, vat_bp=rate)], already={rate: before})
        brought_back, before = brought_back + group["vat_minor"], before + net

    assert brought_back == charged


def test_totals_add_up_over_rates():
    invoice = a_draft_invoice(an_invoice_line(100_000), an_invoice_line(10_000, vat_bp=0))

    assert (invoice.net_minor, invoice.vat_minor, invoice.gross_minor) == (110_000, 25_000, 135_000)
    assert [line.position for line in invoice.lines] == [1, 2]


def test_an_invoice_needs_lines_that_are_worth_something():
    with pytest.raises(NothingToBill):
        a_draft_invoice().put_lines([])
    with pytest.raises(InvoiceNegative):
        a_draft_invoice(an_invoice_line(-1))


def test_the_due_date_follows_the_customers_terms_unless_given():
    by_terms, given_date, by_default = a_draft_invoice(), a_draft_invoice(), a_draft_invoice()
    given_date.due_on = date(2026, 4, 2)
    for invoice, days in ((by_terms, 30), (given_date, 30), (by_default, None)):
        invoice.issue(invoice_no="1", issued_on=TODAY, customer={}, term_days=days)

    assert [each.due_on for each in (by_terms, given_date, by_default)] == [
        date(2026, 4, 30), date(2026, 4, 2), date(2026, 4, 14),
    ]  # fmt: skip


def test_an_invoice_is_not_due_before_it_is_issued():
    invoice = a_draft_invoice()
    invoice.due_on = date(2026, 3, 30)

    with pytest.raises(IssueDateInvalid):
        invoice.issue(invoice_no="1", issued_on=TODAY, customer={}, term_days=0)


def test_what_is_issued_is_neither_issued_again_nor_cancelled():
    invoice = an_issued_invoice()

    with pytest.raises(NotDraft):
        invoice.issue(invoice_no="2", issued_on=TODAY, customer={}, term_days=0)
    with pytest.raises(NotDraft):
        invoice.cancel()


def test_payments_take_an_invoice_by_part_paid_to_paid():
    invoice = an_issued_invoice()  # 1 250 with tax
    statuses = []
    for amount_minor in (100_000, 25_000):
        invoice.pay(a_payment(amount_minor))
        statuses.append(invoice.status)

    assert statuses == [InvoiceStatus.PART_PAID, InvoiceStatus.PAID]
    assert invoice.outstanding_minor == 0


@pytest.mark.parametrize(
    ("amount_minor", "error"),
    [(125_001, PaymentExceedsOutstanding), (0, ProjectInvalid), (-1, ProjectInvalid)],
)
def test_a_payment_is_more_than_nothing_and_no_more_than_owed(amount_minor, error):
    with pytest.raises(error):
        an_issued_invoice().pay(a_payment(amount_minor))


def test_only_an_issued_invoice_is_paid_or_credited():
    note = an_issued_invoice()
    note.kind = InvoiceKind.CREDIT_NOTE

    for invoice in (a_draft_invoice(), note):
        with pytest.raises(NotIssued):
            invoice.pay(a_payment(1))
        with pytest.raises(NotIssued):
            invoice.credit(an_issued_invoice())


def test_a_credit_over_all_of_it_ends_the_invoice():
    invoice = an_issued_invoice()
    invoice.pay(a_payment(100_000))

    invoice.credit(an_issued_invoice())

    assert (invoice.status, invoice.outstanding_minor) == (InvoiceStatus.CREDITED, -100_000)


def test_a_credit_over_what_was_owed_pays_the_invoice():
    invoice = an_issued_invoice()
    invoice.pay(a_payment(62_500))

    invoice.credit(an_issued_invoice(an_invoice_line(50_000)))

    assert invoice.status == InvoiceStatus.PAID


@pytest.mark.parametrize(
    ("issued_on", "last_on"), [(date(2026, 4, 1), None), (date(2026, 3, 30), date(2026, 3, 31))]
)
def test_numbers_follow_dates(issued_on, last_on):
    with pytest.raises(IssueDateInvalid):
        check_issue_date(issued_on, today=TODAY, last_on=last_on)


def test_several_invoices_may_have_the_same_date():
    assert check_issue_date(TODAY, today=TODAY, last_on=TODAY) is None
