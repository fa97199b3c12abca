"""What crm answers about attachments."""

from typing import Protocol
from uuid import UUID

from shared.contracts.crm.attachments.views import (
    AttachmentFields,
    AttachmentFileView,
    AttachmentView,
)
from shared.kernel.paging import ListQuery, Page


class AttachmentCalls(Protocol):
    """Files on customers, contacts, activities, notes, sales cases and projects."""

    def create_attachment(
        self, *, filename: str, content: bytes, fields: AttachmentFields
    ) -> AttachmentView:
        """
        Put a file on a record the caller may change.

        Raises: ``crm.attachment_unlinked``, ``crm.attachment_empty``,
        ``crm.attachment_too_large``, ``crm.attachment_type_refused`` (Invalid),
        ``crm.customer_unknown`` … (NotFound).
        """
        ...

    def get_attachment(self, *, attachment_id: UUID) -> AttachmentView:
        """Answer what is known of one file.  Raises: ``crm.attachment_unknown``."""
        ...

    def read_attachment(self, *, attachment_id: UUID) -> AttachmentFileView:
        """Answer the file.  Raises: ``crm.attachment_unknown``, ``crm.attachment_archived``."""
        ...

    def list_attachments(self, *, query: ListQuery) -> Page[AttachmentView]:
        """
        List files.

        Filters: the six links, owner_id, media_type, size_bytes, filename, created_at, archived.
        Sorts: filename, size_bytes, created_at.
        """
        ...

    def archive_attachment(
        self, *, attachment_id: UUID, expected_version: int | None = None
    ) -> AttachmentView:
        """Take a file off its record."""
        ...

    def restore_attachment(self, *, attachment_id: UUID) -> AttachmentView:
        """Put it back."""
        ...
