"""
Shapes of what projects answers and of what it accepts.

Owner: projects.  Percent fields are decimal text in percent units; minutes are whole minutes of
work; a field of class cost, salary or margin is null for a caller who may not see it.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from shared.contracts.declare import UNSET, Fields, UnsetType, View
from shared.kernel.money import Money


class ProjectView(View):
    """A project; ``actual_minutes`` is all time registered on it."""

    id: UUID
    project_no: str
    name: str
    description: str | None
    customer_id: UUID | None  # null: internal work
    sales_case_id: UUID | None
    quote_id: UUID | None
    manager_id: UUID | None
    unit_id: UUID | None
    status: str  # planned, active, on_hold, completed, closed
    currency: str
    start: date | None
    deadline: date | None
    planned_minutes: int
    actual_minutes: int
    member_ids: list[UUID]
    custom: dict[str, Any]
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class ProjectFields(Fields):
    """What may be set on a project.  ``status``: planned, active or on_hold; else use the verbs."""

    name: str | UnsetType = UNSET
    description: str | UnsetType | None = UNSET
    customer_id: UUID | UnsetType | None = UNSET
    sales_case_id: UUID | UnsetType | None = UNSET
    manager_id: UUID | UnsetType | None = UNSET
    unit_id: UUID | UnsetType | None = UNSET
    status: str | UnsetType = UNSET
    start: date | UnsetType | None = UNSET
    deadline: date | UnsetType | None = UNSET
    planned_minutes: int | UnsetType = UNSET
    member_ids: list[UUID] | UnsetType = UNSET  # who works on it and so may see it
    custom: dict[str, Any] | UnsetType | None = UNSET


class ContractLineView(View):
    """What was sold: a fixed amount, or time at a price per hour."""

    id: UUID
    project_id: UUID
    quote_line_id: UUID | None
    product_id: UUID | None
    position: int
    kind: str  # fixed, time
    description: str
    quantity: Decimal
    unit: str
    unit_price: Money
    net: Money
    vat_percent: Decimal
    minutes: int
    invoiced: Money


class ContractLineFields(Fields):
    """A line sold without a quote.  ``kind`` time needs ``unit`` hour."""

    kind: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    quantity: Decimal | UnsetType = UNSET
    unit: str | UnsetType = UNSET
    unit_price: Money | UnsetType = UNSET
    vat_percent: Decimal | UnsetType = UNSET


class PhaseView(View):
    """A part of a project's plan."""

    id: UUID
    project_id: UUID
    parent_id: UUID | None
    name: str
    start: date | None
    end: date | None
    estimate_minutes: int
    actual_minutes: int
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class PhaseFields(Fields):
    """What may be set on a phase."""

    name: str | UnsetType = UNSET
    parent_id: UUID | UnsetType | None = UNSET
    start: date | UnsetType | None = UNSET
    end: date | UnsetType | None = UNSET
    estimate_minutes: int | UnsetType = UNSET


class ResourceView(View):
    """A person who works on projects; ``billing_rate`` is the price of an hour without contract."""

    id: UUID
    user_id: UUID
    name: str | None
    job_title: str | None
    unit_id: UUID | None
    roles: list[str]
    skills: list[str]
    billing_rate: Money | None
    active_from: date | None
    active_to: date | None
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class ResourceFields(Fields):
    """What may be set on a person's profile."""

    user_id: UUID | UnsetType = UNSET
    job_title: str | UnsetType | None = UNSET
    unit_id: UUID | UnsetType | None = UNSET
    roles: list[str] | UnsetType = UNSET
    skills: list[str] | UnsetType = UNSET
    billing_rate: Money | UnsetType | None = UNSET
    active_from: date | UnsetType | None = UNSET
    active_to: date | UnsetType | None = UNSET


class WorkContractView(View):
    """
    How much a person works and what an hour costs, for some time (class salary).

    Shape: ``minutes_per_weekday`` has seven entries, Monday first.
    """

    id: UUID
    user_id: UUID
    minutes_per_weekday: list[int]
    cost_rate: Money | None
    valid_from: date
    valid_to: date | None
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class WorkContractFields(Fields):
    """What may be set on a work contract; the rate is per hour."""

    user_id: UUID | UnsetType = UNSET
    minutes_per_weekday: list[int] | UnsetType = UNSET
    cost_rate: Money | UnsetType = UNSET
    valid_from: date | UnsetType = UNSET
    valid_to: date | UnsetType | None = UNSET


class TimeEntryView(View):
    """Time worked on a project, or on a sales case before there is one."""

    id: UUID
    user_id: UUID
    project_id: UUID | None
    phase_id: UUID | None
    contract_line_id: UUID | None
    sales_case_id: UUID | None
    customer_id: UUID | None
    work_date: date
    minutes: int
    billable: bool
    billing: str  # hourly, fixed (covered by a fixed amount), none
    description: str | None
    status: str  # draft, submitted, approved, locked
    invoiced_minutes: int  # invoiced or written off
    price: Money | None  # per hour; null: not known yet
    cost_rate: Money | None  # per hour, class salary
    cost_missing: bool  # no work contract covers the day
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class TimeEntryFields(Fields):
    """What may be set on a time entry; the caller's own unless ``user_id`` says otherwise."""

    user_id: UUID | UnsetType = UNSET
    project_id: UUID | UnsetType | None = UNSET
    phase_id: UUID | UnsetType | None = UNSET
    contract_line_id: UUID | UnsetType | None = UNSET
    sales_case_id: UUID | UnsetType | None = UNSET
    work_date: date | UnsetType = UNSET
    minutes: int | UnsetType = UNSET
    billable: bool | UnsetType = UNSET
    description: str | UnsetType | None = UNSET


class ImportedTimeEntry(Fields):
    """One historic time entry; the importing system vouches for it."""

    user_id: UUID
    project_id: UUID
    work_date: date
    minutes: int
    billable: bool = True
    phase_id: UUID | None = None
    description: str | None = None
    status: str = "approved"


class ImportedRowError(View):
    """Why row number ``row`` (from 0) was left out."""

    row: int
    code: str
    message: str


class ImportedTimeView(View):
    """How an import of time went."""

    created: int
    errors: list[ImportedRowError]


class ExpenseView(View):
    """Money spent for a project."""

    id: UUID
    project_id: UUID
    user_id: UUID | None
    customer_id: UUID | None
    spent_on: date
    description: str
    amount: Money
    vat_percent: Decimal
    billable: bool
    invoiced: Money
    external_ref: str | None
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class ExpenseFields(Fields):
    """What may be set on an expense; ``vat_percent`` is what the customer pays on top."""

    project_id: UUID | UnsetType = UNSET
    user_id: UUID | UnsetType | None = UNSET
    spent_on: date | UnsetType = UNSET
    description: str | UnsetType = UNSET
    amount: Money | UnsetType = UNSET
    vat_percent: Decimal | UnsetType = UNSET
    billable: bool | UnsetType = UNSET
    external_ref: str | UnsetType | None = UNSET
