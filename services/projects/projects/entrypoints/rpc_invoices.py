"""Invoices, as others may call them.  Promised in shared.contracts.projects.invoice_rpc."""

from datetime import date
from uuid import UUID

from shared.contracts.projects.invoice_views import (
    AllocationView,
    CreditFields,
    InvoiceFields,
    InvoiceItemView,
    InvoiceView,
    PaymentFields,
)
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from projects.application.credits import credit_invoice, register_payment
from projects.application.drafts import create_invoice
from projects.application.invoice_answers import allocation_views, invoice_view
from projects.application.invoices import (
    cancel_invoice,
    change_invoice,
    issue_invoice,
    see_invoice,
)
from projects.persistence.invoices import list_invoices
from projects.persistence.work import StoredProjectsWork


class InvoicesRpc:
    """Invoices, credit notes and payments."""

    @command()
    def create_invoice(self, work: StoredProjectsWork, *, fields: InvoiceFields) -> InvoiceView:
        return invoice_view(work, create_invoice(work, fields=fields))

    @question()
    def get_invoice(self, work: StoredProjectsWork, *, invoice_id: UUID) -> InvoiceView:
        return invoice_view(work, see_invoice(work, invoice_id, "invoice.view"))

    @question()
    def list_invoices(self, work: StoredProjectsWork, *, query: ListQuery) -> Page[InvoiceItemView]:
        return list_invoices(work, query=query)

    @command()
    def change_invoice(
        self, work: StoredProjectsWork, *, invoice_id: UUID, expected_version: int,
        fields: InvoiceFields,
    ) -> InvoiceView:  # fmt: skip
        changed = change_invoice(
            work, invoice_id=invoice_id, expected_version=expected_version, fields=fields
        )
        return invoice_view(work, changed)

    @command()
    def issue_invoice(
        self, work: StoredProjectsWork, *, invoice_id: UUID, issued_on: date | None = None
    ) -> InvoiceView:
        return invoice_view(work, issue_invoice(work, invoice_id=invoice_id, issued_on=issued_on))

    @command()
    def cancel_invoice(self, work: StoredProjectsWork, *, invoice_id: UUID) -> InvoiceView:
        return invoice_view(work, cancel_invoice(work, invoice_id=invoice_id))

    @command()
    def credit_invoice(
        self, work: StoredProjectsWork, *, invoice_id: UUID, fields: CreditFields
    ) -> InvoiceView:
        return invoice_view(work, credit_invoice(work, invoice_id=invoice_id, fields=fields))

    @command()
    def register_payment(
        self, work: StoredProjectsWork, *, invoice_id: UUID, fields: PaymentFields
    ) -> InvoiceView:
        return invoice_view(work, register_payment(work, invoice_id=invoice_id, fields=fields))

    @question()
    def list_invoice_allocations(
        self, work: StoredProjectsWork, *, invoice_id: UUID
    ) -> list[AllocationView]:
        invoice = see_invoice(work, invoice_id, "invoice.view")
        return allocation_views(
            work.ledger.bills_of(invoice.id),
            credits=work.ledger.credits_of(invoice.id),
            currency=invoice.currency,
        )
