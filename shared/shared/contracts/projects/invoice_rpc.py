"""
What others may ask of projects about invoices and profitability; a part of ``rpc.Projects``.

Owner: projects.
"""

from datetime import date
from typing import Protocol
from uuid import UUID

from shared.contracts.projects.invoice_views import (
    AllocationView,
    CreditFields,
    InvoiceFields,
    InvoiceItemView,
    InvoiceView,
    PaymentFields,
    ProfitabilityReportView,
    ProfitabilityView,
)
from shared.kernel.paging import ListQuery, Page


class InvoiceCalls(Protocol):
    """Invoices, credit notes and payments."""

    def create_invoice(self, *, fields: InvoiceFields) -> InvoiceView:
        """
        Draft an invoice; what it bills is taken at once and cannot be billed again.

        Raises: ``projects.nothing_to_bill``, ``projects.price_missing``,
        ``projects.project_closed``, ``projects.customer_missing``.
        """
        ...

    def get_invoice(self, *, invoice_id: UUID) -> InvoiceView:
        """Answer one invoice.  Raises: ``projects.invoice_unknown``."""
        ...

    def list_invoices(self, *, query: ListQuery) -> Page[InvoiceItemView]:
        """
        List invoices.

        Filters and sorts: status, kind, customer_id, project_id, sales_case_id, invoice_no,
        issued_on, due_on, net, gross, created_at.
        """
        ...

    def change_invoice(
        self, *, invoice_id: UUID, expected_version: int, fields: InvoiceFields
    ) -> InvoiceView:
        """Change the heading of a draft.  Raises: ``projects.invoice_not_draft``."""
        ...

    def issue_invoice(self, *, invoice_id: UUID, issued_on: date | None = None) -> InvoiceView:
        """
        Give the invoice its number; from then on it is fixed.  Repeating it changes nothing.

        Raises: ``projects.invoice_not_draft``, ``projects.issue_date_invalid``.
        """
        ...

    def cancel_invoice(self, *, invoice_id: UUID) -> InvoiceView:
        """Give up a draft and free what it billed.  Raises: ``projects.invoice_not_draft``."""
        ...

    def credit_invoice(self, *, invoice_id: UUID, fields: CreditFields) -> InvoiceView:
        """
        Issue a credit note and answer it.

        Raises: ``projects.invoice_not_issued``, ``projects.credit_exceeds_outstanding``.
        """
        ...

    def register_payment(self, *, invoice_id: UUID, fields: PaymentFields) -> InvoiceView:
        """Book a payment.  Raises: ``projects.payment_exceeds_outstanding``."""
        ...

    def list_invoice_allocations(self, *, invoice_id: UUID) -> list[AllocationView]:
        """Explain where every amount of the invoice comes from."""
        ...


class ProfitabilityCalls(Protocol):
    """What projects and customers leave; needs ``profitability.view`` and class margin."""

    def project_profitability(
        self, *, project_id: UUID, from_on: date | None = None, to_on: date | None = None
    ) -> ProfitabilityView:
        """Answer what one project leaves in a period, or in all."""
        ...

    def customer_profitability(
        self, *, customer_id: UUID, from_on: date | None = None, to_on: date | None = None
    ) -> ProfitabilityView:
        """Answer what one customer leaves in a period, or in all."""
        ...

    def report_customer_profitability(
        self,
        *,
        from_on: date | None = None,
        to_on: date | None = None,
        group_by: str | None = None,
    ) -> ProfitabilityReportView:
        """
        List all customers, largest contribution first; items + internal = total.

        ``group_by`` puts them together by segment, customer_type, rating, account_owner,
        customer_unit, industry, country, region or city, as they are now.
        """
        ...

    def report_project_profitability(
        self, *, from_on: date | None = None, to_on: date | None = None
    ) -> ProfitabilityReportView:
        """List all projects; ``internal`` is time on sales cases without a project."""
        ...
