"""
Shapes of invoices, overviews and profitability.

Owner: projects.  Amounts of a credit note are positive; its ``kind`` says which way they count.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from shared.contracts.declare import UNSET, Fields, UnsetType, View
from shared.contracts.projects.views import ContractLineView, PhaseView, ProjectView
from shared.kernel.money import Money


class InvoiceLineView(View):
    """One line; ``minutes`` is null when the line bills no time."""

    id: UUID
    position: int
    source: str  # time, fixed, expense, free
    contract_line_id: UUID | None
    description: str
    quantity: Decimal
    unit: str
    minutes: int | None
    unit_price: Money
    net: Money
    vat_percent: Decimal


class VatGroupView(View):
    """Value added tax of all lines with one rate, rounded once."""

    vat_percent: Decimal
    net: Money
    vat: Money


class InvoiceTotalsView(View):
    """Sums of an invoice."""

    net: Money
    vat: Money
    gross: Money


class InvoiceView(View):
    """An invoice or a credit note.  ``customer`` is the customer as it was at issue."""

    id: UUID
    invoice_no: str | None
    kind: str  # invoice, credit_note
    credits_invoice_id: UUID | None
    customer_id: UUID
    project_id: UUID | None
    sales_case_id: UUID | None
    manager_id: UUID | None
    unit_id: UUID | None
    status: str  # draft, issued, part_paid, paid, credited, cancelled
    currency: str
    issued_on: date | None
    due_on: date | None
    buyer_reference: str | None
    order_reference: str | None
    note: str | None
    customer: dict[str, Any] | None
    lines: list[InvoiceLineView]
    vat_groups: list[VatGroupView]
    totals: InvoiceTotalsView
    paid: Money
    credited: Money
    outstanding: Money
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class InvoiceItemView(View):
    """An invoice in a list: without its lines."""

    id: UUID
    invoice_no: str | None
    kind: str
    credits_invoice_id: UUID | None
    customer_id: UUID
    project_id: UUID | None
    status: str
    issued_on: date | None
    due_on: date | None
    totals: InvoiceTotalsView
    paid: Money
    credited: Money
    outstanding: Money
    version: int
    created_at: datetime
    updated_at: datetime


class FreeLineFields(Fields):
    """A line of one's own."""

    description: str
    unit_price: Money
    quantity: Decimal = Decimal(1)
    unit: str = "piece"
    vat_percent: Decimal = Decimal(25)


class FixedPartFields(Fields):
    """A fixed contract line to bill; all that remains of it unless ``net`` says how much."""

    contract_line_id: UUID
    net: Money | None = None


class InvoiceFields(Fields):
    """
    What to bill, and the heading.

    Time is billed when ``time_until``, ``time_from`` or ``time_entry_ids`` is given, expenses and
    contract lines as named.  When nothing at all is named, everything not yet billed up to
    today is.  After creation only the heading may be changed.

    Args:
        only_approved: Leave time out that nobody approved yet.
        hourly_price: For time whose price is not known from a contract line or the person.
    """

    project_id: UUID | UnsetType | None = UNSET
    customer_id: UUID | UnsetType = UNSET
    time_from: date | UnsetType = UNSET
    time_until: date | UnsetType = UNSET
    time_entry_ids: list[UUID] | UnsetType = UNSET
    only_approved: bool | UnsetType = UNSET
    hourly_price: Money | UnsetType = UNSET
    contract_lines: list[FixedPartFields] | UnsetType = UNSET
    expense_ids: list[UUID] | UnsetType = UNSET
    lines: list[FreeLineFields] | UnsetType = UNSET
    due_on: date | UnsetType | None = UNSET
    buyer_reference: str | UnsetType | None = UNSET
    order_reference: str | UnsetType | None = UNSET
    note: str | UnsetType | None = UNSET


class CreditPartFields(Fields):
    """
    How much of one allocation to take back; all that is outstanding of it by default.

    Units: ``quantity`` is minutes for time, else minor units of the invoice's currency.
    """

    allocation_id: UUID
    quantity: int | None = None


class CreditFields(Fields):
    """What to credit; everything outstanding when no part is named."""

    parts: list[CreditPartFields] | UnsetType = UNSET
    note: str | UnsetType | None = UNSET


class PaymentFields(Fields):
    """Money received.  The same ``external_ref`` twice counts once."""

    amount: Money | UnsetType = UNSET
    paid_on: date | UnsetType = UNSET
    external_ref: str | UnsetType | None = UNSET
    source: str | UnsetType = UNSET


class AllocationView(View):
    """Where an amount of an invoice line comes from."""

    id: UUID
    invoice_line_id: UUID | None
    kind: str  # bill, write_off, credit
    source_type: str  # time, fixed, expense, free
    source_id: UUID
    quantity: int  # minutes for time, else minor units
    amount: Money
    reverses_id: UUID | None
    outstanding: int  # of a bill: quantity not yet credited


class CompletenessView(View):
    """Registered minutes of the people involved against what their contracts ask for."""

    registered_minutes: int
    contracted_minutes: int
    percent: Decimal | None


class ProfitabilityView(View):
    """
    What a project or a customer leaves.

    ``contribution`` = revenue − expenses − labour cost of all time (billable, not billable and
    before the sale).  ``accrued`` (hours and expenses not billed yet) and ``unbilled_fixed`` are
    shown beside, never counted in.  When ``cost_missing_minutes`` is above zero the labour cost
    is too low by that time and ``is_complete`` is false.  Sums are in the base currency only.
    """

    project_id: UUID | None
    customer_id: UUID | None
    from_on: date | None
    to_on: date | None
    currency: str
    revenue: Money
    expenses: Money
    labour_cost: Money
    presales_cost: Money  # part of labour_cost
    contribution: Money
    margin_percent: Decimal | None
    billed_labour_margin_percent: Decimal | None  # as if only billable time cost anything
    contribution_per_hour: Money | None
    target_margin_percent: Decimal
    price_change_percent: Decimal | None  # what prices must change by to reach the target
    accrued: Money
    accrued_without_price_minutes: int
    unbilled_fixed: Money
    minutes: int
    billable_minutes: int
    nonbillable_minutes: int
    presales_minutes: int
    cost_missing_minutes: int
    other_currencies: list[str]  # their amounts are in no sum here
    is_complete: bool
    completeness: CompletenessView | None
    group: str | None = None  # of customers, in a report by a criterion; None for those in none
    group_name: str | None = None


class ProfitabilityReportView(View):
    """
    Profitability by customer or project, or by a criterion of customers (``group_by``).

    ``internal`` is what belongs to no customer.  Items and internal add up to the total, except
    by segment: a customer in several counts in each of them, and once in the total.
    """

    from_on: date | None
    to_on: date | None
    items: list[ProfitabilityView]
    internal: ProfitabilityView | None
    total: ProfitabilityView
    group_by: str | None = None


class ProjectsSectionView(View):
    """Newest projects and how many there are."""

    items: list[ProjectView]
    total: int


class InvoicesSectionView(View):
    """Newest invoices, how many there are, and what is still owed."""

    items: list[InvoiceItemView]
    total: int
    outstanding: Money


class CustomerProjectsView(View):
    """This service's part of a customer's or a case's page; null: the caller may not see it."""

    projects: ProjectsSectionView | None
    invoices: InvoicesSectionView | None
    profitability: ProfitabilityView | None


class ProjectOverviewView(View):
    """A project with its plan, contract, invoices and profitability (null: may not be seen)."""

    project: ProjectView
    phases: list[PhaseView]
    contract_lines: list[ContractLineView]
    invoices: InvoicesSectionView | None
    profitability: ProfitabilityView | None
