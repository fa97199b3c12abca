"""Shapes of attachments, as crm answers and accepts them."""

from datetime import datetime
from uuid import UUID

from shared.contracts.declare import UNSET, Fields, UnsetType, View


class AttachmentView(View):
    """A file on a record; exactly one of the six links is set."""

    id: UUID
    filename: str
    media_type: str  # told by the content, never by the name
    size_bytes: int
    sha256: str
    customer_id: UUID | None
    contact_id: UUID | None
    activity_id: UUID | None
    note_id: UUID | None
    sales_case_id: UUID | None
    project_id: UUID | None
    owner_id: UUID
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class AttachmentFields(Fields):
    """The record a file is put on; exactly one is needed."""

    customer_id: UUID | UnsetType = UNSET
    contact_id: UUID | UnsetType = UNSET
    activity_id: UUID | UnsetType = UNSET
    note_id: UUID | UnsetType = UNSET
    sales_case_id: UUID | UnsetType = UNSET
    project_id: UUID | UnsetType = UNSET


class AttachmentFileView(View):
    """The file itself."""

    filename: str
    media_type: str
    content: bytes


class AttachmentSectionView(View):
    """The newest files of a record; ``total`` counts all the caller may see."""

    items: list[AttachmentView]
    total: int
