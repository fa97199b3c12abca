"""What happens to an invoice after issue: credit notes and payments."""

from uuid import UUID

from shared.contracts.declare import UNSET
from shared.contracts.projects.events import InvoiceCreditedV1, InvoicePaidV1
from shared.contracts.projects.invoice_views import CreditFields, PaymentFields

from projects.application.access import minor
from projects.application.invoice_facts import invoiced_lines
from projects.application.invoices import (
    check_issue_date,
    invoice_state,
    moment_of,
    next_invoice_no,
    see_invoice,
)
from projects.application.ports import ProjectsWork
from projects.domain.allocations import outstanding
from projects.domain.billing import credit_lines
from projects.domain.errors import CreditExceedsOutstanding, ProjectInvalid
from projects.domain.invoices import Invoice, InvoiceKind, InvoiceStatus, Payment


def credit_invoice(work: ProjectsWork, *, invoice_id: UUID, fields: CreditFields) -> Invoice:
    """
    Issue a credit note over some or all of an invoice; what it takes back can be billed again.

    Raises:
        NotFound, Forbidden, NotIssued, CreditExceedsOutstanding.
    """
    invoice = see_invoice(work, invoice_id, "invoice.issue", lock=True)
    invoice.must_be_issued()
    bills = work.ledger.bills_of(invoice.id)
    earlier = work.ledger.credits_of(invoice.id)
    parts = fields.given().get("parts") or []
    wanted = {each.allocation_id: each.quantity for each in parts} or {
        each.id: None for each in bills if outstanding(each, earlier)
    }
    if not wanted or not wanted.keys() <= {each.id for each in bills}:
        raise CreditExceedsOutstanding(outstanding=0)
    lines = {each.id: each for each in invoice.lines}
    billed = credit_lines(bills, quantities=wanted, earlier=earlier, lines=lines)
    note = _note_on(invoice)
    note.note = None if fields.note is UNSET else fields.note
    note.put_lines([each.line for each in billed], already=work.invoices.credited_nets(invoice.id))
    _issue(work, note)
    work.ledger.store([part for each in billed for part in each.allocations], invoice_id=note.id)
    invoice.credit(note)
    work.save(invoice)
    work.publish(
        invoice_state(
            note,
            InvoiceCreditedV1,
            credits_invoice_id=invoice.id,
            lines=invoiced_lines(work, note),
        )
    )
    return note


def register_payment(work: ProjectsWork, *, invoice_id: UUID, fields: PaymentFields) -> Invoice:
    """
    Book a payment; the same external reference twice counts once.

    Raises:
        NotFound, Forbidden, NotIssued, PaymentExceedsOutstanding, ProjectInvalid, CurrencyDiffers.
    """
    invoice = see_invoice(work, invoice_id, "invoice.update", lock=True)
    given = fields.given()
    if "amount" not in given:
        raise ProjectInvalid("/amount", "is required")
    amount_minor = minor(given.pop("amount"), currency=invoice.currency, pointer="/amount")
    reference = given.get("external_ref")
    if reference is not None and (paid := work.invoices.paid_by(reference)) is not None:
        if paid != invoice.id:
            raise ProjectInvalid("/external_ref", "is the payment of another invoice")
        return invoice
    given.setdefault("paid_on", work.today())
    invoice.pay(Payment(amount_minor=amount_minor, **given))
    work.save(invoice)
    if invoice.status == InvoiceStatus.PAID:
        paid_at = moment_of(work, given["paid_on"])
        work.publish(invoice_state(invoice, InvoicePaidV1), at=paid_at)
    return invoice


def _note_on(invoice: Invoice) -> Invoice:
    return Invoice(
        kind=InvoiceKind.CREDIT_NOTE,
        credits_invoice_id=invoice.id,
        customer_id=invoice.customer_id,
        currency=invoice.currency,
        project_id=invoice.project_id,
        sales_case_id=invoice.sales_case_id,
        manager_id=invoice.manager_id,
        unit_id=invoice.unit_id,
        buyer_reference=invoice.buyer_reference,
        order_reference=invoice.order_reference,
    )


def _issue(work: ProjectsWork, note: Invoice) -> None:
    """A credit note goes to the customer as the invoice had him."""
    number = next_invoice_no(work)
    credited = work.invoices.get(note.credits_invoice_id or note.id)
    today = work.today()
    check_issue_date(today, today=today, last_on=work.invoices.last_issued_on())
    note.issue(invoice_no=number, issued_on=today, customer=credited.customer or {}, term_days=0)
    work.save(note)
