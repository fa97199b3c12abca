"""Shapes of sales processes, lead sources and lost reasons, as sales answers them."""

from datetime import datetime
from uuid import UUID

from shared.contracts.declare import UNSET, Fields, UnsetType, View


class StageView(View):
    """A stage of a process.  ``kind`` is open, won or lost; ``probability`` is percent."""

    id: UUID
    name: str
    names: dict[str, str]
    position: int
    kind: str
    probability: int
    entry_requirements: list[str]
    expected_days: int | None
    retired: bool


class ProcessView(View):
    """A sales process with its stages in order, retired ones last."""

    id: UUID
    name: str
    case_kind: str | None
    is_default: bool
    stages: list[StageView]
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class StageFields(Fields):
    """
    A stage in the list of a process, which is in order.

    A stage with ``id`` is the one it was; a stage that is left out is retired when cases were
    ever in it, else removed.
    """

    id: UUID | UnsetType = UNSET
    name: str | UnsetType = UNSET
    names: dict[str, str] | UnsetType = UNSET
    kind: str | UnsetType = UNSET
    probability: int | UnsetType = UNSET
    entry_requirements: list[str] | UnsetType = UNSET
    expected_days: int | UnsetType | None = UNSET


class ProcessFields(Fields):
    """What may be set on a process."""

    name: str | UnsetType = UNSET
    case_kind: str | UnsetType | None = UNSET
    is_default: bool | UnsetType = UNSET
    stages: list[StageFields] | UnsetType = UNSET


class LeadSourceView(View):
    """Where sales come from."""

    id: UUID
    code: str
    name: str
    names: dict[str, str]
    position: int
    active: bool
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class LostReasonView(View):
    """Why sales are lost."""

    id: UUID
    code: str
    name: str
    names: dict[str, str]
    position: int
    active: bool
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class ListedFields(Fields):
    """What may be set on a lead source or a lost reason."""

    code: str | UnsetType = UNSET
    name: str | UnsetType = UNSET
    names: dict[str, str] | UnsetType = UNSET
    position: int | UnsetType = UNSET
    active: bool | UnsetType = UNSET


class LeadSourceFields(ListedFields):
    """What may be set on a lead source."""


class LostReasonFields(ListedFields):
    """What may be set on a lost reason."""
