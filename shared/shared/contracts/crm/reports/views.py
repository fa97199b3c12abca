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
