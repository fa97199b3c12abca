"""Invoices and credit notes: lines, value added tax, life, payments."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from shared.kernel.money import LARGEST_MINOR, round_half_up
from shared.kernel.records import Child, Record
from shared.kernel.shares import WHOLE_BP

from projects.domain.errors import (
    InvoiceNegative,
    IssueDateInvalid,
    NotDraft,
    NothingToBill,
    NotIssued,
    PaymentExceedsOutstanding,
    ProjectInvalid,
)

DEFAULT_TERM_DAYS = 14


class InvoiceStatus(StrEnum):
    """The life of an invoice."""

    DRAFT = "draft"
    ISSUED = "issued"
    PART_PAID = "part_paid"
    PAID = "paid"
    CREDITED = "credited"
    CANCELLED = "cancelled"


FINAL = frozenset({InvoiceStatus.DRAFT, InvoiceStatus.CANCELLED})  # not (yet) in the books


class InvoiceKind(StrEnum):
    """Which way the amounts count."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


@dataclass(eq=False, kw_only=True)
class InvoiceLine(Child):
    """A line; ``minutes`` is None when it bills no time."""

    invoice_id: UUID | None = None
    position: int = 0
    source: str
    description: str
    quantity: Decimal
    unit: str
    unit_price_minor: int
    net_minor: int
    vat_bp: int
    minutes: int | None = None
    contract_line_id: UUID | None = None


@dataclass(eq=False, kw_only=True)
class Payment(Child):
    """Money received."""

    invoice_id: UUID | None = None
    amount_minor: int
    paid_on: date
    source: str = "manual"
    external_ref: str | None = None


@dataclass(eq=False, kw_only=True)
class Invoice(Record):
    """
    An invoice or a credit note, amounts positive in both.

    Shape: ``vat_groups`` is ``[{"vat_bp", "net_minor", "vat_minor"}]``; ``customer`` the customer
    as it was at issue.
    """

    customer_id: UUID
    currency: str
    kind: InvoiceKind = InvoiceKind.INVOICE
    credits_invoice_id: UUID | None = None
    project_id: UUID | None = None
    sales_case_id: UUID | None = None
    manager_id: UUID | None = None
    unit_id: UUID | None = None
    status: InvoiceStatus = InvoiceStatus.DRAFT
    invoice_no: str | None = None
    issued_on: date | None = None
    due_on: date | None = None
    buyer_reference: str | None = None
    order_reference: str | None = None
    note: str | None = None
    customer: dict[str, Any] | None = None
    vat_groups: list[dict[str, int]] = field(default_factory=list)
    net_minor: int = 0
    vat_minor: int = 0
    gross_minor: int = 0
    paid_minor: int = 0
    credited_minor: int = 0
    lines: list[InvoiceLine] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)

    @property
    def outstanding_minor(self) -> int:
        """What is still owed; negative when we owe."""
        return self.gross_minor - self.paid_minor - self.credited_minor

    def put_lines(
        self, lines: list[InvoiceLine], *, already: Mapping[int, int] | None = None
    ) -> None:
        """
        Take the lines and add up.

        Args:
            already: For a credit note, net by VAT rate of the notes before it on the same invoice.

        Raises:
            NothingToBill: There is no line.
            InvoiceNegative: The lines add up to less than nothing.
        """
        if not lines:
            raise NothingToBill
        for position, line in enumerate(lines, start=1):
            line.position = position
        self.lines = lines
        self.vat_groups = vat_groups(lines, already=already or {})
        self.net_minor = sum(each.net_minor for each in lines)
        self.vat_minor = sum(each["vat_minor"] for each in self.vat_groups)
        self.gross_minor = self.net_minor + self.vat_minor
        if self.net_minor < 0:
            raise InvoiceNegative
        if self.gross_minor > LARGEST_MINOR:
            raise ProjectInvalid("/lines", "the amounts are too large")

    def issue(
        self, *, invoice_no: str, issued_on: date, customer: dict[str, Any], term_days: int | None
    ) -> None:
        """
        Become final.

        Raises:
            NotDraft: It is not a draft.
        """
        self.must_be_draft()
        self.status = InvoiceStatus.ISSUED
        self.invoice_no = invoice_no
        self.issued_on = issued_on
        self.customer = customer
        days = DEFAULT_TERM_DAYS if term_days is None else term_days
        self.due_on = self.due_on or issued_on + timedelta(days=days)
        if self.due_on < issued_on:
            raise IssueDateInvalid("The due date is before the date of issue.")

    def cancel(self) -> None:
        """
        Give up a draft.

        Raises:
            NotDraft: It is not a draft.
        """
        self.must_be_draft()
        self.status = InvoiceStatus.CANCELLED

    def pay(self, payment: Payment) -> None:
        """
        Book a payment.

        Raises:
            NotIssued: Not an issued invoice.
            PaymentExceedsOutstanding: More than is owed.
            ProjectInvalid: Not more than zero.
        """
        self.must_be_issued()
        if payment.amount_minor <= 0:
            raise ProjectInvalid("/amount", "must be more than zero")
        if payment.amount_minor > self.outstanding_minor:
            raise PaymentExceedsOutstanding(outstanding_minor=self.outstanding_minor)
        self.payments.append(payment)
        self.paid_minor += payment.amount_minor
        self._settle()

    def credit(self, note: "Invoice") -> None:
        """
        Count a credit note.

        Raises:
            NotIssued: Not an issued invoice.
        """
        self.must_be_issued()
        self.credited_minor += note.gross_minor
        self._settle()

    def must_be_draft(self) -> None:
        """Stop unless a draft; raises NotDraft."""
        if self.status != InvoiceStatus.DRAFT:
            raise NotDraft("invoice", status=self.status)

    def must_be_issued(self) -> None:
        """Stop unless an issued invoice (no credit note); raises NotIssued."""
        if self.status in FINAL or self.kind != InvoiceKind.INVOICE:
            raise NotIssued(status=self.status)

    def _settle(self) -> None:
        if self.credited_minor >= self.gross_minor:
            self.status = InvoiceStatus.CREDITED
        elif self.outstanding_minor <= 0:
            self.status = InvoiceStatus.PAID
        elif self.paid_minor > 0:
            self.status = InvoiceStatus.PART_PAID


def vat_groups(lines: Iterable[InvoiceLine], *, already: Mapping[int, int]) -> list[dict[str, int]]:
    """
    Add up by VAT rate; the tax is rounded half up once per rate.

    What earlier notes credited is taken into account, so that several partial credit notes bring
    back exactly the tax that was charged.
    """
    nets: dict[int, int] = {}
    for line in lines:
        nets[line.vat_bp] = nets.get(line.vat_bp, 0) + line.net_minor
    return [
        {
            "vat_bp": rate,
            "net_minor": net,
            "vat_minor": _vat(already.get(rate, 0) + net, rate) - _vat(already.get(rate, 0), rate),
        }
        for rate, net in sorted(nets.items(), reverse=True)
    ]


def _vat(net_minor: int, rate_bp: int) -> int:
    return round_half_up(Decimal(net_minor * rate_bp) / WHOLE_BP)


def check_issue_date(issued_on: date, *, today: date, last_on: date | None) -> None:
    """
    Numbers follow dates.

    Args:
        last_on: Date of the last invoice issued.

    Raises:
        IssueDateInvalid: In the future, or before the last one.
    """
    if issued_on > today:
        raise IssueDateInvalid("An invoice cannot be issued in the future.")
    if last_on is not None and issued_on < last_on:
        raise IssueDateInvalid(f"An invoice was issued on {last_on} already; numbers follow dates.")
