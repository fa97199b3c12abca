"""Following what other services do around a case: activities planned and done, invoices issued."""

from shared.contracts.crm.events import ActivityState
from shared.contracts.projects.events import InvoiceIssuedV1

from sales.application.ports import SalesWork


def follow_activity(work: SalesWork, *, activity: ActivityState) -> None:
    """Note an activity; the cases it concerns, or concerned before, get their next one anew."""
    concerned = work.case_facts.keep_activity(activity)
    if concerned:
        work.case_facts.follow_up(concerned)


def follow_invoice(work: SalesWork, *, invoice: InvoiceIssuedV1) -> None:
    """Note that a case is being invoiced, which ends the time it may be opened again."""
    if invoice.sales_case_id is not None:
        work.case_facts.note_invoice(invoice.sales_case_id, at=work.now())
