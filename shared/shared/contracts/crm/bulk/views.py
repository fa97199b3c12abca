"""Shapes of changes of many records at once, as crm answers and accepts them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from shared.contracts.crm.imports.views import FieldChangeView, ProgressView
from shared.contracts.declare import UNSET, Fields, UnsetType, View


class BulkFields(Fields):
    """
    Which records, and what to change about them.

    Exactly one of ``list_id``, ``filters`` (as the entity's list takes them) and ``ids``.
    ``set`` holds fields as in a single change; ``add`` and ``remove`` hold values of ``tags``,
    ``segments`` and ``kinds``.
    """

    list_id: UUID | UnsetType = UNSET
    filters: dict[str, Any] | UnsetType = UNSET
    ids: list[UUID] | UnsetType = UNSET
    set: dict[str, Any] | UnsetType = UNSET
    add: dict[str, list[str]] | UnsetType = UNSET
    remove: dict[str, list[str]] | UnsetType = UNSET


class BulkCountView(View):
    """Records by what the preview said and what became of them."""

    pending: int = 0
    ready: int = 0
    unchanged: int = 0
    refused: int = 0
    applied: int = 0
    undone: int = 0
    changed_since: int = 0


class BulkEditView(View):
    """
    A change of many records.

    ``status``: previewing → previewed → committing → committed → undoing → undone, or failed.
    """

    id: UUID
    entity: str
    selection: dict[str, Any]
    patch: dict[str, Any]
    status: str
    counts: BulkCountView
    progress: ProgressView
    owner_id: UUID
    unit_id: UUID | None
    version: int
    created_at: datetime
    updated_at: datetime


class BulkRowView(View):
    """
    One record of a change.

    ``state``: pending, ready, unchanged or refused (with ``code`` and ``message``) after the
    preview; applied or refused after the commit; undone or changed_since after the undo.
    ``record_version`` is the version the preview saw, to which the commit is pinned.
    """

    id: UUID
    row_no: int
    record_id: UUID
    label: str
    record_version: int
    state: str
    changes: list[FieldChangeView]
    code: str | None
    message: str | None
