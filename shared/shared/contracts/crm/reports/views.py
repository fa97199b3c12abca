"""Shapes of saved reports, as crm answers and accepts them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from shared.contracts.crm.lists.views import SharedWithFields, SharedWithView
from shared.contracts.declare import UNSET, Fields, UnsetType, View
from shared.contracts.reporting import ReportFields


class SavedReportView(View):
    """
    A report somebody keeps; ``definition`` as in ``ReportFields``.

    It holds no figures: each viewer's are made of what he may see, when he asks.
    """

    id: UUID
    name: str
    description: str | None
    definition: dict[str, Any]
    shared_with: SharedWithView
    owner_id: UUID
    unit_id: UUID | None
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class SavedReportFields(Fields):
    """What may be set on a saved report."""

    name: str | UnsetType = UNSET
    description: str | UnsetType | None = UNSET
    definition: ReportFields | UnsetType = UNSET
    shared_with: SharedWithFields | UnsetType = UNSET
    owner_id: UUID | UnsetType = UNSET


class ReportScheduleView(View):
    """
    When the caller is told that a report is ready; he alone sees it.

    ``weekday`` is 1 (Monday) to 7, ``month_day`` the last day in shorter months, ``at`` the time
    on the wall in ``time_zone``.
    """

    id: UUID
    saved_report_id: UUID
    every: str  # day, week, month
    weekday: int | None
    month_day: int | None
    at: str
    time_zone: str
    next_at: datetime
    created_at: datetime


class ReportScheduleFields(Fields):
    """What a schedule says; ``every`` is needed, ``at`` is 07:00 unless given."""

    every: str | UnsetType = UNSET
    weekday: int | UnsetType | None = UNSET
    month_day: int | UnsetType | None = UNSET
    at: str | UnsetType = UNSET
