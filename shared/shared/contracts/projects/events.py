"""
Facts projects publishes.

Owner: projects.  Fields are added, never renamed, retyped or removed; a change
that cannot be an addition is a new version, published beside the old one.
"""

from datetime import date
from decimal import Decimal
from uuid import UUID

from shared.contracts.declare import Event, event
from shared.contracts.privacy import PartDone
from shared.kernel.money import Money


class ProjectState(Event):
    """A project as it stands after the change."""

    project_id: UUID
    version: int
    project_no: str
    name: str
    status: str
    customer_id: UUID | None = None
    sales_case_id: UUID | None = None
    quote_id: UUID | None = None
    manager_id: UUID | None = None
    unit_id: UUID | None = None
    start: date | None = None
    deadline: date | None = None
    changed: list[str] = []
    member_ids: list[UUID] = []  # users who work on it


@event("projects", "project.created", aggregate="project_id")
class ProjectCreatedV1(ProjectState):
    """
    A project was opened.

    Read by: crm (timeline), sales (the case shows its project).
    """


@event("projects", "project.updated", aggregate="project_id")
class ProjectUpdatedV1(ProjectState):
    """
    A project changed.

    Read by: sales (the case shows its project).
    """


@event("projects", "project.completed", aggregate="project_id")
class ProjectCompletedV1(ProjectState):
    """
    A project's work is done.

    Read by: crm (timeline), sales (the case shows its project).
    """


class InvoiceState(Event):
    """An invoice as it stands after the change."""

    invoice_id: UUID
    version: int
    customer_id: UUID
    status: str
    net: Money
    gross: Money
    invoice_no: str | None = None
    project_id: UUID | None = None
    sales_case_id: UUID | None = None
    unit_id: UUID | None = None
    manager_id: UUID | None = None
    issued_on: date | None = None
    due_on: date | None = None


class InvoicedLine(Event):
    """A line of an invoice; ``product_id`` when it bills something sold as a product."""

    line_id: UUID
    description: str
    quantity: Decimal
    unit: str
    net: Money
    product_id: UUID | None = None


@event("projects", "invoice.issued", aggregate="invoice_id")
class InvoiceIssuedV1(InvoiceState):
    """
    An invoice got its number and is fixed.

    Read by: crm (timeline, what was bought), sales (booked revenue of the case).
    """

    lines: list[InvoicedLine] = []


@event("projects", "invoice.credited", aggregate="invoice_id")
class InvoiceCreditedV1(InvoiceState):
    """
    A credit note was issued: ``invoice_id`` is its own, amounts and lines are positive.

    Read by: crm (what was bought).
    """

    credits_invoice_id: UUID | None = None
    lines: list[InvoicedLine] = []


@event("projects", "invoice.paid", aggregate="invoice_id")
class InvoicePaidV1(InvoiceState):
    """
    An invoice was paid in full.

    Read by: crm (timeline).
    """


@event("projects", "privacy.part_finished", aggregate="request_id")
class PrivacyPartFinishedV1(PartDone):
    """
    projects has done its part of a request about a person, or of an export.

    Read by: crm (completes the request when every service has).
    """
