"""Shapes of sales cases, as sales answers them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from shared.contracts.declare import UNSET, Fields, UnsetType, View
from shared.contracts.sales.process_views import ProcessView
from shared.kernel.money import Money


class CaseLineView(View):
    """What the customer may buy.  ``quantity`` is a decimal as text."""

    id: UUID
    product_id: UUID | None
    description: str
    quantity: str
    unit_price: Money
    amount: Money


class CaseLineFields(Fields):
    """One line of a case; the list given replaces the lines there are."""

    product_id: UUID | UnsetType | None = UNSET
    description: str | UnsetType = UNSET
    quantity: str | UnsetType = UNSET
    unit_price: Money | UnsetType = UNSET


class CaseActivityView(View):
    """The previous or next activity of a case; ``subject`` is None when it is private."""

    id: UUID
    kind: str
    subject: str | None
    at: datetime | None
    on: date | None


class CaseView(View):
    """
    A sales case.

    ``probability`` is percent; ``probability_source`` is stage, user or decision.
    ``value_source`` is manual, lines or quote.  ``postponements`` counts later order dates.
    """

    id: UUID
    case_no: str
    name: str
    customer_id: UUID
    contact_id: UUID | None
    partner_id: UUID | None
    salesperson_id: UUID
    team_ids: list[UUID]
    unit_id: UUID | None
    cost_centre_id: UUID | None
    process_id: UUID
    stage_id: UUID
    stage_name: str
    status: str
    value: Money
    value_source: str
    probability: int
    probability_source: str
    weighted_value: Money
    expected_order_date: date | None
    first_expected_order_date: date | None
    postponements: int
    expected_start: date | None
    lead_source_id: UUID | None
    received_on: date
    closed_on: date | None
    lost_reason_id: UUID | None
    lost_comment: str | None
    competitor: str | None
    primary_quote_id: UUID | None
    external_id: str | None
    description: str | None
    lines: list[CaseLineView]
    previous_activity: CaseActivityView | None
    next_activity: CaseActivityView | None
    salesperson_touched_at: datetime | None
    custom: dict[str, Any]
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class CaseFields(Fields):
    """
    What may be set on a case.

    Left out on create: the organisation's default process, its first stage, today as
    ``received_on``, the caller as salesperson, the salesperson's unit.
    ``probability`` null goes back to the stage's own; ``value`` null to what ``value_source`` says.
    """

    name: str | UnsetType = UNSET
    customer_id: UUID | UnsetType = UNSET
    contact_id: UUID | UnsetType | None = UNSET
    partner_id: UUID | UnsetType | None = UNSET
    salesperson_id: UUID | UnsetType = UNSET
    team_ids: list[UUID] | UnsetType = UNSET
    unit_id: UUID | UnsetType = UNSET
    cost_centre_id: UUID | UnsetType | None = UNSET
    process_id: UUID | UnsetType = UNSET
    stage_id: UUID | UnsetType = UNSET
    value: Money | UnsetType | None = UNSET
    value_source: str | UnsetType = UNSET
    probability: int | UnsetType | None = UNSET
    expected_order_date: date | UnsetType | None = UNSET
    expected_start: date | UnsetType | None = UNSET
    lead_source_id: UUID | UnsetType | None = UNSET
    received_on: date | UnsetType = UNSET
    competitor: str | UnsetType | None = UNSET
    primary_quote_id: UUID | UnsetType | None = UNSET
    external_id: str | UnsetType | None = UNSET
    description: str | UnsetType | None = UNSET
    lines: list[CaseLineFields] | UnsetType = UNSET
    custom: dict[str, Any] | UnsetType | None = UNSET


class FieldChangeView(View):
    """
    One field of a case that changed.

    ``valid_from`` is when it began to hold, ``recorded_at`` when it was written down; they
    differ for history that was imported.
    """

    field: str
    old: Any
    new: Any
    valid_from: datetime
    recorded_at: datetime
    actor_id: UUID


class StageTransitionView(View):
    """One stay in a stage; the last has no ``left_at`` and counts its days until now."""

    stage_id: UUID
    stage_name: str
    status: str
    entered_at: datetime
    left_at: datetime | None
    days_in_stage: int
    actor_id: UUID


class CaseHistoryView(View):
    """Everything that happened to a case: stays in stages without a gap, and every change."""

    case_id: UUID
    transitions: list[StageTransitionView]
    changes: list[FieldChangeView]


class CaseOverviewView(View):
    """A case with its process and history."""

    case: CaseView
    process: ProcessView
    history: CaseHistoryView


class CaseSumView(View):
    """Cases of one status in one currency."""

    status: str
    count: int
    value: Money
    weighted_value: Money


class CustomerCasesView(View):
    """The cases of a customer, newest first, with totals over all the caller may see."""

    sales_cases: list[CaseView]
    total: int
    sums: list[CaseSumView]


class HistoricStageFields(Fields):
    """A stage a case was in, and since when."""

    stage_id: UUID
    entered_on: date


class HistoricCaseFields(Fields):
    """
    A case of the past, with its own dates.

    ``stages`` are in order; the last one is where the case stands and decides its status.  Left
    out: the process's first open stage since ``received_on``, then ``stage_id`` at ``closed_on``.
    """

    name: str
    customer_id: UUID
    salesperson_id: UUID
    value: Money
    received_on: date
    stage_id: UUID
    unit_id: UUID | UnsetType = UNSET
    cost_centre_id: UUID | UnsetType | None = UNSET
    process_id: UUID | UnsetType = UNSET
    expected_order_date: date | UnsetType | None = UNSET
    closed_on: date | UnsetType | None = UNSET
    lead_source_id: UUID | UnsetType | None = UNSET
    lost_reason_id: UUID | UnsetType | None = UNSET
    probability: int | UnsetType | None = UNSET
    external_id: str | UnsetType | None = UNSET
    description: str | UnsetType | None = UNSET
    lines: list[CaseLineFields] | UnsetType = UNSET
    stages: list[HistoricStageFields] | UnsetType = UNSET


class ImportedRowError(View):
    """Why one case of an import was refused; ``row`` counts from 0."""

    row: int
    code: str
    message: str
    pointer: str | None


class ImportedCasesView(View):
    """
    What came of an import.

    ``case_ids`` has one entry per row: the new case, the case that already had the
    ``external_id`` (counted in ``skipped``), or None for a refused row.
    """

    created: int
    skipped: int
    case_ids: list[UUID | None]
    errors: list[ImportedRowError]
