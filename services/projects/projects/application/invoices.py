"""Issuing, changing and cancelling invoices."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.capabilities.policy import authorise
from shared.contracts.projects.events import InvoiceIssuedV1, InvoiceState
from shared.contracts.projects.invoice_views import InvoiceFields
from shared.kernel.money import Money

from projects.application.access import known
from projects.application.invoice_facts import invoiced_lines
from projects.application.ports import ProjectsWork
from projects.domain.errors import ProjectInvalid
from projects.domain.invoices import Invoice, InvoiceStatus, check_issue_date

FIRST_INVOICE_NO = 10001
HEADING = ("due_on", "buyer_reference", "order_reference", "note")


def change_invoice(
    work: ProjectsWork, *, invoice_id: UUID, expected_version: int, fields: InvoiceFields
) -> Invoice:
    """
    Change the heading of a draft.

    Raises:
        NotFound, Conflict, Forbidden, NotDraft.
        ProjectInvalid: Something else than the heading was given.
    """
    invoice = see_invoice(work, invoice_id, "invoice.update", version=expected_version)
    invoice.must_be_draft()
    for name, value in fields.given().items():
        if name not in HEADING:
            raise ProjectInvalid(f"/{name}", "cannot be changed; cancel the draft instead")
        setattr(invoice, name, value)
    work.save(invoice)
    return invoice


def issue_invoice(
    work: ProjectsWork, *, invoice_id: UUID, issued_on: date | None = None
) -> Invoice:
    """
    Give an invoice the next number and make it final; repeating it changes nothing.

    Raises:
        NotFound, Forbidden, NotDraft, IssueDateInvalid; ReferenceMissing for the customer.
    """
    invoice = see_invoice(work, invoice_id, "invoice.issue", lock=True)
    if invoice.status not in (InvoiceStatus.DRAFT, InvoiceStatus.CANCELLED):
        return invoice
    invoice.must_be_draft()
    customer = known(work, "customer", invoice.customer_id)
    number = next_invoice_no(work)
    day = issued_on or work.today()
    check_issue_date(day, today=work.today(), last_on=work.invoices.last_issued_on())
    invoice.issue(
        invoice_no=number,
        issued_on=day,
        customer=snapshot_of(customer.name, customer.number, customer.data),
        term_days=customer.data.get("payment_term_days"),
    )
    work.save(invoice)
    work.ledger.lock_time_of(invoice.id)
    lines = invoiced_lines(work, invoice)
    work.publish(invoice_state(invoice, InvoiceIssuedV1, lines=lines), at=moment_of(work, day))
    return invoice


def cancel_invoice(work: ProjectsWork, *, invoice_id: UUID) -> Invoice:
    """
    Give up a draft; what it billed can be billed again.

    Raises:
        NotFound, Forbidden, NotDraft.
    """
    invoice = see_invoice(work, invoice_id, "invoice.update", lock=True)
    if invoice.status == InvoiceStatus.CANCELLED:
        return invoice
    invoice.cancel()
    work.save(invoice)
    work.ledger.release(invoice.id)
    return invoice


def see_invoice(
    work: ProjectsWork,
    invoice_id: UUID,
    grant: str,
    *,
    version: int | None = None,
    lock: bool = False,
) -> Invoice:
    """
    Load an invoice for a purpose; locking takes the project's row first, as drafting does.

    Raises:
        NotFound: ``projects.invoice_unknown``.
        Conflict, Forbidden.
    """
    invoice = work.invoices.get(invoice_id, expected_version=version)
    unknown = "projects.invoice_unknown"
    authorise(work.caller, grant, invoice, owner="manager_id", unknown=unknown)
    if not lock:
        return invoice
    if invoice.project_id is not None:
        work.projects.get(invoice.project_id, lock=True)
    return work.invoices.get(invoice_id, lock=True)


def next_invoice_no(work: ProjectsWork) -> str:
    """The next number; the series stays locked until the transaction ends, so there are no gaps."""
    return str(work.next_number("invoice_no", start=FIRST_INVOICE_NO))


def moment_of(work: ProjectsWork, day: date) -> datetime | None:
    """When something of an earlier day happened: noon, as only the day is known; else now."""
    if day >= work.today():
        return None
    return datetime.combine(day, time(12), ZoneInfo(work.caller.time_zone))


def snapshot_of(name: str, number: str | None, data: dict[str, Any]) -> dict[str, Any]:
    """The customer as the invoice keeps it, whatever happens to the customer later."""
    kept = ("organisation_number", "email", "language", "currency", "country", "payment_term_days")
    addresses = data.get("addresses") or []
    order = {"invoice": 0, "postal": 1, "visiting": 2}
    ranked = sorted(
        addresses, key=lambda each: (order.get(each["kind"], 3), not each.get("is_default"))
    )
    return {
        "name": name,
        "customer_no": number,
        **{key: data.get(key) for key in kept},
        "address": ranked[0] if ranked else None,
    }


def invoice_state(invoice: Invoice, told: type[InvoiceState], **more: Any) -> InvoiceState:
    """The fact that tells others how the invoice stands; *more* is what only this fact says."""
    return told(
        **more,
        invoice_id=invoice.id,
        version=invoice.version,
        invoice_no=invoice.invoice_no,
        customer_id=invoice.customer_id,
        project_id=invoice.project_id,
        sales_case_id=invoice.sales_case_id,
        unit_id=invoice.unit_id,
        manager_id=invoice.manager_id,
        status=invoice.status,
        net=Money(invoice.net_minor, invoice.currency),
        gross=Money(invoice.gross_minor, invoice.currency),
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
    )
