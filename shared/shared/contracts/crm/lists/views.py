"""Shapes of customer lists, as crm answers and accepts them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from shared.contracts.declare import UNSET, Fields, UnsetType, View
from shared.contracts.tables import TableColumnView


class SharedWithView(View):
    """Who else may open something: everyone, who has one of the roles, or named people."""

    everyone: bool
    role_ids: list[UUID]
    user_ids: list[UUID]


class SharedWithFields(Fields):
    """Who else may open something; what is left out stays as it is."""

    everyone: bool | UnsetType = UNSET
    role_ids: list[UUID] | UnsetType = UNSET
    user_ids: list[UUID] | UnsetType = UNSET


class CustomerListView(View):
    """
    A list of customers or contacts of somebody's own.

    ``rule`` holds the filters of a dynamic list, as the list of customers or contacts takes
    them.  ``member_count`` is what the viewer sees of it; only in the answer for one list.
    """

    id: UUID
    name: str
    description: str | None
    entity: str  # customer, contact
    kind: str  # dynamic, static
    rule: dict[str, Any]
    shared_with: SharedWithView
    owner_id: UUID
    unit_id: UUID | None
    member_count: int | None
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class CustomerListFields(Fields):
    """What may be set on a list; ``entity`` and ``kind`` only when it is created."""

    name: str | UnsetType = UNSET
    description: str | UnsetType | None = UNSET
    entity: str | UnsetType = UNSET
    kind: str | UnsetType = UNSET
    rule: dict[str, Any] | UnsetType = UNSET
    shared_with: SharedWithFields | UnsetType = UNSET
    owner_id: UUID | UnsetType = UNSET


class ListMemberView(View):
    """A customer or contact on a list; what the other entity lacks is None."""

    id: UUID
    entity: str
    name: str
    number: str | None
    email: str | None
    phone: str | None
    rating: str | None
    country: str | None
    city: str | None
    owner_id: UUID | None
    unit_id: UUID | None
    version: int
    created_at: datetime
    updated_at: datetime


class ListExportView(View):
    """What the export of a list will hold; its rows are read in parts."""

    name: str
    columns: list[TableColumnView]
    row_count: int
