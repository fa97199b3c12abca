"""Puts on the timeline what other services tell about a customer."""

from datetime import datetime
from uuid import UUID

from shared.capabilities.references import references
from shared.contracts.erp_sync.events import ErpCustomerLinkedV1
from shared.contracts.projects.events import InvoiceState, ProjectState
from shared.contracts.quoting.events import QuoteState
from shared.contracts.sales.events import CaseState

from crm.application.ports import CrmWork
from crm.domain.timeline import TimelineEntry


def note_case(work: CrmWork, *, case: CaseState, what: str, at: datetime) -> None:
    """Something happened to a sales case (``created``, ``won`` …)."""
    title = f"{case.case_no} {case.name}"
    if what == "stage_changed":
        title = f"{title}: {case.stage_name}"
    entry = TimelineEntry(
        key=f"case.{what}:{case.case_id}:{case.version}",
        customer_id=case.customer_id,
        at=at,
        kind=f"case.{what}",
        title=title,
        amount=case.value,
        ref_kind="case",
        ref_id=case.case_id,
        ref_version=case.version,
        owner_id=case.salesperson_id,
        unit_id=case.unit_id,
    )
    work.timeline.put(entry)
    follow(work, ref_kind="case", ref_id=case.case_id)


def follow(work: CrmWork, *, ref_kind: str, ref_id: UUID) -> None:
    """
    Whoever has the case or project now has the right to its entries.

    The reference copy says who that is, whatever order facts arrive in.
    """
    copy = references(work, ref_kind, [ref_id]).get(ref_id)  # type: ignore[arg-type]
    if copy is not None:
        work.timeline.hand_over(ref_kind, ref_id, owner_id=copy.owner_id, unit_id=copy.unit_id)


def note_quote(work: CrmWork, *, quote: QuoteState, what: str, at: datetime) -> None:
    """Something happened to a quote (``sent``, ``accepted`` …)."""
    work.timeline.put(
        TimelineEntry(
            key=f"quote.{what}:{quote.quote_id}:{quote.version}",
            customer_id=quote.customer_id,
            at=at,
            kind=f"quote.{what}",
            title=f"{quote.quote_no} {quote.title}",
            amount=quote.net,
            ref_kind="quote",
            ref_id=quote.quote_id,
            ref_version=quote.version,
            owner_id=quote.owner_id,
            unit_id=quote.unit_id,
        )
    )


def note_project(work: CrmWork, *, project: ProjectState, what: str, at: datetime) -> None:
    """Something happened to a project; internal ones have no customer."""
    if project.customer_id is None:
        return
    work.timeline.put(
        TimelineEntry(
            key=f"project.{what}:{project.project_id}",
            customer_id=project.customer_id,
            at=at,
            kind=f"project.{what}",
            title=f"{project.project_no} {project.name}",
            ref_kind="project",
            ref_id=project.project_id,
            ref_version=project.version,
            owner_id=project.manager_id,
            unit_id=project.unit_id,
        )
    )
    follow(work, ref_kind="project", ref_id=project.project_id)


def note_invoice(work: CrmWork, *, invoice: InvoiceState, what: str, at: datetime) -> None:
    """An invoice was issued or paid."""
    work.timeline.put(
        TimelineEntry(
            key=f"invoice.{what}:{invoice.invoice_id}",
            customer_id=invoice.customer_id,
            at=at,
            kind=f"invoice.{what}",
            title=invoice.invoice_no or "",
            amount=invoice.net,
            ref_kind="invoice",
            ref_id=invoice.invoice_id,
            ref_version=invoice.version,
            owner_id=invoice.manager_id,
            unit_id=invoice.unit_id,
        )
    )


def note_link(work: CrmWork, *, link: ErpCustomerLinkedV1, at: datetime) -> None:
    """The customer stands in an ERP system now; whoever sees the customer's ERP state sees it."""
    customer = work.customers.get(link.customer_id)
    work.timeline.put(
        TimelineEntry(
            key=f"erp.linked:{link.connection_id}:{link.customer_id}",
            customer_id=link.customer_id,
            at=at,
            kind="erp.customer_linked",
            title=f"{link.connection_name}: {link.external_id}",
            ref_kind="erp",
            ref_id=link.connection_id,
            owner_id=customer.owner_id,
            unit_id=customer.unit_id,
        )
    )
